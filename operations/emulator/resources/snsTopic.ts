/** Handler of `aws:sns/topic:Topic`. */
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-sns";
import { z } from "zod";
import { arnParts } from "../../../aws/arns";
import { nonEmptyText } from "../values";
import { defineHandler, documentSchema, tagList, tagMap, tagsSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  displayName: z.string().optional(),
  kmsMasterKeyId: z.string().optional(),
  policy: documentSchema.optional(),
  tags: tagsSchema.optional(),
});

/** Each region may have a topic of one name. */
export function topicLabel(arn: string): string {
  const parts = arnParts(arn);
  return parts === undefined ? arn : `${parts.resource} in ${parts.region}`;
}

export const snsTopicHandler = defineHandler({
  schema,
  create: async (inputs, { site, planned, name: resourceName, defaultTags }) => {
    const name = inputs.name ?? nonEmptyText(planned["name"]) ?? resourceName;
    const { displayName, kmsMasterKeyId, policy } = inputs;
    const { TopicArn = "" } = await site.sns.send(
      new CreateTopicCommand({
        Name: name,
        Attributes: {
          ...(displayName !== undefined && { DisplayName: displayName }),
          ...(kmsMasterKeyId !== undefined && { KmsMasterKeyId: kmsMasterKeyId }),
          ...(policy !== undefined && { Policy: policy }),
        },
        Tags: tagList({ ...defaultTags, ...inputs.tags }),
      }),
    );
    return { id: TopicArn, arn: TopicArn, name };
  },
  owner: (_inputs, computed) => ({ kind: "topic", id: topicLabel(computed["arn"] ?? "") }),
  check: async (inputs, { site: { sns }, computed, defaultTags }) => {
    const arn = computed["arn"];
    const [{ Attributes: held = {} }, tags] = await Promise.all([
      sns.send(new GetTopicAttributesCommand({ TopicArn: arn })),
      sns.send(new ListTagsForResourceCommand({ ResourceArn: arn })),
    ]);
    return [
      { what: "key", expected: inputs.kmsMasterKeyId ?? "none", found: held["KmsMasterKeyId"] ?? "none" },
      ...(inputs.policy === undefined ? [] : [documentReading("policy", inputs.policy, held["Policy"])]),
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tagMap(tags.Tags) },
    ];
  },
});
