/** What S3 publishes to CloudWatch of a route: whether it does, under which dimensions, and where. */
import type { ReplicationMetric, RuleDimensions } from "../aws/replicationMetrics";
import { bucketName, type Resolved, type Route } from "./route";
import type { Bucket, Known } from "./topology";

/** The dimensions of the route's metrics: names, not ARNs. */
export function metricDimensionsOf({ source, destination, ruleName }: Route): RuleDimensions {
  return {
    SourceBucket: bucketName(source),
    DestinationBucket: bucketName(destination),
    RuleId: ruleName,
  };
}

/** Whether the rule asks for metrics. Without them no alarm on it can be raised. */
export function publishesMetrics({ rule: { destination } }: Route): Known<boolean> {
  const { metrics } = destination;
  return "unknown" in metrics ? metrics : { known: metrics.known?.status === "Enabled" };
}

/** The bucket in whose Region S3 publishes the metric. */
export function metricEnd(metric: ReplicationMetric, { source, destination }: Route): Resolved<Bucket> {
  return metric.region === "source" ? source : destination;
}
