/** Handler of `aws:cloudwatch/metricAlarm:MetricAlarm`. */
import {
  ComparisonOperator,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import type { EmulatorSite } from "../clients";
import { nonEmptyText } from "../values";
import { defineHandler, tagList, tagMap, tagsSchema } from "./handler";

const schema = z.strictObject({
  name: z.string().optional(),
  alarmDescription: z.string().optional(),
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()).default({}),
  statistic: z.enum(Statistic).optional(),
  extendedStatistic: z.string().optional(),
  period: z.number(),
  evaluationPeriods: z.number(),
  datapointsToAlarm: z.number().optional(),
  comparisonOperator: z.enum(ComparisonOperator),
  threshold: z.number(),
  treatMissingData: z.string().optional(),
  unit: z.string().optional(),
  alarmActions: z.array(z.string()).default([]),
  okActions: z.array(z.string()).default([]),
  insufficientDataActions: z.array(z.string()).default([]),
  tags: tagsSchema.optional(),
});

type Inputs = z.infer<typeof schema>;

export const metricAlarmHandler = defineHandler({
  schema,
  create: async (inputs, { site, planned, name: resourceName, defaultTags }) => {
    const name = inputs.name ?? nonEmptyText(planned["name"]) ?? resourceName;
    await site.cloudwatch.send(
      new PutMetricAlarmCommand({
        ...toAws(inputs, name),
        Tags: tagList({ ...defaultTags, ...inputs.tags }),
      }),
    );
    const made = await alarmIn(site, name);
    return { id: name, name, ...(made?.AlarmArn !== undefined && { arn: made.AlarmArn }) };
  },
  owner: (_inputs, computed) => ({ kind: "alarm", id: computed["name"] ?? "" }),
  check: async (inputs, { site, computed, defaultTags }) => {
    const name = computed["name"] ?? "";
    const held = await alarmIn(site, name);
    const tags = await site.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: held?.AlarmArn }));
    const expected = settingsOf(toAws(inputs, name));
    const found: { readonly [setting: string]: unknown } = held === undefined ? {} : settingsOf(held);
    return [
      ...Object.entries(expected).map(([what, value]) => ({ what, expected: value, found: found[what] })),
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tagMap(tags.Tags) },
    ];
  },
});

async function alarmIn({ cloudwatch }: EmulatorSite, name: string): Promise<MetricAlarm | undefined> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms[0];
}

function toAws(inputs: Inputs, name: string): PutMetricAlarmCommandInput {
  return {
    AlarmName: name,
    AlarmDescription: inputs.alarmDescription,
    Namespace: inputs.namespace,
    MetricName: inputs.metricName,
    Dimensions: Object.entries(inputs.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: inputs.statistic,
    ExtendedStatistic: inputs.extendedStatistic,
    Period: inputs.period,
    EvaluationPeriods: inputs.evaluationPeriods,
    DatapointsToAlarm: inputs.datapointsToAlarm,
    ComparisonOperator: inputs.comparisonOperator,
    Threshold: inputs.threshold,
    TreatMissingData: inputs.treatMissingData,
    AlarmActions: inputs.alarmActions,
    OKActions: inputs.okActions,
    InsufficientDataActions: inputs.insufficientDataActions,
  };
}

/** What decides whether it is raised and who is told, in words of a report. */
function settingsOf(alarm: PutMetricAlarmCommandInput | MetricAlarm) {
  return {
    metric: `${alarm.Namespace}/${alarm.MetricName}`,
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name = "", Value }) => [Name, Value])),
    condition: `${alarm.Statistic ?? alarm.ExtendedStatistic} ${alarm.ComparisonOperator} ${alarm.Threshold}`,
    periods: `${alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods} of ${alarm.EvaluationPeriods} of ${alarm.Period} s`,
    "missing data": alarm.TreatMissingData ?? "missing",
    "alarm actions": alarm.AlarmActions ?? [],
    "ok actions": alarm.OKActions ?? [],
  };
}
