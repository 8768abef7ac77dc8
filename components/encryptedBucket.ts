/** A bucket together with the key that encrypts it: what a primary and a replica each are. */
import * as pulumi from "@pulumi/pulumi";
import type { BucketOptions, KeyOptions, OwnBucketOptions } from "./bucketOptions";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { EncryptionKey } from "./encryptionKey";
import {
  type ExistingBucket,
  type ExistingKey,
  existingBucket,
  existingKey,
  type RequestedGrants,
} from "./existing";
import { SecureBucket } from "./secureBucket";
import type { Site } from "./site";

/** A bucket and its key, built or left with their owners. */
export interface EncryptedBucket {
  readonly site: Site;
  readonly key: EncryptionKey | ExistingKey;
  readonly bucket: SecureBucket | ExistingBucket;
  /** What the owners of bucket and key have to grant; undefined where both were built. */
  readonly requestedGrants?: pulumi.Output<RequestedGrants> | undefined;
}

export interface EncryptedBucketArgs extends BucketOptions, OwnBucketOptions, KeyOptions {
  readonly site: Site;
  readonly bucketName: pulumi.Input<string>;
  /** Alias of the key, with `alias/` in front. */
  readonly alias: string;
  /** A bucket that exists, and keeps its settings; needs `keyArn`. @default - a new bucket */
  readonly bucketArn?: pulumi.Input<string> | undefined;
  /** A key that exists, and keeps its policy. @default - a new key */
  readonly keyArn?: pulumi.Input<string> | undefined;
  /** Statements of the key policy, in addition to the account's administration. Not used with `keyArn`. */
  readonly keyGrants: pulumi.Input<readonly BuiltPolicyStatement[]>;
  /** Statements of the bucket policy, in addition to the one that denies requests without TLS. */
  readonly policyStatements: pulumi.Input<readonly BuiltPolicyStatement[]>;
}

/**
 * Builds a key and the bucket that it encrypts, unless they exist.
 *
 * @param opts `dependsOn` the roles that the policies name: KMS and S3 refuse a principal that does not exist.
 */
export function encryptedBucket(
  name: string,
  args: EncryptedBucketArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): EncryptedBucket {
  const { parent, dependsOn } = opts;
  const { site, bucketName, bucketArn, keyArn } = args;
  const description = pulumi.interpolate`encrypts ${args.bucketName}`;
  if (keyArn === undefined) {
    const key = new EncryptionKey(
      name,
      { ...args, description, grants: args.keyGrants },
      { parent, dependsOn: [...dependsOn] },
    );
    return { site, key, bucket: new SecureBucket(name, { ...args, keyArn: key.arn }, { parent }) };
  }
  const key = existingKey(keyArn);
  const bucket =
    bucketArn === undefined
      ? new SecureBucket(name, { ...args, keyArn }, { parent })
      : existingBucket(bucketName, bucketArn);
  const requestedGrants = pulumi
    .all([args.policyStatements, args.keyGrants])
    .apply(([bucketPolicy, keyPolicy]) => ({
      bucketPolicy: bucketArn === undefined ? [] : bucketPolicy,
      keyPolicy,
    }));
  return { site, key, bucket, requestedGrants };
}
