/** Finds the topics that alarms publish to, with their policies and keys. */
import type { PolicyResource } from "@pulumi/policy";
import { alarmArn, arnParts, topicArn } from "../../../aws/arns";
import {
  type AccountRegion,
  type AlarmMessage,
  type AlarmTopic,
  type Key,
  type Known,
  knownValue,
  type Property,
  parsePolicyDocument,
  resourceSitesOf,
  type Topology,
} from "../../../model";
import { propertyOf } from "./alarms";
import { METRIC_ALARMS, TOPIC_POLICIES, TOPICS } from "./awsTypes";

type Policy = NonNullable<AlarmTopic["policy"]>;

/** A topic of the stack that an alarm publishes to. */
export interface PublishedTopic {
  readonly topic: PolicyResource;
  readonly alarm: PolicyResource;
  readonly topicSite: AccountRegion;
  readonly alarmSite: AccountRegion;
}

/** Each topic of the stack once for each place of alarms that publish to it. */
export function publishedTopics(resources: readonly PolicyResource[]): readonly PublishedTopic[] {
  const siteOf = resourceSitesOf(resources);
  const topics = resources.filter(({ type }) => TOPICS.includes(type));
  const found = new Map<string, PublishedTopic>();
  for (const alarm of resources.filter(({ type }) => METRIC_ALARMS.includes(type))) {
    const alarmSite = siteOf(alarm);
    for (const topic of topics) {
      const topicSite = siteOf(topic);
      if (!isTold(alarm, topic, topicSite)) continue;
      const place = [alarmSite.account, alarmSite.region].map(knownValue).join();
      const key = `${topic.urn} ${place}`;
      if (!found.has(key)) found.set(key, { topic, alarm, topicSite, alarmSite });
    }
  }
  return [...found.values()];
}

const ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"];

function isTold(alarm: PolicyResource, topic: PolicyResource, site: AccountRegion): boolean {
  const arn = arnOfTopic(topic, site);
  return ACTIONS.some((name) => {
    const actions = propertyOf(alarm, name);
    const texts = actions.texts();
    if ("unknown" in texts) return actions.origins.length === 1 && actions.origins[0] === topic.urn;
    return arn !== undefined && texts.known.includes(arn);
  });
}

/** What AWS gave, or what it will give by the topic's name. */
export function arnOfTopic(
  topic: PolicyResource,
  { account, region, partition }: AccountRegion,
): string | undefined {
  const written = knownValue(propertyOf(topic, "arn").text());
  if (written !== undefined) return written;
  const [name, owner, place] = [
    knownValue(propertyOf(topic, "name").text()),
    knownValue(account),
    knownValue(region),
  ];
  if (name === undefined || owner === undefined || place === undefined) return undefined;
  return topicArn(partition, place, owner, name);
}

export function arnOfAlarm(alarm: PolicyResource, site: AccountRegion): AlarmMessage | undefined {
  const name = knownValue(propertyOf(alarm, "name").text());
  const [account, region] = [knownValue(site.account), knownValue(site.region)];
  if (account === undefined || region === undefined) return undefined;
  return { alarmArn: alarmArn(site.partition, region, account, name ?? alarm.name), account };
}

/** The policy of a topic: its own, or that of a TopicPolicy; undefined where SNS writes the default one. */
export function policyOfTopic(
  topic: PolicyResource,
  arn: string,
  resources: readonly PolicyResource[],
): Policy | undefined {
  const separate = resources.find(
    (resource) => TOPIC_POLICIES.includes(resource.type) && isFor(propertyOf(resource, "arn"), topic, arn),
  );
  const written = propertyOf(separate ?? topic, "policy");
  const plain = written.plain();
  const label = `policy of topic ${topic.name}`;
  if ("unknown" in plain) {
    // What SNS computes where the program writes none is its default policy.
    return written.origins.length === 0 && separate === undefined ? undefined : { label, document: plain };
  }
  if (plain.known === undefined || plain.known === "") return undefined;
  const document = parsePolicyDocument(plain.known);
  return {
    label,
    document:
      "problem" in document
        ? { unknown: `it is no valid policy document: ${document.problem}` }
        : { known: document },
  };
}

function isFor(reference: Property, topic: PolicyResource, arn: string): boolean {
  const text = reference.text();
  return "unknown" in text ? reference.origins.includes(topic.urn) : text.known === arn;
}

/** The key of an encrypted topic: one of the stack, one of AWS's own, or one that is not known. */
export type TopicKey =
  | { readonly none: true }
  | { readonly awsManaged: string }
  | { readonly key: Key }
  | {
      readonly unknown: string;
    };

export function keyOfTopic(topic: PolicyResource, { keys }: Topology): TopicKey {
  const reference = propertyOf(topic, "kmsMasterKeyId");
  const text = reference.text();
  if ("unknown" in text) {
    const key = keys.find(({ label }) => reference.origins.includes(label));
    return key === undefined ? { unknown: text.unknown } : { key };
  }
  const written = text.known;
  if (written === undefined) return { none: true };
  if (/(^|:)alias\/aws\//.test(written)) return { awsManaged: written };
  const key = keys.find(
    ({ arn, aliases }) => isNamed(written, arn) || aliases.some((one) => isNamed(written, one)),
  );
  return key === undefined ? { unknown: `the key ${written} is not part of the stack` } : { key };
}

/** A key is named by its ARN or its id, an alias by its ARN or its name. */
function isNamed(written: string, name: Known<string>): boolean {
  const known = knownValue(name);
  if (known === undefined) return false;
  const last = arnParts(known)?.resource.replace(/^key\//, "");
  return written === known || written === last || arnParts(written)?.resource === known;
}
