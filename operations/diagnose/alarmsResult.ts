/** What `diagnose` finds of the alarms. */
import { z } from "zod";

const remarkSchema = z
  .object({
    kind: z
      .enum([
        "no-metrics",
        "metric-not-found",
        "metric-unknown",
        "statistic",
        "no-data",
        "actions-disabled",
        "no-actions",
      ])
      .describe(
        "no-data: its state is INSUFFICIENT_DATA; metric-unknown: CloudWatch refused to list metrics",
      ),
    because: z.string(),
  })
  .describe("why the alarm may never be raised, or never tell anybody");

const watchingAlarmSchema = z.object({
  name: z.string(),
  state: z.string().describe("OK, ALARM or INSUFFICIENT_DATA"),
  notifies: z
    .boolean()
    .describe("whether it, or a composite alarm that follows it, has an action that is enabled"),
  remarks: z.array(remarkSchema),
});

const metricWatchSchema = z
  .object({
    metric: z.string().describe("e.g. OperationsFailedReplication"),
    region: z.string().nullable().describe("where S3 publishes it; null where it is not known"),
    status: z
      .enum(["watched", "raised", "doubtful", "none", "impossible", "unknown"])
      .describe(
        "raised: an alarm is in the state ALARM; doubtful: every alarm on it has remarks; impossible: the rule has no metrics",
      ),
    because: z.string(),
    published: z
      .boolean()
      .nullable()
      .describe(
        "whether CloudWatch lists it, which means values in the past two weeks; null where it is not known",
      ),
    alarms: z.array(watchingAlarmSchema),
  })
  .describe("one metric of the rule, with the alarms on it");

export const alarmsSchema = z
  .object({
    routes: z.array(
      z.object({
        rule: z.string(),
        source: z.string(),
        destination: z.string(),
        metrics: z.array(metricWatchSchema),
      }),
    ),
    misplaced: z
      .array(
        z.object({
          name: z.string(),
          region: z.string(),
          metric: z.string(),
          dimensions: z.record(z.string(), z.string()),
          because: z.string(),
        }),
      )
      .describe("alarms that name a source bucket and watch a metric that S3 does not publish there"),
  })
  .describe("the alarms on every enabled rule, in the account of the source; no verdict depends on them");

export type Alarms = z.infer<typeof alarmsSchema>;
export type RouteAlarms = Alarms["routes"][number];
export type MetricWatch = RouteAlarms["metrics"][number];
export type WatchingAlarm = MetricWatch["alarms"][number];
export type AlarmRemark = WatchingAlarm["remarks"][number];
