/** Buckets that must replicate have an enabled rule: a missing configuration has no rule that could be judged. */
import type { PolicyResource } from "@pulumi/policy";
import { bucketArn } from "../../aws/arns";
import {
  anyIsTrue,
  type Bucket,
  type Known,
  ownValue,
  Property,
  possible,
  type ReplicationConfiguration,
  type ReplicationRule,
  routesOf,
  type Topology,
  topologyFromPolicyResources,
} from "../../model";
import { isEnabled } from "./routes";
import { documentOf, isAbout, type Statement } from "./support/document";
import {
  type Allowance,
  about,
  allowing,
  type PolicyFindings,
  undecided,
  unless,
  violation,
} from "./support/finding";
import { securityHub } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { isTrustedByS3 } from "./support/replicationTrust";
import { choice, type PolicyConfig, text } from "./support/settings";

const which = choice(
  "which",
  ["intended", "tagged", "all"],
  "intended",
  "`tagged`: buckets with the tag. `intended`: those, and buckets that have a replication configuration or a replication role that reads one. `all`: those with the tag, and every bucket that is no replica.",
);
const tagKey = text("tagKey", "replicate", "Key of the tag that says that a bucket must replicate.");
const tagValue = text("tagValue", "true", "Value of that tag.");

const FIX = "add an aws.s3.BucketReplicationConfig with an enabled rule";

