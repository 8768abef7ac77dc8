/** The arguments of a `ReceivingBucket`. */
import type * as pulumi from "@pulumi/pulumi";
import type { AliasOptions } from "./aliasOptions";
import type { BucketOptions, KeyOptions, OwnBucketOptions } from "./bucketOptions";
import type { PolicyOptions } from "./policyOptions";
import type { EndpointOptions } from "./providerOptions";
import type { Principals, ReaderArgs, SiteArgs } from "./replicatedBucketArgs";

/** Exactly one of the two. */
export type SourceArgs =
  | { readonly roleArn: pulumi.Input<string> }
  | { readonly accountId: pulumi.Input<string> };

/** What {@link ReceivingBucket} builds. */
export interface ReceivingBucketArgs
  extends SiteArgs,
    BucketOptions,
    OwnBucketOptions,
    KeyOptions,
    AliasOptions,
    PolicyOptions,
    EndpointOptions {
  /** Name of the bucket, globally unique. @example "partner-vault" */
  readonly bucketName: pulumi.Input<string>;
  /**
   * ARN of an existing key that encrypts the bucket, of one region or of several: a key, not an alias. It stays with its owner, who
   * has to grant what is in `requestedGrants`.
   * @default - a new key, or the one that is adopted
   * @example "arn:aws:kms:eu-north-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  readonly keyArn?: pulumi.Input<string> | undefined;
  /**
   * The role that replicates into the bucket, which need not exist yet, or the account whose roles may. Name the role where
   * you can: with the account, its administrators decide which of its roles replicate.
   * @example { roleArn: "arn:aws:iam::111122223333:role/service-role/acme-archive-replication" }
   */
  readonly source: SourceArgs;
  /** Whether the source may replicate delete markers. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /**
   * Principals that may list and read objects.
   * @default - the principals that IAM of the bucket's own account allows
   * @example [{ principals: ["arn:aws:iam::444455556666:role/analysts"], prefix: "reports/" }]
   */
  readonly readers?: readonly Omit<ReaderArgs, "of">[] | undefined;
  /**
   * The only principals that may delete versions permanently.
   * @default - the principals that IAM of the bucket's own account allows
   * @example ["arn:aws:iam::444455556666:role/records-officer"]
   */
  readonly versionDeleters?: Principals | undefined;
  /** Whether Pulumi refuses to delete bucket and key: the source's owner relies on them. @default true */
  readonly protect?: boolean | undefined;
}
