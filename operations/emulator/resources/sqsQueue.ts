/** Handler of `aws:sqs/queue:Queue`. */
import { CreateQueueCommand, GetQueueAttributesCommand, ListQueueTagsCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { nonEmptyText } from "../values";
import { defineHandler, documentSchema, tagsSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  policy: documentSchema.optional(),
  sqsManagedSseEnabled: z.boolean().optional(),
  kmsMasterKeyId: z.string().optional(),
  messageRetentionSeconds: z.number().optional(),
  visibilityTimeoutSeconds: z.number().optional(),
  tags: tagsSchema.optional(),
});

/** Settings as SQS names and writes them, without those that are not given. */
function attributesOf(inputs: z.infer<typeof schema>): { readonly [name: string]: string } {
  const attributes = {
    SqsManagedSseEnabled: inputs.sqsManagedSseEnabled,
    KmsMasterKeyId: inputs.kmsMasterKeyId,
    MessageRetentionPeriod: inputs.messageRetentionSeconds,
    VisibilityTimeout: inputs.visibilityTimeoutSeconds,
  };
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

export const sqsQueueHandler = defineHandler({
  schema,
  create: async (inputs, { site, planned, name: resourceName, defaultTags }) => {
    const name = inputs.name ?? nonEmptyText(planned["name"]) ?? resourceName;
    const { QueueUrl = "" } = await site.sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: {
          ...attributesOf(inputs),
          ...(inputs.policy !== undefined && { Policy: inputs.policy }),
        },
        tags: { ...defaultTags, ...inputs.tags },
      }),
    );
    const { Attributes: held = {} } = await site.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return { id: QueueUrl, url: QueueUrl, arn: held["QueueArn"] ?? "", name };
  },
  owner: (_inputs, computed) => ({ kind: "queue", id: computed["name"] ?? "" }),
  check: async (inputs, { site: { sqs }, computed, defaultTags }) => {
    const QueueUrl = computed["url"];
    const [{ Attributes }, tags] = await Promise.all([
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })),
      sqs.send(new ListQueueTagsCommand({ QueueUrl })),
    ]);
    const held: { readonly [name: string]: string | undefined } = Attributes ?? {};
    return [
      ...Object.entries(attributesOf(inputs)).map(([what, expected]) => ({
        what,
        expected,
        found: held[what],
      })),
      ...(inputs.policy === undefined ? [] : [documentReading("policy", inputs.policy, held["Policy"])]),
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tags.Tags ?? {} },
    ];
  },
});
