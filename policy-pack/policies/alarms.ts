/** Alarms on replication: every route has one, and each watches a metric that S3 publishes. */
import type { PolicyResource } from "@pulumi/policy";
import {
  areDimensionsOf,
  areReplicationDimensions,
  OPERATIONS_FAILED,
  REPLICATION_DIMENSIONS,
} from "../../aws/replicationMetrics";
import {
  type AccountRegion,
  type Bucket,
  bucketName,
  type Known,
  knownValue,
  metricDimensionsOf,
  metricEnd,
  possible,
  publishesMetrics,
  type Resolved,
  type Route,
  routesOf,
  topologyFromPolicyResources,
} from "../../model";
import { forEachRoute, isEnabled } from "./routes";
import { type ReplicationAlarm, replicationAlarms } from "./support/alarms";
import { about, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { stackPolicy } from "./support/policy";
import { ENABLED, MONITORING } from "./support/replicationRules";

const METRICS_PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html";

export const everyRouteHasItsAlarm = stackPolicy({
  name: "every-route-has-its-alarm",
  displayName: "Every enabled rule has an alarm on failed operations",
  description:
    "S3 tells nobody that an object failed to replicate. An alarm on OperationsFailedReplication does, in the source's Region and account, with all three dimensions of the rule. A rule without metrics can have no alarm.",
  severity: "high",
  // Alarms may be part of another stack.
  enforcementLevel: "advisory",
  framework: MONITORING,
  url: METRICS_PAGE,
  remediationSteps:
    "Add an aws.cloudwatch.MetricAlarm on AWS/S3 OperationsFailedReplication (Sum) with the dimensions SourceBucket, DestinationBucket and RuleId, on the provider of the source bucket.",
  tags: ["s3", "replication", "monitoring"],
  judge: (resources) => {
    const alarms = replicationAlarms(resources).filter(({ metric }) => metric === OPERATIONS_FAILED);
    return forEachRoute(topologyFromPolicyResources(resources), (route) => judgeRoute(route, alarms));
  },
});

function* judgeRoute(route: Route, alarms: readonly ReplicationAlarm[]): PolicyFindings {
  const publishes = publishesMetrics(route);
  const rule = `rule ${JSON.stringify(route.ruleName)}`;
  if ("unknown" in publishes) {
    yield undecided(`metrics of ${rule}`, publishes.unknown);
    return;
  }
  if (!publishes.known) {
    yield violation(
      `metrics of ${rule}`,
      `${ENABLED}, without which no alarm on the rule could ever be raised`,
      shownMetrics(route),
      'set destination.metrics.status "Enabled", and add an alarm',
    );
    return;
  }
  const answers = alarms.map((alarm) => watches(alarm, route));
  if (answers.some((answer) => "known" in answer && answer.known)) return;
  const open = answers.find((answer) => "unknown" in answer);
  if (open !== undefined && "unknown" in open) yield undecided(`the alarm of ${rule}`, open.unknown);
  else
    yield violation(
      `alarm of ${rule}`,
      `one on OperationsFailedReplication from ${bucketName(route.source)} to ${bucketName(route.destination)}, in the source's region and account`,
      "none",
      `add one with the dimensions ${JSON.stringify(metricDimensionsOf(route))}`,
    );
}

function shownMetrics({ rule: { destination } }: Route): string {
  return shown(knownValue(destination.metrics)?.status);
}

/** Whether the alarm is one on the failures of the route. */
function watches({ dimensions, site }: ReplicationAlarm, route: Route): Known<boolean> {
  if ("unknown" in dimensions) return dimensions;
  if (!areDimensionsOf(dimensions.known, metricDimensionsOf(route))) return { known: false };
  return isAt(site, route.source);
}

/** Whether an alarm is where a bucket is; the account counts only where both are known. */
function isAt(site: AccountRegion, bucket: Resolved<Bucket>): Known<boolean> {
  const [found] = possible(bucket);
  if (found === undefined) return { known: true };
  if ("unknown" in site.region) return site.region;
  if ("unknown" in found.site.region) return found.site.region;
  if (site.region.known !== found.site.region.known) return { known: false };
  const [own, its] = [knownValue(site.account), knownValue(found.site.account)];
  return { known: own === undefined || its === undefined || own === its };
}

export const alarmCanBeRaised = stackPolicy({
  name: "alarm-can-be-raised",
  displayName: "Alarms on replication watch a metric that S3 publishes",
  description:
    "CloudWatch accepts an alarm on a metric that nobody publishes, and never raises it. S3 publishes the metrics of replication under three dimensions together, failures in the source's Region, latency and pending operations in the destination's, and only for enabled rules with metrics.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: MONITORING,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html",
  remediationSteps:
    "Use SourceBucket, DestinationBucket and RuleId with names instead of ARNs, Sum for failures and Maximum for the others, and the Region where S3 publishes the metric.",
  tags: ["s3", "replication", "monitoring"],
  *judge(resources: readonly PolicyResource[]) {
    const alarms = replicationAlarms(resources);
    if (alarms.length === 0) return;
    const topology = topologyFromPolicyResources(resources);
    const routes = routesOf(topology);
    const sources = new Set(routes.map(({ source }) => bucketName(source)));
    for (const alarm of alarms)
      for (const finding of judgeAlarm(alarm, routes, sources)) yield about(alarm.urn, finding);
  },
});

function* judgeAlarm(
  alarm: ReplicationAlarm,
  routes: readonly Route[],
  sources: ReadonlySet<string>,
): PolicyFindings {
  const { metric, dimensions, statistic } = alarm;
  if ("known" in statistic && statistic.known !== undefined && !metric.statistics.includes(statistic.known))
    yield violation(
      "statistic",
      metric.statistics.join(" or "),
      shown(statistic.known),
      `${metric.name} has no other one that means anything`,
    );
  if ("unknown" in dimensions) {
    yield undecided("dimensions", dimensions.unknown);
    return;
  }
  const names = Object.keys(dimensions.known).sort();
  if (!areReplicationDimensions(dimensions.known)) {
    yield violation(
      "dimensions",
      REPLICATION_DIMENSIONS.join(", "),
      names.length === 0 ? "none" : names.join(", "),
      "s3 publishes the metric under all three together, and under nothing else",
    );
    return;
  }
  const route = routes.find((one) => areDimensionsOf(dimensions.known, metricDimensionsOf(one)));
  if (route !== undefined) yield* judgeWatched(alarm, route);
  // What another stack replicates is not known here.
  else if (sources.has(dimensions.known["SourceBucket"] ?? "") && areKnown(routes))
    yield violation(
      "dimensions",
      "those of a rule of the bucket",
      JSON.stringify(dimensions.known),
      "correct the rule's id or the destination: both are names, not arns",
    );
}

function areKnown(routes: readonly Route[]): boolean {
  return routes.every(({ rule, destination }) => "known" in rule.id && !("unknown" in destination));
}

function* judgeWatched({ metric, site }: ReplicationAlarm, route: Route): PolicyFindings {
  const publishes = publishesMetrics(route);
  if (!isEnabled(route))
    yield violation(
      "rule",
      `${ENABLED}, else the alarm can never be raised`,
      "a rule that is disabled",
      "enable it, or remove the alarm",
    );
  else if ("known" in publishes && !publishes.known)
    yield violation(
      "metrics of the rule",
      `${ENABLED}, else the alarm can never be raised`,
      shownMetrics(route),
      'set destination.metrics.status "Enabled" in the rule, or remove the alarm',
    );
  const [bucket] = possible(metricEnd(metric, route));
  if (bucket === undefined) return;
  const [own, its] = [site.region, bucket.site.region];
  if ("unknown" in own) yield undecided("region", own.unknown);
  else if ("known" in its && own.known !== its.known)
    yield violation(
      "region",
      `${its.known}, that of the ${metric.region}, where s3 publishes ${metric.name}`,
      own.known,
      `make the alarm in ${its.known}`,
    );
  const [source] = possible(route.source);
  const [account, of] = [knownValue(site.account), source && knownValue(source.site.account)];
  if (account !== undefined && of !== undefined && account !== of)
    yield violation(
      "account",
      `${of}, that of the source`,
      account,
      "make the alarm with a provider of the source's account",
    );
}
