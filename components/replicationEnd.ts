import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./documents/policyDocument";
import { EncryptionKey } from "./encryptionKey";
import type { LifecycleArgs, ObjectLockArgs } from "./replicatedBucketArgs";
import { SecureBucket } from "./secureBucket";
import type { Site } from "./site";

/** One side of the replication, as it was built. */
export interface ReplicationEnd {
  readonly site: Site;
  readonly key: EncryptionKey;
  readonly bucket: SecureBucket;
}

export interface ReplicationEndArgs {
  readonly site: Site;
  readonly bucketName: pulumi.Input<string>;
  /** With `alias/` in front. */
  readonly keyAlias: string;
  /** Who may use the key besides its account's administration. */
  readonly keyUses: pulumi.Input<readonly PolicyStatement[]>;
  /** What the bucket's policy says besides refusing requests without TLS. */
  readonly policyStatements: pulumi.Input<readonly PolicyStatement[]>;
  readonly lifecycle?: LifecycleArgs | undefined;
  readonly objectLock?: ObjectLockArgs | undefined;
  readonly accessLogBucket?: pulumi.Input<string> | undefined;
  readonly keyDeletionWindowInDays?: number | undefined;
  readonly tags?: { readonly [key: string]: string } | undefined;
  /** Whether Pulumi refuses to delete bucket and key. @default false */
  readonly protect?: boolean | undefined;
  /** Whether bucket and key stay in AWS when Pulumi deletes them from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
}

/**
 * Builds a key and the bucket that it encrypts.
 *
 * @param opts `dependsOn` the roles that the policies name: KMS and S3 refuse a principal that does not exist.
 */
export function replicationEnd(
  name: string,
  args: ReplicationEndArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): ReplicationEnd {
  const { site, bucketName, tags, protect, retainOnDelete } = args;
  const key = new EncryptionKey(
    name,
    {
      site,
      alias: args.keyAlias,
      description: pulumi.interpolate`encrypts ${bucketName}`,
      uses: args.keyUses,
      deletionWindowInDays: args.keyDeletionWindowInDays,
      tags,
      protect,
      retainOnDelete,
    },
    { parent: opts.parent, dependsOn: [...opts.dependsOn] },
  );
  const bucket = new SecureBucket(
    name,
    {
      site,
      bucketName,
      keyArn: key.arn,
      policyStatements: args.policyStatements,
      lifecycle: args.lifecycle,
      objectLock: args.objectLock,
      accessLogBucket: args.accessLogBucket,
      tags,
      protect,
      retainOnDelete,
    },
    { parent: opts.parent },
  );
  return { site, key, bucket };
}
