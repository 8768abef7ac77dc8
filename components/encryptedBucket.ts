/** A bucket together with the key that encrypts it: what a primary and a replica each are. */
import * as pulumi from "@pulumi/pulumi";
import type { BucketOptions, KeyOptions, OwnBucketOptions } from "./bucketOptions";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { EncryptionKey } from "./encryptionKey";
import { SecureBucket } from "./secureBucket";
import type { Site } from "./site";

/** A bucket and its key, as they were built. */
export interface EncryptedBucket {
  readonly site: Site;
  readonly key: EncryptionKey;
  readonly bucket: SecureBucket;
}

export interface EncryptedBucketArgs extends BucketOptions, OwnBucketOptions, KeyOptions {
  readonly site: Site;
  readonly bucketName: pulumi.Input<string>;
  /** Alias of the key, with `alias/` in front. */
  readonly alias: string;
  /** Statements of the key policy, in addition to the account's administration. */
  readonly keyGrants: pulumi.Input<readonly BuiltPolicyStatement[]>;
  /** Statements of the bucket policy, in addition to the one that denies requests without TLS. */
  readonly policyStatements: pulumi.Input<readonly BuiltPolicyStatement[]>;
}

/**
 * Builds a key and the bucket that it encrypts.
 *
 * @param opts `dependsOn` the roles that the policies name: KMS and S3 refuse a principal that does not exist.
 */
export function encryptedBucket(
  name: string,
  args: EncryptedBucketArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): EncryptedBucket {
  const { parent, dependsOn } = opts;
  const description = pulumi.interpolate`encrypts ${args.bucketName}`;
  const key = new EncryptionKey(
    name,
    { ...args, description, grants: args.keyGrants },
    { parent, dependsOn: [...dependsOn] },
  );
  const bucket = new SecureBucket(name, { ...args, keyArn: key.arn }, { parent });
  return { site: args.site, key, bucket };
}
