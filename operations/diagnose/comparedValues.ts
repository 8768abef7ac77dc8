/** The values of resources in the words in which a stack and an account are compared. */
import { bucketNameOfArn } from "../../aws/arns";
import {
  type AttachedPolicy,
  type Bucket,
  type Key,
  type Known,
  knownValue,
  type Reference,
  type ReplicationRule,
  type Role,
  type Topology,
} from "../../model";

export interface Value {
  readonly what: string;
  readonly value: Known<string>;
}

export interface DocumentValue {
  readonly what: string;
  readonly policy: AttachedPolicy | undefined;
}

export function bucketValues(bucket: Bucket, topology: Topology): readonly Value[] {
  const { versioning, encryption, publicAccessBlock, objectOwnership, objectLock, requesterPays } = bucket;
  return [
    { what: "versioning", value: versioning },
    { what: "default encryption", value: encryptionText(encryption, topology) },
    {
      what: "public access block",
      value: text(publicAccessBlock, (block) => {
        if (block === undefined) return "none";
        const { blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets } = block;
        return [
          `blockPublicAcls ${flag(blockPublicAcls)}`,
          `blockPublicPolicy ${flag(blockPublicPolicy)}`,
          `ignorePublicAcls ${flag(ignorePublicAcls)}`,
          `restrictPublicBuckets ${flag(restrictPublicBuckets)}`,
        ].join(", ");
      }),
    },
    // S3 makes buckets so.
    { what: "object ownership", value: text(objectOwnership, (stated) => stated ?? "BucketOwnerEnforced") },
    { what: "Object Lock", value: text(objectLock, onOff) },
    { what: "requester pays", value: text(requesterPays, onOff) },
  ];
}

function encryptionText(encryption: Bucket["encryption"], topology: Topology): Known<string> {
  if ("unknown" in encryption) return encryption;
  if (encryption.known === undefined) return { known: "AES256" };
  const { algorithm, key, bucketKeyEnabled } = encryption.known;
  if ("unknown" in algorithm) return algorithm;
  if (algorithm.known === "AES256") return algorithm;
  const named = key === undefined ? { known: "aws/s3" } : keyText(key, topology);
  if ("unknown" in named) return named;
  return { known: `${algorithm.known} with ${named.known}, bucket key ${flag(bucketKeyEnabled)}` };
}

function keyText(reference: Reference, { keys }: Topology): Known<string> {
  if ("unknown" in reference) return { unknown: reference.unknown };
  if ("outside" in reference) return { known: reference.outside };
  return (
    keys.find(({ label }) => label === reference.to)?.arn ?? { known: reference.written ?? reference.to }
  );
}

export function keyValues({ enabled }: Key): readonly Value[] {
  return [{ what: "enabled", value: text(enabled, (on) => (on ? "yes" : "no")) }];
}

export function roleValues({ trust, policies, boundary }: Role): readonly DocumentValue[] {
  return [
    { what: "trust policy", policy: trust },
    ...policies.map((policy) => ({ what: nameOf(policy), policy })),
    ...(boundary === undefined ? [] : [{ what: "permissions boundary", policy: boundary }]),
  ];
}

/** `inline policy "name"`, `managed policy "name"`: a stack names policies outside of it by their ARN. */
function nameOf({ label }: AttachedPolicy): string {
  const own = label.replace(/ of role ".*"$/, "");
  return own.replace(
    /^managed policy (arn:\S+)$/,
    (_, arn: string) => `managed policy "${arn.split("/").at(-1)}"`,
  );
}

export interface ConfigurationValues {
  readonly values: readonly Value[];
  /** Names of the rules, or why they are not known. */
  readonly rules: readonly string[] | { readonly unknown: string };
}

export function configurationValues(bucket: Bucket, topology: Topology): ConfigurationValues {
  const configuration = topology.configurations.find(
    ({ source }) => "to" in source && source.to === bucket.label,
  );
  if (configuration === undefined) return { values: [], rules: [] };
  const { role, rules } = configuration;
  if ("unknown" in rules) return { values: [], rules: { unknown: rules.unknown } };
  const named = rules.known.map((rule, place) => ({
    name: knownValue(rule.id) ?? `rule ${place + 1}`,
    rule,
  }));
  return {
    values: [
      { what: "replication role", value: roleText(role, topology) },
      ...named.flatMap(({ name, rule }) =>
        ruleValues(rule, topology).map(({ what, value }) => ({ what: `rule ${name}: ${what}`, value })),
      ),
    ],
    rules: named.map(({ name }) => name),
  };
}

function roleText(reference: Reference, { roles }: Topology): Known<string> {
  if ("unknown" in reference) return { unknown: reference.unknown };
  if ("outside" in reference) return { known: reference.outside };
  return (
    roles.find(({ label }) => label === reference.to)?.arn ?? { known: reference.written ?? reference.to }
  );
}

function ruleValues(rule: ReplicationRule, topology: Topology): readonly Value[] {
  const { destination } = rule;
  const off = (value: Known<string | undefined>) => text(value, (stated) => stated ?? "Disabled");
  return [
    { what: "status", value: rule.status },
    { what: "priority", value: text(rule.priority, (priority) => String(priority ?? 0)) },
    { what: "filter", value: filterText(rule) },
    { what: "delete markers", value: off(rule.deleteMarkerReplication) },
    { what: "SSE-KMS objects", value: off(rule.sseKmsEncryptedObjects) },
    { what: "replica modifications", value: off(rule.replicaModifications) },
    { what: "destination", value: bucketText(destination.bucket, topology) },
    { what: "destination account", value: text(destination.account, (account) => account ?? "not stated") },
    {
      what: "storage class",
      value: text(destination.storageClass, (stated) => stated ?? "that of the source"),
    },
    { what: "owner", value: text(destination.ownerTranslation, (stated) => stated ?? "that of the source") },
    {
      what: "replica key",
      value:
        destination.replicaKey === undefined ? { known: "none" } : keyText(destination.replicaKey, topology),
    },
    { what: "metrics", value: text(destination.metrics, (metrics) => metrics?.status ?? "Disabled") },
    {
      what: "replication time",
      value: text(destination.replicationTime, (time) => time?.status ?? "Disabled"),
    },
  ];
}

function filterText({ filter, legacyPrefix }: ReplicationRule): Known<string> {
  if ("unknown" in filter) return filter;
  if (filter.known === undefined)
    return text(legacyPrefix, (prefix) => `prefix "${prefix ?? ""}", no filter element`);
  const { prefix = "", tags } = filter.known;
  const words = Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return { known: [`prefix "${prefix}"`, ...words].join(", ") };
}

function bucketText(reference: Reference, { buckets }: Topology): Known<string> {
  if ("unknown" in reference) return { unknown: reference.unknown };
  if ("outside" in reference) return { known: bucketNameOfArn(reference.outside) };
  const found = buckets.find(({ label }) => label === reference.to);
  return found?.name ?? { known: reference.to };
}

function text<T>(value: Known<T>, change: (value: T) => string): Known<string> {
  return "unknown" in value ? value : { known: change(value.known) };
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}

function flag(value: Known<boolean>): string {
  return "unknown" in value ? "unknown" : onOff(value.known);
}
