/** Replication configurations, from resources of their own and from the buckets' own properties. */

import { groupBy } from "../groupBy";
import type { AccountRegion, Reference, ReplicationConfiguration } from "../topology";
import type { BucketEntry, BucketIndex } from "./bucketIndex";
import { isSame } from "./conflicts";
import type { KeyIndex } from "./keyIndex";
import type { Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import type { RoleIndex } from "./roleIndex";
import { rulesOf } from "./rules";
import { siteOf } from "./sites";
import {
  type InlineSetting,
  inlineSetting,
  property,
  readOnly,
  type StackResource,
  writtenInline,
} from "./stackResource";

const configurationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const inlineNames = ["replicationConfiguration", "replicationConfigurations"] as const;

export interface ConfigurationContext {
  readonly buckets: BucketIndex;
  readonly keys: KeyIndex;
  readonly roles: RoleIndex;
  readonly providers: ProviderLookUp;
}

export function configurationsOf(
  resources: readonly StackResource[],
  context: ConfigurationContext,
): readonly ReplicationConfiguration[] {
  const separate = resources
    .filter(({ type }) => type === configurationType)
    .map((resource) => separateConfiguration(resource, context));
  const bySource = groupBy(separate, ({ source }) => ("to" in source ? source.to : undefined));
  const inline = context.buckets.entries.flatMap((entry) => {
    const others = bySource.get(entry.label) ?? [];
    if (others.length === 0) return foundInline(entry, context);
    // A provider reports what the separate resource sets as the bucket's own: only what was written is another one.
    const written = writtenInline(entry.resource, inlineNames);
    const own = written === undefined ? [] : inlineConfiguration(entry, written, "written", context);
    return own.filter((each) => !others.some((other) => setTheSame(each, other)));
  });
  return [...separate, ...inline];
}

function setTheSame(one: ReplicationConfiguration, other: ReplicationConfiguration): boolean {
  return isSame([one.role, one.rules], [other.role, other.rules]);
}

function separateConfiguration(
  resource: StackResource,
  context: ConfigurationContext,
): ReplicationConfiguration {
  const site = siteOf(resource, context.providers);
  const source = context.buckets.referenceOf(property(resource, "bucket"), site.partition);
  return {
    label: resource.urn,
    source,
    role: context.roles.referenceOf(property(resource, "role"), site.account),
    rules: rulesOf(property(resource, "rules"), "separate", {
      ...context,
      site: siteOfSource(source, site, context),
    }),
  };
}

function siteOfSource(source: Reference, own: AccountRegion, context: ConfigurationContext): AccountRegion {
  return "to" in source ? (context.buckets.byLabel.get(source.to)?.site ?? own) : own;
}

function foundInline(entry: BucketEntry, context: ConfigurationContext): readonly ReplicationConfiguration[] {
  const { property: found, standing } = inlineSetting(entry.resource, ...inlineNames);
  return inlineConfiguration(entry, found, standing, context);
}

function inlineConfiguration(
  entry: BucketEntry,
  written: Property,
  standing: InlineSetting["standing"],
  context: ConfigurationContext,
): readonly ReplicationConfiguration[] {
  const configuration = written.single();
  if (configuration.isAbsent()) return [];
  return [
    {
      label: entry.label,
      source: { to: entry.label },
      role: context.roles.referenceOf(configuration.at("role"), entry.site.account),
      rules:
        standing === "read"
          ? readOnly("a replication configuration")
          : rulesOf(configuration.at("rules"), "inline", { ...context, site: entry.site }),
    },
  ];
}
