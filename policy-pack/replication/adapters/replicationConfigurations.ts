/** Replication configurations, from resources of their own and from the buckets' own properties. */
import type { Reference, ReplicationConfiguration, Site } from "../topology";
import type { BucketEntry, BucketIndex } from "./bucketIndex";
import type { KeyIndex } from "./keyIndex";
import type { ProviderLookUp } from "./providerFacts";
import type { RoleIndex } from "./roleIndex";
import { rulesOf } from "./rules";
import { siteOf } from "./sites";
import { inlineSetting, property, readOnly, type StackResource } from "./stackResource";

const configurationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

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
  const covered = new Set(separate.flatMap(({ source }) => ("to" in source ? [source.to] : [])));
  const inline = context.buckets.entries
    .filter(({ label }) => !covered.has(label))
    .flatMap((entry) => inlineConfiguration(entry, context));
  return [...separate, ...inline];
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

function siteOfSource(source: Reference, own: Site, context: ConfigurationContext): Site {
  return "to" in source ? (context.buckets.byLabel.get(source.to)?.site ?? own) : own;
}

function inlineConfiguration(
  entry: BucketEntry,
  context: ConfigurationContext,
): readonly ReplicationConfiguration[] {
  const { property: written, standing } = inlineSetting(
    entry.resource,
    "replicationConfiguration",
    "replicationConfigurations",
  );
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
