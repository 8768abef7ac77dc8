/** Handler of `aws:s3/bucketNotification:BucketNotification`. */
import {
  Event,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler } from "./handler";

const target = {
  id: z.string().optional(),
  events: z.array(z.enum(Event)),
  filterPrefix: z.string().optional(),
  filterSuffix: z.string().optional(),
};

const schema = z.strictObject({
  bucket: z.string(),
  eventbridge: z.boolean().optional(),
  queues: z.array(z.strictObject({ ...target, queueArn: z.string() })).default([]),
  topics: z.array(z.strictObject({ ...target, topicArn: z.string() })).default([]),
  lambdaFunctions: z.array(z.strictObject({ ...target, lambdaFunctionArn: z.string() })).default([]),
});

export const bucketNotificationHandler = defineHandler({
  schema,
  create: async (inputs, { site }) => {
    await site.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: inputs.bucket,
        NotificationConfiguration: toAws(inputs),
        // Without it S3 sends a test message to each target first.
        SkipDestinationValidation: true,
      }),
    );
    return { id: inputs.bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async (inputs, { site }) => {
    const held = await site.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: inputs.bucket }));
    return [{ what: "notifications", expected: targetsOf(toAws(inputs)), found: targetsOf(held) }];
  },
});

type Target = Pick<
  z.infer<typeof schema>["queues"][number],
  "id" | "events" | "filterPrefix" | "filterSuffix"
>;

function toAws({
  eventbridge,
  queues,
  topics,
  lambdaFunctions,
}: z.infer<typeof schema>): NotificationConfiguration {
  return {
    ...(queues.length > 0 && {
      QueueConfigurations: queues.map((one) => ({ ...common(one), QueueArn: one.queueArn })),
    }),
    ...(topics.length > 0 && {
      TopicConfigurations: topics.map((one) => ({ ...common(one), TopicArn: one.topicArn })),
    }),
    ...(lambdaFunctions.length > 0 && {
      LambdaFunctionConfigurations: lambdaFunctions.map((one) => ({
        ...common(one),
        LambdaFunctionArn: one.lambdaFunctionArn,
      })),
    }),
    ...(eventbridge === true && { EventBridgeConfiguration: {} }),
  };
}

function common({ id, events, filterPrefix, filterSuffix }: Target) {
  const rules = [
    ...(filterPrefix === undefined ? [] : [{ Name: "prefix" as const, Value: filterPrefix }]),
    ...(filterSuffix === undefined ? [] : [{ Name: "suffix" as const, Value: filterSuffix }]),
  ];
  return {
    ...(id !== undefined && { Id: id }),
    Events: events,
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  };
}

/** Each target with its events, in the order of the targets. */
function targetsOf(configuration: NotificationConfiguration): readonly string[] {
  const targets = [
    ...(configuration.QueueConfigurations ?? []).map((one) => [one.QueueArn, ...(one.Events ?? [])]),
    ...(configuration.TopicConfigurations ?? []).map((one) => [one.TopicArn, ...(one.Events ?? [])]),
    ...(configuration.LambdaFunctionConfigurations ?? []).map((one) => [
      one.LambdaFunctionArn,
      ...(one.Events ?? []),
    ]),
    ...(configuration.EventBridgeConfiguration === undefined ? [] : [["EventBridge"]]),
  ];
  return targets.map((parts) => parts.join(" ")).sort();
}
