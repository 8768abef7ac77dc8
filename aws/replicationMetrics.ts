/**
 * The CloudWatch metrics of replication, and S3's replication events.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
 */

export const S3_NAMESPACE = "AWS/S3";

/** S3 publishes a metric of replication under all three, with names and not ARNs. */
export const REPLICATION_DIMENSIONS = ["SourceBucket", "DestinationBucket", "RuleId"] as const;

/** What is known of one metric. */
export interface ReplicationMetric {
  readonly name: string;
  /** The end of the route in whose Region S3 publishes it. */
  readonly region: "source" | "destination";
  /** The statistics that mean something, as CloudWatch spells them. */
  readonly statistics: readonly string[];
}

export const OPERATIONS_FAILED: ReplicationMetric = {
  name: "OperationsFailedReplication",
  region: "source",
  statistics: ["Sum", "Average", "SampleCount"],
};

export const REPLICATION_LATENCY: ReplicationMetric = {
  name: "ReplicationLatency",
  region: "destination",
  statistics: ["Maximum"],
};

export const OPERATIONS_PENDING: ReplicationMetric = {
  name: "OperationsPendingReplication",
  region: "destination",
  statistics: ["Maximum"],
};

export const BYTES_PENDING: ReplicationMetric = {
  name: "BytesPendingReplication",
  region: "destination",
  statistics: ["Maximum"],
};

export const REPLICATION_METRICS: readonly ReplicationMetric[] = [
  OPERATIONS_FAILED,
  REPLICATION_LATENCY,
  OPERATIONS_PENDING,
  BYTES_PENDING,
];

interface Dimensions {
  readonly [name: string]: string;
}

/** The dimensions of one rule's metrics. */
export type RuleDimensions = { readonly [name in (typeof REPLICATION_DIMENSIONS)[number]]: string };

/** The metric of replication that is meant; undefined where it is another one. */
export function replicationMetric(
  namespace: string | undefined,
  name: string | undefined,
): ReplicationMetric | undefined {
  return namespace === S3_NAMESPACE ? REPLICATION_METRICS.find((metric) => metric.name === name) : undefined;
}

/** Whether S3 publishes metrics of replication under dimensions of these names: all three, and no other. */
export function areReplicationDimensions(dimensions: Dimensions): boolean {
  return (
    Object.keys(dimensions).length === REPLICATION_DIMENSIONS.length &&
    REPLICATION_DIMENSIONS.every((name) => name in dimensions)
  );
}

/** Whether dimensions are those of the rule. */
export function areDimensionsOf(dimensions: Dimensions, rule: RuleDimensions): boolean {
  return (
    areReplicationDimensions(dimensions) &&
    REPLICATION_DIMENSIONS.every((name) => dimensions[name] === rule[name])
  );
}

/** Every event of replication: failed, missed the threshold, replicated after it, no longer tracked. */
export const REPLICATION_EVENTS = "s3:Replication:*";
