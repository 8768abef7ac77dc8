/** The alarms on the failed operations of one rule: which there are, and in which state. */
import { PutMetricDataCommand, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import { OPERATIONS_FAILED, type RuleDimensions, S3_NAMESPACE } from "../../aws/replicationMetrics";
import type { Caller } from "../live/access";
import { notifies, readAlarms, watchedOf } from "../live/alarms";
import type { Answer, Reader } from "../live/reader";
import { EMULATED_DRILL_ACTIONS } from "./actions";

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

/** @param names only these, where they are known */
export async function failureAlarms(
  metric: FailureMetric,
  reader: Reader,
  names?: readonly string[],
): Promise<Answer<readonly FailureAlarm[]>> {
  const read = await readAlarms(metric, reader, names);
  if ("refusal" in read) return read;
  return {
    answer: read.answer
      .filter((alarm) => watchedOf(alarm, OPERATIONS_FAILED, dimensionsOf(metric)) !== undefined)
      .map((alarm) => ({ name: alarm.name, state: alarm.state, notifies: notifies(alarm) })),
  };
}

/** Publishes one failed operation where S3 would: an emulator has no metrics of replication. */
export function publishFailure(metric: FailureMetric, reader: Reader): Promise<Answer<unknown>> {
  const cloudwatch = metric.caller.clients.cloudwatch(metric.region);
  const datum = {
    MetricName: OPERATIONS_FAILED.name,
    Dimensions: Object.entries(dimensionsOf(metric)).map(([Name, Value]) => ({ Name, Value })),
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

function dimensionsOf({ source, destination, rule }: FailureMetric): RuleDimensions {
  return { SourceBucket: source, DestinationBucket: destination, RuleId: rule };
}
