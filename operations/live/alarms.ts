/** The CloudWatch alarms on replication, and its metrics, of one account and Region. */
import {
  type CompositeAlarm,
  type Dimension,
  type MetricAlarm,
  paginateDescribeAlarms,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import {
  areDimensionsOf,
  type ReplicationMetric,
  type RuleDimensions,
  replicationMetric,
  S3_NAMESPACE,
} from "../../aws/replicationMetrics";
import type { Caller } from "./access";
import { ALARM_ACTIONS } from "./actions";
import type { Answer, Reader } from "./reader";

/** Where alarms and metrics are. */
export interface AlarmSite {
  readonly caller: Caller;
  readonly region: string;
}

/** A metric of replication. */
export interface LiveMetric {
  readonly metric: ReplicationMetric;
  readonly dimensions: { readonly [name: string]: string };
}

/** The same as an alarm watches it. */
export interface WatchedMetric extends LiveMetric {
  /** As CloudWatch spells it, e.g. `Sum`; undefined where the alarm states none. */
  readonly statistic: string | undefined;
}

/** An alarm on at least one metric of replication. */
export interface LiveAlarm {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly watched: readonly WatchedMetric[];
  readonly hasActions: boolean;
  readonly actionsEnabled: boolean;
  /** Names of the composite alarms that follow it and have actions of their own. */
  readonly composites: readonly string[];
}

/** The most that CloudWatch returns at once. */
const PAGE_SIZE = 100;

/**
 * Reads every alarm of the Region that watches a metric of replication. Composite alarms count for what they follow.
 *
 * @param names only these, where they are known; at most 100
 */
export function readAlarms(
  { caller, region }: AlarmSite,
  reader: Reader,
  names?: readonly string[],
): Promise<Answer<readonly LiveAlarm[]>> {
  const client = caller.clients.cloudwatch(region);
  return reader.attempt({
    action: ALARM_ACTIONS.DescribeAlarms,
    resource: "*",
    caller,
    ask: async (options) => {
      const alarms: MetricAlarm[] = [];
      const composites: CompositeAlarm[] = [];
      const pages = paginateDescribeAlarms(
        { client, pageSize: PAGE_SIZE, stopOnSameToken: true },
        {
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          ...(names !== undefined && { AlarmNames: [...names] }),
        },
        options,
      );
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
        alarms.push(...MetricAlarms);
        composites.push(...CompositeAlarms);
      }
      return alarms.flatMap((alarm) => alarmOf(alarm, composites, caller.account));
    },
  });
}

/** Reads the metrics of replication from one bucket. CloudWatch lists those that had a value in the past two weeks. */
export function readMetrics(
  { caller, region }: AlarmSite,
  sourceBucket: string,
  reader: Reader,
): Promise<Answer<readonly LiveMetric[]>> {
  const client = caller.clients.cloudwatch(region);
  return reader.attempt({
    action: ALARM_ACTIONS.ListMetrics,
    resource: "*",
    caller,
    ask: async (options) => {
      const found: LiveMetric[] = [];
      const pages = paginateListMetrics(
        { client, stopOnSameToken: true },
        { Namespace: S3_NAMESPACE, Dimensions: [{ Name: "SourceBucket", Value: sourceBucket }] },
        options,
      );
      for await (const { Metrics = [] } of pages) {
        for (const { Namespace, MetricName, Dimensions } of Metrics) {
          const metric = replicationMetric(Namespace, MetricName);
          if (metric !== undefined) found.push({ metric, dimensions: byName(Dimensions) });
        }
      }
      return found;
    },
  });
}

/** What the alarm watches of the metric of one rule; undefined where it watches another one. */
export function watchedOf(
  { watched }: LiveAlarm,
  metric: ReplicationMetric,
  rule: RuleDimensions,
): WatchedMetric | undefined {
  return watched.find((one) => one.metric === metric && areDimensionsOf(one.dimensions, rule));
}

/** Whether an action is taken when the alarm is raised, by itself or by a composite alarm. */
export function notifies({ hasActions, actionsEnabled, composites }: LiveAlarm): boolean {
  return (hasActions && actionsEnabled) || composites.length > 0;
}

function alarmOf(
  alarm: MetricAlarm,
  composites: readonly CompositeAlarm[],
  account: string,
): readonly LiveAlarm[] {
  const { AlarmName: name = "", StateValue, AlarmActions = [], ActionsEnabled } = alarm;
  const watched = watchedBy(alarm, account);
  if (watched.length === 0) return [];
  return [
    {
      name,
      state: StateValue ?? "unknown",
      watched,
      hasActions: AlarmActions.length > 0,
      actionsEnabled: ActionsEnabled !== false,
      composites: composites
        .filter(
          (one) =>
            one.ActionsEnabled !== false &&
            (one.AlarmActions ?? []).length > 0 &&
            isNamedIn(one.AlarmRule ?? "", name),
        )
        .map(({ AlarmName = "" }) => AlarmName),
    },
  ];
}

/** An alarm watches one metric, or computes a value from several, some of which may be of other accounts. */
function watchedBy(
  { MetricName, Namespace, Dimensions, Statistic, Metrics = [] }: MetricAlarm,
  account: string,
): readonly WatchedMetric[] {
  const all = [
    { MetricName, Namespace, Dimensions, statistic: Statistic },
    ...Metrics.filter(({ AccountId }) => AccountId === undefined || AccountId === account).map(
      ({ MetricStat }) => ({ ...MetricStat?.Metric, statistic: MetricStat?.Stat }),
    ),
  ];
  return all.flatMap((one) => {
    const metric = replicationMetric(one.Namespace, one.MetricName);
    if (metric === undefined) return [];
    return [{ metric, dimensions: byName(one.Dimensions), statistic: one.statistic }];
  });
}

function byName(dimensions: readonly Dimension[] = []): { readonly [name: string]: string } {
  return Object.fromEntries(dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
}

/** The rule of a composite alarm names others by name, in quotes or without, or by ARN. */
function isNamedIn(rule: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|[("\\s,:])${escaped}($|[)"\\s,])`).test(rule);
}
