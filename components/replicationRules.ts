import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ReplicationFilter } from "./replicatedBucketArgs";

/** The only threshold that S3 takes for Replication Time Control. */
const REPLICATION_TIME_MINUTES = 15;

/** Everything that one rule says. */
export interface ReplicationRuleSpec {
  /** Unique in the configuration; S3 reports failures and metrics under it. */
  readonly id: string;
  readonly priority: number;
  readonly filter: ReplicationFilter;
  readonly deleteMarkers: boolean;
  readonly replicationTimeControl: boolean;
  readonly metrics: boolean;
  readonly storageClass?: string | undefined;
  readonly destination: {
    readonly bucketArn: pulumi.Input<string>;
    readonly keyArn: pulumi.Input<string>;
    /** Set when the replica is in another account, which then owns its objects. */
    readonly otherAccountId?: pulumi.Input<string> | undefined;
  };
}

/** A rule in the provider's words: always V2, with every element that S3 would otherwise guess. */
export function replicationRule(spec: ReplicationRuleSpec): aws.types.input.s3.BucketReplicationConfigRule {
  const { destination } = spec;
  return {
    id: spec.id,
    status: "Enabled",
    priority: spec.priority,
    filter: ruleFilter(spec.filter),
    deleteMarkerReplication: { status: spec.deleteMarkers ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
      bucket: destination.bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: destination.keyArn },
      ...(spec.storageClass !== undefined && { storageClass: spec.storageClass }),
      ...(destination.otherAccountId !== undefined && {
        account: destination.otherAccountId,
        accessControlTranslation: { owner: "Destination" },
      }),
      ...(spec.metrics && { metrics: metrics(spec.replicationTimeControl) }),
      ...(spec.replicationTimeControl && {
        replicationTime: { status: "Enabled", time: { minutes: REPLICATION_TIME_MINUTES } },
      }),
    },
  };
}

/** S3 refuses a threshold without Replication Time Control, and Replication Time Control without one. */
function metrics(
  replicationTimeControl: boolean,
): aws.types.input.s3.BucketReplicationConfigRuleDestinationMetrics {
  return replicationTimeControl
    ? { status: "Enabled", eventThreshold: { minutes: REPLICATION_TIME_MINUTES } }
    : { status: "Enabled" };
}

/**
 * Exactly one of prefix, tag and both-or-several, as S3 wants it. The filter for every object is an empty prefix: without a
 * filter the rule would be of the old version, which knows neither priorities nor delete markers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRuleFilter.html
 */
export function ruleFilter({
  prefix,
  tags = {},
}: ReplicationFilter): aws.types.input.s3.BucketReplicationConfigRuleFilter {
  const entries = Object.entries(tags);
  const [only] = entries;
  if (only === undefined) return { prefix: prefix ?? "" };
  if (entries.length === 1 && prefix === undefined) return { tag: { key: only[0], value: only[1] } };
  return { and: { ...(prefix !== undefined && { prefix }), tags: { ...tags } } };
}
