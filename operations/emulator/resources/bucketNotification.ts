/** `aws:s3/bucketNotification:BucketNotification` */
import {
  Event,
  type FilterRule,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler } from "./handler";

const common = {
  id: z.string().optional(),
  events: z.array(z.enum(Event)),
  filterPrefix: z.string().optional(),
  filterSuffix: z.string().optional(),
};
const schema = z.strictObject({
  bucket: z.string(),
  eventbridge: z.boolean().optional(),
  topics: z.array(z.strictObject({ ...common, topicArn: z.string() })).default([]),
  queues: z.array(z.strictObject({ ...common, queueArn: z.string() })).default([]),
  lambdaFunctions: z.array(z.strictObject({ ...common, lambdaFunctionArn: z.string() })).default([]),
});

export const bucketNotification = defineHandler({
  schema,
  create: async (inputs, { site, notEmulated }) => {
    if (inputs.topics.length + inputs.queues.length + inputs.lambdaFunctions.length > 0) {
      notEmulated(
        "delivery",
        "topics, queues and functions are not made in the emulator; S3's check of them is left out",
      );
    }
    await site.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: inputs.bucket,
        NotificationConfiguration: toAws(inputs),
        SkipDestinationValidation: true,
      }),
    );
    return { id: inputs.bucket };
  },
  subject: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async (inputs, { site }) => {
    const held = await site.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: inputs.bucket }));
    return [
      { what: "event notifications", expected: targets(toAws(inputs)), found: targets(held), show: String },
    ];
  },
});

type Inputs = z.infer<typeof schema>;

function toAws({ eventbridge, topics, queues, lambdaFunctions }: Inputs): NotificationConfiguration {
  return {
    ...(topics.length > 0 && {
      TopicConfigurations: topics.map((topic) => ({ ...shared(topic), TopicArn: topic.topicArn })),
    }),
    ...(queues.length > 0 && {
      QueueConfigurations: queues.map((queue) => ({ ...shared(queue), QueueArn: queue.queueArn })),
    }),
    ...(lambdaFunctions.length > 0 && {
      LambdaFunctionConfigurations: lambdaFunctions.map((target) => ({
        ...shared(target),
        LambdaFunctionArn: target.lambdaFunctionArn,
      })),
    }),
    ...(eventbridge === true && { EventBridgeConfiguration: {} }),
  };
}

function shared({ id, events, filterPrefix, filterSuffix }: Omit<Inputs["topics"][number], "topicArn">) {
  const rules: FilterRule[] = [
    ...(filterPrefix === undefined ? [] : [{ Name: "prefix" as const, Value: filterPrefix }]),
    ...(filterSuffix === undefined ? [] : [{ Name: "suffix" as const, Value: filterSuffix }]),
  ];
  return {
    Events: [...events],
    ...(id !== undefined && { Id: id }),
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  };
}

/** Ids are left out: AWS makes one where none was given. */
function targets(configuration: NotificationConfiguration): string {
  const line = (arn: string | undefined, events: readonly string[] = [], rules: readonly FilterRule[] = []) =>
    [
      arn,
      [...events].sort().join(","),
      ...rules.map(({ Name, Value }) => `${Name?.toLowerCase()}=${Value}`).sort(),
    ].join(" ");
  const lines = [
    ...(configuration.TopicConfigurations ?? []).map((t) =>
      line(t.TopicArn, t.Events, t.Filter?.Key?.FilterRules),
    ),
    ...(configuration.QueueConfigurations ?? []).map((q) =>
      line(q.QueueArn, q.Events, q.Filter?.Key?.FilterRules),
    ),
    ...(configuration.LambdaFunctionConfigurations ?? []).map((f) =>
      line(f.LambdaFunctionArn, f.Events, f.Filter?.Key?.FilterRules),
    ),
    ...(configuration.EventBridgeConfiguration ? ["EventBridge"] : []),
  ];
  return lines.sort().join("; ") || "none";
}
