/** Replication rules as the program writes them, and as S3 takes them. */
import {
  DeleteMarkerReplicationStatus,
  type Destination,
  ExistingObjectReplicationStatus,
  MetricsStatus,
  OwnerOverride,
  ReplicaModificationsStatus,
  type ReplicationRule,
  type ReplicationRuleFilter,
  ReplicationRuleStatus,
  ReplicationTimeStatus,
  SseKmsEncryptedObjectsStatus,
  StorageClass,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { tagList, tagsSchema } from "./handler";

const minutes = z.strictObject({ minutes: z.number() });

const filterSchema = z.strictObject({
  prefix: z.string().optional(),
  tag: z.strictObject({ key: z.string(), value: z.string() }).optional(),
  and: z.strictObject({ prefix: z.string().optional(), tags: tagsSchema.optional() }).optional(),
});

const destinationSchema = z.strictObject({
  bucket: z.string(),
  account: z.string().optional(),
  storageClass: z.enum(StorageClass).optional(),
  accessControlTranslation: z.strictObject({ owner: z.enum(OwnerOverride) }).optional(),
  encryptionConfiguration: z.strictObject({ replicaKmsKeyId: z.string() }).optional(),
  metrics: z.strictObject({ status: z.enum(MetricsStatus), eventThreshold: minutes.optional() }).optional(),
  replicationTime: z.strictObject({ status: z.enum(ReplicationTimeStatus), time: minutes }).optional(),
});

export const ruleSchema = z.strictObject({
  id: z.string().optional(),
  status: z.enum(ReplicationRuleStatus),
  priority: z.number().optional(),
  prefix: z.string().optional(),
  filter: filterSchema.optional(),
  deleteMarkerReplication: z.strictObject({ status: z.enum(DeleteMarkerReplicationStatus) }).optional(),
  existingObjectReplication: z.strictObject({ status: z.enum(ExistingObjectReplicationStatus) }).optional(),
  sourceSelectionCriteria: z
    .strictObject({
      sseKmsEncryptedObjects: z.strictObject({ status: z.enum(SseKmsEncryptedObjectsStatus) }).optional(),
      replicaModifications: z.strictObject({ status: z.enum(ReplicaModificationsStatus) }).optional(),
    })
    .optional(),
  destination: destinationSchema,
});

export type WrittenRule = z.infer<typeof ruleSchema>;

/** As the AWS provider gives it to S3: a rule with a filter has a priority, one without is of the first version. */
export function toReplicationRule(rule: WrittenRule): ReplicationRule {
  const { deleteMarkerReplication, existingObjectReplication, sourceSelectionCriteria: criteria } = rule;
  return {
    ...(rule.id !== undefined && { ID: rule.id }),
    Status: rule.status,
    ...(rule.filter
      ? { Filter: toFilter(rule.filter), Priority: rule.priority ?? 0 }
      : { Prefix: rule.prefix ?? "", ...(rule.priority !== undefined && { Priority: rule.priority }) }),
    ...(deleteMarkerReplication && { DeleteMarkerReplication: { Status: deleteMarkerReplication.status } }),
    ...(existingObjectReplication && {
      ExistingObjectReplication: { Status: existingObjectReplication.status },
    }),
    ...(criteria && {
      SourceSelectionCriteria: {
        ...(criteria.sseKmsEncryptedObjects && {
          SseKmsEncryptedObjects: { Status: criteria.sseKmsEncryptedObjects.status },
        }),
        ...(criteria.replicaModifications && {
          ReplicaModifications: { Status: criteria.replicaModifications.status },
        }),
      },
    }),
    Destination: toDestination(rule.destination),
  };
}

function toFilter({ prefix, tag, and }: z.infer<typeof filterSchema>): ReplicationRuleFilter {
  if (and) {
    const tags = tagList(and.tags);
    return {
      And: {
        ...(and.prefix !== undefined && { Prefix: and.prefix }),
        ...(tags.length > 0 && { Tags: tags }),
      },
    };
  }
  return tag ? { Tag: { Key: tag.key, Value: tag.value } } : { Prefix: prefix ?? "" };
}

function toDestination(destination: z.infer<typeof destinationSchema>): Destination {
  const { account, storageClass, metrics, replicationTime } = destination;
  const { accessControlTranslation: translation, encryptionConfiguration: encryption } = destination;
  return {
    Bucket: destination.bucket,
    ...(account !== undefined && { Account: account }),
    ...(storageClass && { StorageClass: storageClass }),
    ...(translation && { AccessControlTranslation: { Owner: translation.owner } }),
    ...(encryption && { EncryptionConfiguration: { ReplicaKmsKeyID: encryption.replicaKmsKeyId } }),
    ...(metrics && {
      Metrics: {
        Status: metrics.status,
        ...(metrics.eventThreshold && { EventThreshold: { Minutes: metrics.eventThreshold.minutes } }),
      },
    }),
    ...(replicationTime && {
      ReplicationTime: { Status: replicationTime.status, Time: { Minutes: replicationTime.time.minutes } },
    }),
  };
}
