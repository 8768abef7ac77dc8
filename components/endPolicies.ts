import { type BucketAccess, primaryAccess, replicaAccess } from "./access";
import type { ResolvedReplica } from "./defaults";
import { destinationWrites } from "./destination";
import { replicationUse } from "./documents/keyPolicy";
import { type EncryptedBucket, REPLICA_KEY_ACTIONS, SOURCE_KEY_ACTIONS } from "./documents/keyUse";
import { type LogBucket, logDeliveryKeyUses, logDeliveryWrites } from "./documents/logDelivery";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";

/** Everything that the policies of the primary and its key say besides what every bucket's and key's do. */
export function primaryPolicies(
  args: ReplicatedBucketArgs,
  roleArn: string,
  bucket: LogBucket,
): BucketAccess {
  const { logDelivery = [] } = args;
  const access = primaryAccess(args, bucket);
  return {
    bucket: [...logDeliveryWrites(bucket, logDelivery), ...access.bucket],
    key: [
      replicationUse(roleArn, SOURCE_KEY_ACTIONS, bucket),
      ...logDeliveryKeyUses(bucket, logDelivery),
      ...access.key,
    ],
  };
}

/** As {@link primaryPolicies}, for a replica. */
export function replicaPolicies(
  args: ReplicatedBucketArgs,
  replica: Pick<ResolvedReplica, "name" | "deleteMarkers" | "otherAccountId">,
  roleArn: string,
  bucket: EncryptedBucket,
): BucketAccess {
  const access = replicaAccess(args, replica.name, bucket);
  return {
    bucket: [...destinationWrites(roleArn, bucket, useOf(replica)), ...access.bucket],
    key: [replicationUse(roleArn, REPLICA_KEY_ACTIONS, bucket), ...access.key],
  };
}

/** What a rule does to its destination, as far as the destination's policies have to let it. */
export function useOf({
  deleteMarkers,
  otherAccountId,
}: Pick<ResolvedReplica, "deleteMarkers" | "otherAccountId">) {
  return { deleteMarkers, otherAccount: otherAccountId !== undefined };
}
