/** The body of the dashboard over all routes. */
import {
  BYTES_PENDING,
  OPERATIONS_FAILED,
  OPERATIONS_PENDING,
  REPLICATION_LATENCY,
  type ReplicationMetric,
  S3_NAMESPACE,
} from "../aws/replicationMetrics";
import { ALARM_PERIOD_SECONDS } from "./alarmRules";

/** One rule with the names that its metrics have. */
export interface ShownRoute {
  readonly ruleId: string;
  readonly sourceBucket: string;
  readonly sourceRegion: string;
  readonly destinationBucket: string;
  /** Undefined where it is not known. */
  readonly destinationRegion: string | undefined;
}

const GRAPHS: readonly {
  readonly title: string;
  readonly metric: ReplicationMetric;
  readonly stat: string;
}[] = [
  { title: "failed operations", metric: OPERATIONS_FAILED, stat: "Sum" },
  { title: "seconds behind the source", metric: REPLICATION_LATENCY, stat: "Maximum" },
  { title: "pending operations", metric: OPERATIONS_PENDING, stat: "Maximum" },
  { title: "pending bytes", metric: BYTES_PENDING, stat: "Maximum" },
];

/**
 * A graph for each metric with a line for each route, from the Region where S3 publishes it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(primaryRegion: string, routes: readonly ShownRoute[]) {
  return {
    widgets: GRAPHS.map(({ title, metric, stat }, index) => ({
      type: "metric",
      x: (index % 2) * 12,
      y: Math.floor(index / 2) * 6,
      width: 12,
      height: 6,
      properties: {
        title,
        view: "timeSeries",
        region: primaryRegion,
        stat,
        period: ALARM_PERIOD_SECONDS,
        metrics: routes.flatMap((route) => lines(metric, route)),
      },
    })),
  };
}

/** One line, or none for a metric of a region that is not known. */
function lines(metric: ReplicationMetric, route: ShownRoute) {
  const { ruleId, sourceBucket, sourceRegion, destinationBucket, destinationRegion } = route;
  const region = metric.region === "source" ? sourceRegion : destinationRegion;
  if (region === undefined) return [];
  return [
    [
      S3_NAMESPACE,
      metric.name,
      "SourceBucket",
      sourceBucket,
      "DestinationBucket",
      destinationBucket,
      "RuleId",
      ruleId,
      { region, label: ruleId },
    ],
  ];
}
