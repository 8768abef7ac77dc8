/** Handler of `aws:sns/topicSubscription:TopicSubscription`. */
import { paginateListSubscriptionsByTopic, SubscribeCommand, type Subscription } from "@aws-sdk/client-sns";
import { z } from "zod";
import type { EmulatorSite } from "../clients";
import { defineHandler } from "./handler";
import { topicLabel } from "./snsTopic";

const schema = z.strictObject({
  topic: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  rawMessageDelivery: z.boolean().optional(),
});

export const snsTopicSubscriptionHandler = defineHandler({
  schema,
  create: async ({ topic, protocol, endpoint, rawMessageDelivery }, { site }) => {
    const { SubscriptionArn: arn = "" } = await site.sns.send(
      new SubscribeCommand({
        TopicArn: topic,
        Protocol: protocol,
        Endpoint: endpoint,
        ReturnSubscriptionArn: true,
        ...(rawMessageDelivery === true && { Attributes: { RawMessageDelivery: "true" } }),
      }),
    );
    return { id: arn, arn };
  },
  owner: ({ topic }) => ({ kind: "topic", id: topicLabel(topic) }),
  check: async ({ topic, protocol, endpoint }, { site }) => {
    const held = await subscriptionsOf(site, topic);
    const found = held.some(({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint);
    return [
      { what: `${protocol} to ${endpoint}`, expected: "subscribed", found: found ? "subscribed" : "none" },
    ];
  },
});

async function subscriptionsOf(
  { sns: client }: EmulatorSite,
  topic: string,
): Promise<readonly Subscription[]> {
  const held: Subscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client },
    { TopicArn: topic },
  ))
    held.push(...Subscriptions);
  return held;
}
