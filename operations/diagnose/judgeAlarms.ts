/** Which alarms watch a route, and whether they can ever be raised. Nothing is asked here. */
import {
  areDimensionsOf,
  areReplicationDimensions,
  BYTES_PENDING,
  REPLICATION_DIMENSIONS,
  REPLICATION_METRICS,
  type ReplicationMetric,
} from "../../aws/replicationMetrics";
import {
  bucketName,
  isDisabled,
  type Known,
  knownValue,
  metricDimensionsOf,
  metricEnd,
  possible,
  publishesMetrics,
  type Route,
} from "../../model";
import { type LiveAlarm, type LiveMetric, notifies, type WatchedMetric, watchedOf } from "../live/alarms";
import type { AlarmRemark, Alarms, MetricWatch, RouteAlarms, WatchingAlarm } from "./alarmsResult";

/** What CloudWatch says in one Region of the source's account. */
export interface CloudWatchReading {
  readonly alarms: Known<readonly LiveAlarm[]>;
  /** Those of the source bucket that had values in the past two weeks. */
  readonly metrics: Known<readonly LiveMetric[]>;
}

/** Where S3 publishes the metrics of one source, and what is there. */
export interface SourceReading {
  readonly account: Known<string>;
  readonly regions: ReadonlyMap<string, CloudWatchReading>;
}

/** The Region in which S3 publishes the metric of the route. */
export function metricRegion(metric: ReplicationMetric, route: Route): Known<string> {
  const end = metricEnd(metric, route);
  const [bucket] = possible(end);
  return bucket?.site.region ?? { unknown: `the Region of ${bucketName(end)} is not known` };
}

/** The watch over one route; the size of what waits is reported only where an alarm watches it. */
export function routeAlarms(route: Route, source: SourceReading): RouteAlarms {
  return {
    rule: route.ruleName,
    source: bucketName(route.source),
    destination: bucketName(route.destination),
    metrics: REPLICATION_METRICS.map((metric) => metricWatch(metric, route, source)).filter(
      ({ metric, alarms }) => metric !== BYTES_PENDING.name || alarms.length > 0,
    ),
  };
}

const NO_METRICS =
  "the rule has no metrics, so that S3 publishes none and no alarm on it can be raised: set Metrics of its Destination to Enabled";

function metricWatch(metric: ReplicationMetric, route: Route, source: SourceReading): MetricWatch {
  const region = metricRegion(metric, route);
  const publishes = publishesMetrics(route);
  const isPublished = !("known" in publishes) || publishes.known;
  const watch = (
    status: MetricWatch["status"],
    because: string,
    found: Partial<Pick<MetricWatch, "published" | "alarms">> = {},
  ): MetricWatch => ({
    ...{ metric: metric.name, region: knownValue(region) ?? null, status, because },
    ...{ published: found.published ?? null, alarms: found.alarms ?? [] },
  });
  const unknown = (why: string) =>
    isPublished ? watch("unknown", `unknown: ${why}`) : watch("impossible", NO_METRICS);
  if ("unknown" in region) return unknown(region.unknown);
  if ("unknown" in source.account) return unknown(source.account.unknown);
  const place = `${region.known}, account ${source.account.known}`;
  const reading = source.regions.get(region.known);
  if (reading === undefined) return unknown(`${place} was not read`);
  if ("unknown" in reading.alarms) return unknown(`alarms in ${place}: ${reading.alarms.unknown}`);
  const wanted = metricDimensionsOf(route);
  const published = isListed(reading.metrics, metric, route);
  const alarms = reading.alarms.known.flatMap((alarm): readonly WatchingAlarm[] => {
    const watched = watchedOf(alarm, metric, wanted);
    if (watched === undefined) return [];
    const remarks = [
      ...(isPublished
        ? metricRemarks(published, place)
        : [{ kind: "no-metrics", because: NO_METRICS } as const]),
      ...alarmRemarks(alarm, watched),
    ];
    return [{ name: alarm.name, state: alarm.state, notifies: notifies(alarm), remarks }];
  });
  const found = { published: knownValue(published) ?? null, alarms };
  if (!isPublished) return watch("impossible", NO_METRICS, found);
  if (alarms.length === 0) return watch("none", `no alarm in ${place}`, found);
  return watch(statusOf(alarms), alarms.map(alarmWords).join("; "), found);
}