export const mustReplicate = stackPolicy({
  name: "must-replicate",
  displayName: "Buckets that must replicate have an enabled rule",
  description:
    "Config says which buckets must replicate. Each of them must have an enabled rule. Replicas need no rule.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.7", "S3 general purpose buckets should use cross-Region replication", [
    "NIST SP 800-53 Rev. 5 CP-6, CP-9, CP-10",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  remediationSteps:
    "Add an aws.s3.BucketReplicationConfig with an enabled rule to the bucket, or exempt it with a reason.",
  tags: ["s3", "replication", "resilience"],
  fields: [which, tagKey, tagValue],
  *judge(resources, settings) {
    const topology = topologyFromPolicyResources(resources);
    const replicas = replicasOf(topology);
    const tags = tagsOf(resources, settings);
    const configured = configurationsByBucket(topology);
    const read = bucketsReadForReplication(topology);
    for (const bucket of topology.buckets) {
      const { label } = bucket;
      const configurations = configured.get(label) ?? [];
      const isReadAlone = !replicas.has(label) && read.has(arnOf(bucket));
      const seemsMeant = configurations.length > 0 || isReadAlone;
      const isMeant =
        settings.get(which) === "all"
          ? !replicas.has(label)
          : settings.get(which) === "intended" && seemsMeant;
      const isTagged = tags.get(label) ?? { known: false };
      const none = isReadAlone
        ? "no replication configuration, although a replication role may read it"
        : "no replication configuration";
      if ("known" in isTagged && isTagged.known) yield* aboutAll(label, judgeRules(configurations, none));
      else if (isMeant)
        yield* aboutAll(
          label,
          judgeRules(configurations, none, allowing(which, seemsMeant ? "tagged" : "intended")),
        );
      else if ("unknown" in isTagged)
        yield* aboutAll(
          label,
          unless(isTagged, "whether the bucket is tagged to replicate", judgeRules(configurations, none)),
        );
    }
  },
});

function* aboutAll(label: string, findings: PolicyFindings): PolicyFindings {
  for (const finding of findings) yield about(label, finding);
}

/** @param none how a report says that there is no configuration */
function* judgeRules(
  configurations: readonly ReplicationConfiguration[],
  none: string,
  allowance?: Allowance,
): PolicyFindings {
  const where = "replication of the bucket";
  if (configurations.length === 0) {
    yield violation(where, "an enabled rule", none, FIX, allowance);
    return;
  }
  const unread = configurations.flatMap(({ rules }) => ("unknown" in rules ? [rules.unknown] : []));
  const written = configurations.flatMap(({ rules }) => ("known" in rules ? rules.known : []));
  const rules = configurations.flatMap(rulesToOthers);
  const isOn = rules.some(({ status }) => "known" in status && status.known === "Enabled");
  const mayBeOn =
    unread[0] ?? rules.flatMap(({ status }) => ("unknown" in status ? [status.unknown] : []))[0];
  if (isOn) return;
  const found = rules.length > 0 ? "disabled rules only" : "rules to the bucket itself only";
  if (mayBeOn !== undefined) yield undecided(where, mayBeOn);
  else yield violation(where, "an enabled rule", written.length === 0 ? "no rule" : found, FIX, allowance);
}

function rulesToOthers({ source, rules }: ReplicationConfiguration): readonly ReplicationRule[] {
  if ("unknown" in rules) return [];
  const own = "to" in source ? source.to : undefined;
  return rules.known.filter(
    ({ destination: { bucket } }) => own === undefined || !("to" in bucket) || bucket.to !== own,
  );
}

/** A configuration whose source is not known yet counts for each bucket that it may be about. */
function configurationsByBucket({
  configurations,
}: Topology): ReadonlyMap<string, readonly ReplicationConfiguration[]> {
  const byBucket = new Map<string, ReplicationConfiguration[]>();
  for (const configuration of configurations) {
    const { source } = configuration;
    const labels = "to" in source ? [source.to] : "unknown" in source ? (source.from ?? []) : [];
    for (const label of labels) {
      const known = byBucket.get(label);
      if (known === undefined) byBucket.set(label, [configuration]);
      else known.push(configuration);
    }
  }
  return byBucket;
}

/** Buckets that a rule of another bucket writes to, or may write to. */
function replicasOf(topology: Topology): ReadonlySet<string> {
  const labels = routesOf(topology)
    .filter(isEnabled)
    .flatMap(({ source, destination }) => {
      const sources = possible(source).map(({ label }) => label);
      return possible(destination).flatMap(({ label }) => (sources.includes(label) ? [] : [label]));
    });
  return new Set(labels);
}

/** URN -> whether the resource has the tag; those of other types do no harm. */
function tagsOf(
  resources: readonly PolicyResource[],
  settings: PolicyConfig,
): ReadonlyMap<string, Known<boolean>> {
  return new Map(resources.map((resource) => [resource.urn, isTagged(resource, settings)]));
}

function isTagged({ props, propertyDependencies }: PolicyResource, settings: PolicyConfig): Known<boolean> {
  const answers = ["tagsAll", "tags"].map((name): Known<boolean> => {
    const origins = propertyDependencies[name]?.map(({ urn }) => urn) ?? [];
    const tags = new Property(ownValue(props, name), name, origins);
    const tag = tags.at(settings.get(tagKey)).text();
    // The provider computes all tags from those that are written and its own.
    if ("unknown" in tag) return name === "tagsAll" && "unknown" in tags.value() ? { known: false } : tag;
    return { known: tag.known === settings.get(tagValue) };
  });
  return anyIsTrue(answers);
}

function arnOf({ name, site }: Bucket): string {
  return "known" in name ? bucketArn(site.partition, name.known) : "";
}

/** ARNs of buckets whose configuration a role that S3 may assume reads: nothing but replication needs that. */
function bucketsReadForReplication({ roles }: Topology): ReadonlySet<string> {
  const statements = roles
    .filter(({ trust }) => isTrustedByS3(statementsOf(trust.document)))
    .flatMap(({ policies }) => policies.flatMap(({ document }) => statementsOf(document)));
  return new Set(
    statements
      .filter((statement) => statement.allows && isAbout(statement, "s3:GetReplicationConfiguration"))
      .flatMap(({ resources }) => resources),
  );
}

function statementsOf(document: Topology["roles"][number]["trust"]["document"]): readonly Statement[] {
  const reading = "known" in document ? documentOf(document.known) : undefined;
  return reading !== undefined && "statements" in reading ? reading.statements : [];
}
