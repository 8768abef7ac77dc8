import { accessToReplica, type BucketAccess } from "./access";
import type { EncryptedBucket } from "./documents/keyUse";
import { sourceAccountId, sourceKeyUse, sourceWrites } from "./documents/sourceRole";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";

/** Everything that the policies of a receiving bucket and its key say besides what every bucket's and key's do. */
export function receivingPolicies(
  args: ReceivingBucketArgs,
  bucket: EncryptedBucket & { readonly accountId: string },
): BucketAccess {
  const { source, readers = [], versionDeleters } = args;
  const access = accessToReplica(
    readers.map(({ principals, prefix = "" }) => ({ principals, prefix })),
    versionDeleters,
    bucket,
  );
  return {
    bucket: [sourceWrites(source, bucket, sourceUse(args, bucket.accountId)), ...access.bucket],
    key: [sourceKeyUse(source, bucket), ...access.key],
  };
}

/** What the source does to the objects: it gives them away only where another account receives them. */
export function sourceUse({ source, deleteMarkers = true }: ReceivingBucketArgs, accountId: string) {
  return { deleteMarkers, ownerOverride: sourceAccountId(source) !== accountId };
}
