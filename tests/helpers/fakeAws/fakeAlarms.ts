/** The part of CloudWatch that commands use, for the loopback server. */
import type { FakeAnswer, FakeCall } from "./fakeS3";

export interface FakeAlarm {
  readonly name: string;
  readonly dimensions: { readonly [name: string]: string };
  readonly metric?: string;
  readonly actions?: readonly string[];
  readonly actionsEnabled?: boolean;
  readonly statistic?: string;
  /** @default - every Region */
  readonly region?: string;
  /** An alarm that computes its value from this metric: the account of it, where that is not the alarm's. */
  readonly computed?: { readonly account?: string };
  state: string;
}

/** What CloudWatch has besides alarms on one metric. */
export interface FakeCloudWatch {
  readonly composites?: readonly {
    readonly name: string;
    readonly rule: string;
    readonly actions: readonly string[];
  }[];
  /** Metrics that were published. */
  readonly metrics?: readonly Pick<FakeAlarm, "metric" | "dimensions" | "region">[];
  /** Alarms on a page. @default - all of them */
  readonly pageSize?: number;
}

const HEADERS = { "content-type": "application/x-amz-json-1.0" };
const FAILURES = "OperationsFailedReplication";

/** Answers calls of CloudWatch, and leaves all others to the server. A datum of an alarm's metric raises it. */
export function answerAlarms(
  call: FakeCall,
  alarms: readonly FakeAlarm[],
  { composites = [], metrics = [], pageSize }: FakeCloudWatch = {},
): FakeAnswer | undefined {
  const { name, body } = call;
  switch (name) {
    case "DescribeAlarms": {
      const { AlarmNames: names, NextToken = "0" } = JSON.parse(body);
      const found = alarms
        .filter((alarm) => isIn(alarm, call))
        .filter((alarm) => names === undefined || names.includes(alarm.name));
      const end = Number(NextToken) + (pageSize ?? found.length);
      return answer({
        MetricAlarms: found.slice(Number(NextToken), end).map(described),
        CompositeAlarms: composites.map(({ name: AlarmName, rule, actions }) => ({
          ...{ AlarmName, AlarmRule: rule, AlarmActions: actions, ActionsEnabled: true },
        })),
        ...(end < found.length && { NextToken: String(end) }),
      });
    }
    case "ListMetrics": {
      const { Namespace, Dimensions } = JSON.parse(body);
      const wanted: readonly { Name: string; Value: string }[] = Dimensions ?? [];
      return answer({
        Metrics: metrics
          .filter((metric) => isIn(metric, call) && Namespace === "AWS/S3")
          .filter(({ dimensions }) => wanted.every(({ Name, Value }) => dimensions[Name] === Value))
          .map(measured),
      });
    }
    case "PutMetricData": {
      const [datum] = JSON.parse(body).MetricData;
      const given = Object.fromEntries(
        datum.Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
      );
      for (const alarm of alarms) {
        const isSame = Object.entries(alarm.dimensions).every(([key, value]) => given[key] === value);
        if (isSame && datum.MetricName === FAILURES) alarm.state = "ALARM";
      }
      return answer({});
    }
    case "SetAlarmState": {
      const { AlarmName, StateValue } = JSON.parse(body);
      for (const alarm of alarms) if (alarm.name === AlarmName) alarm.state = StateValue;
      return answer({});
    }
    default:
      return undefined;
  }
}

function answer(value: object): FakeAnswer {
  return { status: 200, headers: HEADERS, body: JSON.stringify(value) };
}

function isIn({ region }: Pick<FakeAlarm, "region">, call: FakeCall): boolean {
  return region === undefined || region === call.region;
}

function described(alarm: FakeAlarm): object {
  const { statistic = "Sum", computed } = alarm;
  return {
    AlarmName: alarm.name,
    ...(computed === undefined
      ? { ...measured(alarm), Statistic: statistic }
      : {
          Metrics: [
            { Id: "sum", Expression: "m1 * 2" },
            {
              ...{ Id: "m1", AccountId: computed.account },
              MetricStat: { Metric: measured(alarm), Period: 300, Stat: statistic },
            },
          ],
        }),
    AlarmActions: alarm.actions ?? ["arn:aws:sns:eu-west-1:111122223333:alarms"],
    ActionsEnabled: alarm.actionsEnabled ?? true,
    StateValue: alarm.state,
  };
}

function measured({ metric = FAILURES, dimensions }: Pick<FakeAlarm, "metric" | "dimensions">): object {
  return {
    Namespace: "AWS/S3",
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
