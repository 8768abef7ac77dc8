/** The topic of one region's alarms: a new one with a key of its own, or an existing one. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnParts, topicArn } from "../aws/arns";
import { MAX_RESOURCE_TAGS } from "../aws/limits";
import { partitionOfRegion } from "../aws/partitions";
import type { AlarmArgs } from "./alarmArgs";
import { alarmTopicName } from "./alarmRules";
import type { KeyOptions } from "./bucketOptions";
import { alarmKeyUse, alarmTopicPolicy } from "./documents/alarmPolicies";
import { EncryptionKey } from "./encryptionKey";
import type { Site } from "./site";

/**
 * The tag of the keys of topics: it lets a role that may delete no key of data delete these, which go with their region.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
const KEY_TAG = { "s3-replication:use": "alarms" } as const;

/** What the topics of all regions share. */
export interface AlarmTopicContext {
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly bucketName: pulumi.Output<string>;
  readonly alarms: AlarmArgs;
  readonly key: Pick<KeyOptions, "tags" | "keyDeletionWindowInDays">;
}

/**
 * The ARN of the topic that the alarms of a site publish to. A new topic has a key of its own: those of the sites encrypt data,
 * their policies name S3 and the replication role alone, and there is none where the replica is in another account.
 */
export function alarmTopic(context: AlarmTopicContext, site: Site): pulumi.Output<string> {
  const existing = context.alarms.topics?.find((arn) => arnParts(arn)?.region === site.region);
  return existing === undefined ? newTopic(context, site) : pulumi.output(existing);
}

function newTopic(context: AlarmTopicContext, site: Site): pulumi.Output<string> {
  const { name, parent, bucketName, key: keyOptions } = context;
  const { tags = {}, keyDeletionWindowInDays } = keyOptions;
  const topicName = bucketName.apply(alarmTopicName);
  const { region, accountId, provider } = site;
  const key = new EncryptionKey(
    `${name}-${region}`,
    {
      tags: Object.keys(tags).length < MAX_RESOURCE_TAGS ? { ...tags, ...KEY_TAG } : tags,
      keyDeletionWindowInDays,
      site,
      // Bucket names are unique, so that no two stacks of an account ask for one alias.
      alias: pulumi.interpolate`alias/${topicName}`,
      description: pulumi.interpolate`encrypts messages of alarms on ${bucketName}`,
      grants: accountId.apply((account) => [alarmKeyUse({ region, accountId: account })]),
      // It encrypts messages on their way only, and goes with its region.
      protect: false,
      retainOnDelete: false,
    },
    { parent },
  );
  const arnOf = (resolvedName: string, account: string) =>
    topicArn(partitionOfRegion(region), region, account, resolvedName);
  const topic = new aws.sns.Topic(
    `${name}-${region}`,
    {
      ...site.regional,
      name: topicName,
      kmsMasterKeyId: key.arn,
      policy: pulumi
        .all([topicName, accountId])
        .apply(([resolvedName, account]) =>
          JSON.stringify(alarmTopicPolicy(arnOf(resolvedName, account), { region, accountId: account })),
        ),
      tags,
    },
    { parent, provider },
  );
  // Made of its name, so that a first preview shows where alarms publish.
  const arn = pulumi.all([topic.name, accountId]).apply(([made, account]) => arnOf(made, account));
  subscribe(context, site, arn);
  return arn;
}

function subscribe(
  { name, parent, alarms }: AlarmTopicContext,
  site: Site,
  topic: pulumi.Output<string>,
): void {
  const subscriptions = [
    ...(alarms.email ?? []).map((endpoint) => ({ protocol: "email", endpoint, ending: endpoint })),
    ...(alarms.queues ?? []).map((endpoint, index) => ({
      protocol: "sqs",
      endpoint,
      // An output has no text that a name could be made of.
      ending: typeof endpoint === "string" ? endpoint : `queue-${index + 1}`,
    })),
  ];
  for (const { protocol, endpoint, ending } of subscriptions)
    new aws.sns.TopicSubscription(
      `${name}-${site.region}-${ending}`,
      { ...site.regional, topic, protocol, endpoint },
      { parent, provider: site.provider },
    );
}
