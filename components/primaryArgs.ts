/** The arguments of a primary: where it is, and what of it exists already. */
import type * as pulumi from "@pulumi/pulumi";
import type { OwnBucketOptions } from "./bucketOptions";
import type { KeptRule } from "./keptRule";
import type { PolicyOptions } from "./policyOptions";
import type { SiteArgs } from "./siteArgs";

/** Where the primary is, and what of it exists already. */
export interface PrimaryArgs
  extends SiteArgs,
    PolicyOptions,
    Pick<OwnBucketOptions, "accessLogBucket" | "adopt"> {
  /**
   * ARN of a bucket, that of `bucketName`, which stays with its owner: only the role, the rules and the replicas are made. What
   * its owner has to grant is in `requestedGrants`. Needs `keyArn` and `keepRules`.
   * @default - a new bucket, or the one that is adopted
   * @example "arn:aws:s3:::acme-archive"
   */
  readonly bucketArn?: pulumi.Input<string> | undefined;
  /**
   * ARN of an existing key that encrypts the bucket, of one region or of several: a key, not an alias. It stays with its owner,
   * who has to grant what is in `requestedGrants`.
   * @default - a new key, or the one that is adopted
   * @example "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  readonly keyArn?: pulumi.Input<string> | undefined;
  /**
   * Rules that a bucket which exists already has, and that stay: a bucket has one replication configuration, and this component
   * writes all of it. They replicate with the role of the configuration, so that they need `roleArn`; their permissions and
   * destinations are their owner's. Required for a bucket that exists; an empty list removes every rule that it has.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
   */
  readonly keepRules?: readonly KeptRule[] | undefined;
}
