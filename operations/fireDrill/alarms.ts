/** The alarms on the failed operations of one rule: which there are, and in which state. */
import {
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { OPERATIONS_FAILED, S3_NAMESPACE } from "../../aws/replicationMetrics";
import type { Caller } from "../live/access";
import type { Answer, Reader } from "../live/reader";
import { DRILL_ACTIONS, EMULATED_DRILL_ACTIONS } from "./actions";

/** Where the metric of a rule is published, and under which dimensions. */
export interface FailureMetric {
  readonly caller: Caller;
  readonly region: string;
  readonly source: string;
  readonly destination: string;
  readonly rule: string;
}

export interface FailureAlarm {
  readonly name: string;
  readonly state: string;
  readonly notifies: boolean;
}

const MOST_PAGES = 100;

/** @param names only these, where they are known */
export function failureAlarms(
  metric: FailureMetric,
  reader: Reader,
  names?: readonly string[],
): Promise<Answer<readonly FailureAlarm[]>> {
  const cloudwatch = metric.caller.clients.cloudwatch(metric.region);
  return reader.attempt({
    action: DRILL_ACTIONS.DescribeAlarms,
    resource: "*",
    caller: metric.caller,
    ask: async (options) => {
      const found: FailureAlarm[] = [];
      let NextToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await cloudwatch.send(
          new DescribeAlarmsCommand({
            AlarmTypes: ["MetricAlarm"],
            ...(names !== undefined && { AlarmNames: [...names] }),
            ...(NextToken !== undefined && { NextToken }),
          }),
          options,
        );
        found.push(...(answer.MetricAlarms ?? []).filter((one) => watches(one, metric)).map(alarmOf));
        NextToken = answer.NextToken;
        if (NextToken === undefined || NextToken === "") return found;
      }
      return found;
    },
  });
}

/** Publishes one failed operation where S3 would: an emulator has no metrics of replication. */
export function publishFailure(metric: FailureMetric, reader: Reader): Promise<Answer<unknown>> {
  const cloudwatch = metric.caller.clients.cloudwatch(metric.region);
  const datum = {
    MetricName: OPERATIONS_FAILED.name,
    Dimensions: dimensionsOf(metric),
    Value: 1,
    Unit: "Count",
  } as const;
  return reader.attempt({
    action: EMULATED_DRILL_ACTIONS.PutMetricData,
    resource: "*",
    caller: metric.caller,
    ask: (options) =>
      cloudwatch.send(new PutMetricDataCommand({ Namespace: S3_NAMESPACE, MetricData: [datum] }), options),
  });
}

/** In an emulator only: what was published there is not taken back, so that the alarm would stay. */
export function setState(
  { caller, region }: FailureMetric,
  name: string,
  state: string,
  reader: Reader,
): Promise<Answer<unknown>> {
  const cloudwatch = caller.clients.cloudwatch(region);
  const StateReason = "the fire drill of s3-replication is over";
  return reader.attempt({
    action: EMULATED_DRILL_ACTIONS.SetAlarmState,
    resource: name,
    caller,
    ask: (options) =>
      cloudwatch.send(
        new SetAlarmStateCommand({ AlarmName: name, StateValue: stateValue(state), StateReason }),
        options,
      ),
  });
}

function stateValue(state: string): StateValue {
  return state === "OK" || state === "ALARM" ? state : "INSUFFICIENT_DATA";
}

/** All three dimensions, and no other: S3 publishes the metric under no other set. */
function watches({ MetricName, Namespace, Dimensions, Metrics = [] }: MetricAlarm, metric: FailureMetric) {
  const watched = [
    { MetricName, Namespace, Dimensions },
    ...Metrics.flatMap(({ MetricStat }) => (MetricStat?.Metric === undefined ? [] : [MetricStat.Metric])),
  ];
  const wanted = dimensionsOf(metric);
  return watched.some(
    (one) =>
      one.Namespace === S3_NAMESPACE &&
      one.MetricName === OPERATIONS_FAILED.name &&
      one.Dimensions?.length === wanted.length &&
      wanted.every(({ Name, Value }) =>
        one.Dimensions?.some((given) => given.Name === Name && given.Value === Value),
      ),
  );
}

function dimensionsOf({
  source,
  destination,
  rule,
}: FailureMetric): (Dimension & { Name: string; Value: string })[] {
  return [
    { Name: "SourceBucket", Value: source },
    { Name: "DestinationBucket", Value: destination },
    { Name: "RuleId", Value: rule },
  ];
}

function alarmOf({ AlarmName = "", StateValue: state, AlarmActions = [], ActionsEnabled }: MetricAlarm) {
  return {
    name: AlarmName,
    state: state ?? "unknown",
    notifies: ActionsEnabled !== false && AlarmActions.length > 0,
  };
}
