/** Replication rules as `GetBucketReplication` returns them. */
import type { AccountRegion, Reference, ReplicationRule, RuleDestination, RuleFilter } from "../topology";
import type { LiveDestination, LiveFilter, LiveRule } from "./liveSnapshot";

/** Finds what a text of a configuration means. */
export interface LiveLookUp {
  readonly bucket: (written: string | undefined) => Reference;
  readonly key: (written: string, site: AccountRegion) => Reference;
  readonly role: (written: string | undefined) => Reference;
}

/** @param site that of the source bucket: S3 looks a key without an ARN up there. */
export function liveRule(rule: LiveRule, site: AccountRegion, look: LiveLookUp): ReplicationRule {
  const { Filter, Prefix, SourceSelectionCriteria: criteria } = rule;
  return {
    id: { known: rule.ID === "" ? undefined : rule.ID },
    status: { known: rule.Status ?? "" },
    priority: { known: rule.Priority },
    filter: { known: Filter && filterOf(Filter) },
    // S3 returns an empty prefix next to a filter.
    legacyPrefix: { known: Filter === undefined ? Prefix : undefined },
    deleteMarkerReplication: { known: rule.DeleteMarkerReplication?.Status },
    sseKmsEncryptedObjects: { known: criteria?.SseKmsEncryptedObjects?.Status },
    replicaModifications: { known: criteria?.ReplicaModifications?.Status },
    existingObjectReplication: { known: rule.ExistingObjectReplication?.Status },
    destination: destinationOf(rule.Destination ?? {}, site, look),
  };
}

function filterOf({ Prefix, Tag, And }: LiveFilter): RuleFilter {
  const tags = [...(Tag === undefined ? [] : [Tag]), ...(And?.Tags ?? [])];
  const prefix = And?.Prefix ?? Prefix;
  const elements: NonNullable<RuleFilter["elements"]> = [
    ...(Prefix !== undefined && Tag === undefined && And === undefined ? (["prefix"] as const) : []),
    ...(Tag === undefined ? [] : (["tag"] as const)),
    ...(And === undefined ? [] : (["and"] as const)),
  ];
  return {
    ...(prefix !== undefined && prefix !== "" && { prefix }),
    tags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    elements,
  };
}

function destinationOf(destination: LiveDestination, site: AccountRegion, look: LiveLookUp): RuleDestination {
  const { EncryptionConfiguration, Metrics, ReplicationTime } = destination;
  const keyId = EncryptionConfiguration?.ReplicaKmsKeyID;
  return {
    bucket: look.bucket(destination.Bucket),
    account: { known: destination.Account },
    storageClass: { known: destination.StorageClass },
    ownerTranslation: { known: destination.AccessControlTranslation?.Owner },
    replicaKey: keyId === undefined || keyId === "" ? undefined : look.key(keyId, site),
    metrics: {
      known: Metrics && {
        status: Metrics.Status ?? "",
        ...withMinutes("eventThresholdMinutes", Metrics.EventThreshold?.Minutes),
      },
    },
    replicationTime: {
      known: ReplicationTime && {
        status: ReplicationTime.Status ?? "",
        ...withMinutes("minutes", ReplicationTime.Time?.Minutes),
      },
    },
  };
}

function withMinutes<Name extends string>(name: Name, minutes: number | undefined) {
  return minutes === undefined ? {} : { [name]: minutes };
}
