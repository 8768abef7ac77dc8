/** Alarms reach somebody: CloudWatch may publish to their topics. */
import type { PolicyResource } from "@pulumi/policy";
import {
  type AlarmTopic,
  knownValue,
  mayPublish,
  type Topology,
  topologyFromPolicyResources,
} from "../../model";
import {
  arnOfAlarm,
  arnOfTopic,
  keyOfTopic,
  type PublishedTopic,
  policyOfTopic,
  publishedTopics,
} from "./support/alarmTopics";
import { about, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { stackPolicy } from "./support/policy";
import { MONITORING } from "./support/replicationRules";

export const topicLetsCloudWatchPublish = stackPolicy({
  name: "topic-lets-cloudwatch-publish",
  displayName: "CloudWatch may publish to the topics of alarms",
  description:
    "An alarm whose topic or key does not let CloudWatch publish changes its state, and nobody is told. The policy of the topic must allow it, and for an encrypted topic that of a customer managed key; AWS's own key alias/aws/sns never does.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: MONITORING,
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  remediationSteps:
    "Let cloudwatch.amazonaws.com call SNS:Publish in the topic's policy, and kms:Decrypt and kms:GenerateDataKey* in the policy of its key, for aws:SourceAccount of the alarms.",
  tags: ["sns", "kms", "monitoring"],
  *judge(resources) {
    const topology = topologyFromPolicyResources(resources);
    for (const published of publishedTopics(resources))
      for (const finding of judgeTopic(published, resources, topology))
        yield about(published.topic.urn, finding);
  },
});

function* judgeTopic(
  { topic, alarm, topicSite, alarmSite }: PublishedTopic,
  resources: readonly PolicyResource[],
  topology: Topology,
): PolicyFindings {
  const [own, its] = [knownValue(topicSite.region), knownValue(alarmSite.region)];
  if (own !== undefined && its !== undefined && own !== its) {
    yield violation(
      "region",
      `${its}, that of alarm ${alarm.name}`,
      own,
      "an alarm publishes only to a topic of its own region: make one there",
    );
    return;
  }
  const arn = arnOfTopic(topic, topicSite);
  const message = arnOfAlarm(alarm, alarmSite);
  const account = knownValue(topicSite.account);
  if (arn === undefined || message === undefined || account === undefined) {
    yield undecided("the account of the topic and of its alarms", "their providers do not state it");
    return;
  }
  const key = keyOfTopic(topic, topology);
  if ("awsManaged" in key) {
    yield violation(
      "kmsMasterKeyId",
      "a customer managed key whose policy lets cloudwatch.amazonaws.com use it",
      shown(key.awsManaged),
      "make a key with such a statement: the policy of aws's own key cannot be changed",
    );
    return;
  }
  const policy = policyOfTopic(topic, arn, resources);
  const published: AlarmTopic = {
    arn,
    account,
    ...(policy !== undefined && { policy }),
    ...("key" in key && {
      key: {
        arn: knownValue(key.key.arn) ?? "arn:aws:kms:::key/unknown",
        account: knownValue(key.key.site.account) ?? account,
        ...(key.key.policy !== undefined && { policy: key.key.policy }),
      },
    }),
  };
  const decision = mayPublish(message, published);
  if (decision.verdict === "denied")
    yield violation(
      "publishing",
      "what cloudwatch.amazonaws.com may do",
      decision.because,
      "allow it SNS:Publish on the topic, and kms:Decrypt and kms:GenerateDataKey* with its key",
    );
  else if (decision.verdict === "unknown")
    yield undecided("whether CloudWatch may publish", decision.because);
  else if ("unknown" in key) yield undecided("whether CloudWatch may use the topic's key", key.unknown);
}
