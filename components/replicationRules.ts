/** Replication rules, as the AWS provider expects them. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { REPLICATION_TIME_MINUTES } from "../aws/limits";
import type { ResolvedRule } from "./replicaRules";
import type { ReplicationFilter } from "./ruleArgs";

/** Everything that one rule says. */
export interface ReplicationRuleSpec extends ResolvedRule {
  readonly destination: {
    readonly bucketArn: pulumi.Input<string>;
    readonly keyArn: pulumi.Input<string>;
    /** Set when the replica is in another account. */
    readonly otherAccountId?: pulumi.Input<string> | undefined;
    /** Whether that account becomes the owner of the copies. */
    readonly ownerOverride?: boolean | undefined;
  };
}

/** The provider's form of a rule: always V2, and with every element for which S3 would otherwise assume a default. */
export function replicationRule(spec: ReplicationRuleSpec): aws.types.input.s3.BucketReplicationConfigRule {
  const { destination, replicationTimeControl, metrics } = spec;
  return {
    id: spec.id,
    status: spec.paused ? "Disabled" : "Enabled",
    priority: spec.priority,
    filter: ruleFilter(spec.filter),
    deleteMarkerReplication: { status: spec.deleteMarkers ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: {
      sseKmsEncryptedObjects: { status: "Enabled" },
      ...(spec.replicaModifications && { replicaModifications: { status: "Enabled" } }),
    },
    destination: {
      bucket: destination.bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: destination.keyArn },
      ...(spec.storageClass !== undefined && { storageClass: spec.storageClass }),
      ...(destination.otherAccountId !== undefined && {
        account: destination.otherAccountId,
        ...(destination.ownerOverride === true && { accessControlTranslation: { owner: "Destination" } }),
      }),
      ...(metrics && { metrics: ruleMetrics(replicationTimeControl) }),
      ...(replicationTimeControl && {
        replicationTime: { status: "Enabled", time: { minutes: REPLICATION_TIME_MINUTES } },
      }),
    },
  };
}

/** S3 refuses a threshold without Replication Time Control, and Replication Time Control without a threshold. */
function ruleMetrics(
  replicationTimeControl: boolean,
): aws.types.input.s3.BucketReplicationConfigRuleDestinationMetrics {
  return replicationTimeControl
    ? { status: "Enabled", eventThreshold: { minutes: REPLICATION_TIME_MINUTES } }
    : { status: "Enabled" };
}

/**
 * Exactly one of `prefix`, `tag` and `and`, as S3 requires. The filter for every object is an empty prefix: a rule without a
 * filter is V1, which has neither priorities nor a setting for delete markers.
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