/** A raised alarm says more than anything that is doubtful about it or another one; one that is in order is enough. */
function statusOf(alarms: readonly WatchingAlarm[]): MetricWatch["status"] {
  if (alarms.some(({ state }) => state === "ALARM")) return "raised";
  return alarms.some(({ remarks }) => remarks.length === 0) ? "watched" : "doubtful";
}

function alarmWords({ name, state, remarks }: WatchingAlarm): string {
  return [`alarm ${name}, ${state}`, ...remarks.map(({ because }) => because)].join(": ");
}

function isListed(
  metrics: CloudWatchReading["metrics"],
  metric: ReplicationMetric,
  route: Route,
): Known<boolean> {
  if ("unknown" in metrics) return metrics;
  const wanted = metricDimensionsOf(route);
  return {
    known: metrics.known.some((one) => one.metric === metric && areDimensionsOf(one.dimensions, wanted)),
  };
}

function metricRemarks(published: Known<boolean>, place: string): readonly AlarmRemark[] {
  if ("unknown" in published)
    return [
      { kind: "metric-unknown", because: `whether its metric exists is unknown: ${published.unknown}` },
    ];
  if (published.known) return [];
  return [
    {
      kind: "metric-not-found",
      because: `its metric does not exist in ${place}, as far as CloudWatch lists it, which is what had values in the past two weeks: nothing was replicated, the metrics are younger than 15 minutes, or S3 publishes them elsewhere`,
    },
  ];
}

function alarmRemarks(alarm: LiveAlarm, { metric, statistic }: WatchedMetric): readonly AlarmRemark[] {
  const rows: readonly (readonly [is: boolean, kind: AlarmRemark["kind"], because: string])[] = [
    [
      statistic !== undefined && !metric.statistics.includes(statistic),
      "statistic",
      `its statistic is ${statistic}, which means nothing here: use ${metric.statistics[0]}`,
    ],
    [alarm.state === "INSUFFICIENT_DATA", "no-data", "it has not seen enough values to have another state"],
    [
      !notifies(alarm) && alarm.hasActions,
      "actions-disabled",
      "its actions are disabled, so that nobody is told",
    ],
    [
      !notifies(alarm) && !alarm.hasActions,
      "no-actions",
      "it has no action when it is raised, so that only EventBridge is told",
    ],
  ];
  return rows.flatMap(([is, kind, because]) => (is ? [{ kind, because }] : []));
}

/** Alarms that name the source bucket and watch a metric that S3 publishes nowhere, or in another Region. */
export function misplacedAlarms(
  bucket: string,
  routes: readonly Route[],
  { regions }: SourceReading,
): Alarms["misplaced"] {
  return [...regions].flatMap(([region, { alarms }]) =>
    (knownValue(alarms) ?? []).flatMap(({ name, watched }) =>
      watched
        .filter(({ dimensions }) => Object.values(dimensions).some((value) => isNameOf(value, bucket)))
        .flatMap((one) => {
          const because = whyMisplaced(one, region, routes);
          if (because === undefined) return [];
          const { metric, dimensions } = one;
          return [{ name, region, metric: metric.name, dimensions: { ...dimensions }, because }];
        }),
    ),
  );
}

function isNameOf(value: string, bucket: string): boolean {
  return value === bucket || value.endsWith(`:::${bucket}`);
}

function whyMisplaced(
  { metric, dimensions }: WatchedMetric,
  region: string,
  routes: readonly Route[],
): string | undefined {
  if (!areReplicationDimensions(dimensions)) {
    const names = Object.keys(dimensions).sort().join(", ");
    return `S3 publishes it under ${REPLICATION_DIMENSIONS.join(", ")} together, and the alarm has ${names}`;
  }
  const route = routes.find((one) => areDimensionsOf(dimensions, metricDimensionsOf(one)));
  if (route === undefined)
    return `no rule of the bucket has these dimensions, which are names and no ARNs: ${JSON.stringify(dimensions)}`;
  if (isDisabled(route.rule)) return `rule ${route.ruleName} is disabled, so that S3 publishes nothing of it`;
  const right = knownValue(metricRegion(metric, route));
  return right === undefined || right === region
    ? undefined
    : `S3 publishes it in ${right}, the Region of the ${metric.region}, and the alarm is in ${region}`;
}
