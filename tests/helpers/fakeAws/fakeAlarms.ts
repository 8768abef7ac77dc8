/** The part of CloudWatch that a fire drill uses, for the loopback server. */
import type { FakeAnswer, FakeCall } from "./fakeS3";

export interface FakeAlarm {
  readonly name: string;
  readonly dimensions: { readonly [name: string]: string };
  readonly metric?: string;
  readonly actions?: readonly string[];
  state: string;
}

const HEADERS = { "content-type": "application/x-amz-json-1.0" };

/** Answers calls of CloudWatch, and leaves all others to the server. A datum of an alarm's metric raises it. */
export function answerAlarms({ name, body }: FakeCall, alarms: readonly FakeAlarm[]): FakeAnswer | undefined {
  switch (name) {
    case "DescribeAlarms": {
      const { AlarmNames: names } = JSON.parse(body);
      const MetricAlarms = alarms
        .filter((alarm) => names === undefined || names.includes(alarm.name))
        .map((alarm) => ({
          AlarmName: alarm.name,
          Namespace: "AWS/S3",
          MetricName: alarm.metric ?? "OperationsFailedReplication",
          Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
          AlarmActions: alarm.actions ?? ["arn:aws:sns:eu-west-1:111122223333:alarms"],
          StateValue: alarm.state,
        }));
      return { status: 200, headers: HEADERS, body: JSON.stringify({ MetricAlarms }) };
    }
    case "PutMetricData": {
      const [datum] = JSON.parse(body).MetricData;
      const given = Object.fromEntries(
        datum.Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
      );
      for (const alarm of alarms) {
        const isSame = Object.entries(alarm.dimensions).every(([key, value]) => given[key] === value);
        if (isSame && datum.MetricName === "OperationsFailedReplication") alarm.state = "ALARM";
      }
      return { status: 200, headers: HEADERS, body: "{}" };
    }
    case "SetAlarmState": {
      const { AlarmName, StateValue } = JSON.parse(body);
      for (const alarm of alarms) if (alarm.name === AlarmName) alarm.state = StateValue;
      return { status: 200, headers: HEADERS, body: "{}" };
    }
    default:
      return undefined;
  }
}
