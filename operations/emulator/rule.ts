/** A replication rule as far as the exercise of its route needs it. */
import type { ReplicationRule } from "@aws-sdk/client-s3";

export interface RouteRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly prefix: string;
  readonly tags: { readonly [key: string]: string };
  /** Whether a delete marker is replicated. */
  readonly deleteMarkers: boolean;
  /** Whether objects encrypted with KMS are selected. */
  readonly kmsObjects: boolean;
  readonly replicaKey: string | undefined;
  /** Undefined: the source object's. */
  readonly storageClass: string | undefined;
  /** Name of the destination bucket. */
  readonly destination: string;
}

export function readRule(rule: ReplicationRule, place: number): RouteRule {
  const { Filter: filter, Destination: destination, SourceSelectionCriteria: criteria } = rule;
  const tags = filter?.And?.Tags ?? (filter?.Tag ? [filter.Tag] : []);
  return {
    id: rule.ID ?? `rule ${place + 1}`,
    enabled: rule.Status === "Enabled",
    prefix: filter?.Prefix ?? filter?.And?.Prefix ?? rule.Prefix ?? "",
    tags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    // A rule without a filter is of the first version, which always replicates delete markers.
    deleteMarkers: filter === undefined || rule.DeleteMarkerReplication?.Status === "Enabled",
    kmsObjects: criteria?.SseKmsEncryptedObjects?.Status === "Enabled",
    replicaKey: destination?.EncryptionConfiguration?.ReplicaKmsKeyID,
    storageClass: destination?.StorageClass,
    destination: destination?.Bucket?.split(":::").pop() ?? "",
  };
}
