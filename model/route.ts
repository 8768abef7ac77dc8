/** Routes: every rule of every replication configuration with the bucket, role and keys that it leads to. */
import { bucketNameOfArn } from "../aws/arns";
import type {
  Bucket,
  Key,
  Reference,
  ReplicationConfiguration,
  ReplicationRule,
  Role,
  Topology,
  Unknown,
} from "./topology";

/** What a reference leads to. */
export type Resolved<T> = Found<T> | Outside | Unresolved<T>;

export interface Found<T> {
  readonly found: T;
  /** The text that was written, e.g. an alias ARN; left out where the value itself is not known yet. */
  readonly written?: string;
}

/** A resource that is not part of what was read: nothing about it may be assumed. */
export interface Outside {
  readonly outside: string;
  /** AWS says that nothing of this name exists. */
  readonly missing?: true;
}

export interface Unresolved<T> {
  /** Completes "… is not known: ". */
  readonly unknown: string;
  /** Where the value can only be one of these, all of them; otherwise empty. */
  readonly candidates: readonly T[];
}

/** The key that a bucket or a rule encrypts with. */
export type KeyUse =
  | Resolved<Key>
  /** No KMS key takes part, and why. */
  | { readonly none: string }
  /** `aws/s3`, the AWS managed key of the bucket's account and region: its policy cannot be changed. */
  | { readonly awsManaged: string };

/** What a reference leads to, or all that it may lead to as far as is known; nothing where that was not read. */
export function possible<T>(use: Resolved<T> | Exclude<KeyUse, Resolved<Key>>): readonly T[] {
  if ("found" in use) return [use.found];
  return "candidates" in use ? use.candidates : [];
}

/** What identifies a bucket; undefined where it is not known which one it is. */
export function endKey(end: Resolved<Bucket>): string | undefined {
  if ("found" in end) return `label ${end.found.label}`;
  return "outside" in end ? `outside ${end.outside}` : undefined;
}

/** How a sentence names a bucket: by its name, else by what is known of it. */
export function bucketName(end: Resolved<Bucket>): string {
  if ("outside" in end) return bucketNameOfArn(end.outside);
  if ("unknown" in end) return "unknown";
  const { name, label } = end.found;
  return "known" in name ? name.known : label;
}

/** One rule applied from the primary to one replica. */
export interface Route {
  /** Unique in the topology: the configuration's label, `#` and the rule's position counted from 1. */
  readonly id: string;
  /** The rule's id, or `rule 2` where it has none or it is not known. */
  readonly ruleName: string;
  /** Position of the rule in its configuration, counted from 0. */
  readonly position: number;
  readonly configuration: ReplicationConfiguration;
  readonly rule: ReplicationRule;
  readonly source: Resolved<Bucket>;
  readonly destination: Resolved<Bucket>;
  readonly role: Resolved<Role>;
  /** The key of the source bucket's default encryption: new objects that state nothing else are read with it. */
  readonly sourceKey: KeyUse;
  /** The rule's `replicaKmsKeyId`: SSE-KMS objects are written with it. */
  readonly replicaKey: KeyUse;
  /** The key of the destination bucket's default encryption. */
  readonly destinationKey: KeyUse;
}

/** Whether the rule is switched off; one whose status is not known counts as a rule that replicates. */
export function isDisabled({ status }: Pick<ReplicationRule, "status">): boolean {
  return "known" in status && status.known === "Disabled";
}

/** A replication configuration whose rules cannot be read, so that its routes cannot be listed. */
export interface UnreadableConfiguration {
  readonly configuration: ReplicationConfiguration;
  readonly source: Resolved<Bucket>;
  readonly unknown: string;
}

/** Every route of the topology, in the order of its configurations and their rules. Linear in their number. */
export function routesOf(topology: Topology): readonly Route[] {
  const lookUp = lookUpIn(topology);
  return topology.configurations.flatMap((configuration) =>
    "known" in configuration.rules
      ? configuration.rules.known.map((rule, position) => routeOf(configuration, rule, position, lookUp))
      : [],
  );
}

/** The configurations that {@link routesOf} has to leave out. */
export function unreadableConfigurations(topology: Topology): readonly UnreadableConfiguration[] {
  const lookUp = lookUpIn(topology);
  return topology.configurations.flatMap((configuration) =>
    "known" in configuration.rules
      ? []
      : [
          {
            configuration,
            source: resolve(configuration.source, lookUp.buckets),
            unknown: configuration.rules.unknown,
          },
        ],
  );
}

interface LookUp {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly roles: ReadonlyMap<string, Role>;
}

function lookUpIn(topology: Topology): LookUp {
  return {
    buckets: byLabel(topology.buckets),
    keys: byLabel(topology.keys),
    roles: byLabel(topology.roles),
  };
}

function byLabel<T extends { readonly label: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.label, item]));
}

function routeOf(
  configuration: ReplicationConfiguration,
  rule: ReplicationRule,
  position: number,
  lookUp: LookUp,
): Route {
  const source = resolve(configuration.source, lookUp.buckets);
  const destination = resolve(rule.destination.bucket, lookUp.buckets);
  return {
    id: `${configuration.label}#${position + 1}`,
    ruleName: nameOf(rule, position),
    position,
    configuration,
    rule,
    source,
    destination,
    role: resolve(configuration.role, lookUp.roles),
    sourceKey: defaultKeyOf(source, "source", lookUp.keys),
    replicaKey: replicaKeyOf(rule, lookUp.keys),
    destinationKey: defaultKeyOf(destination, "destination", lookUp.keys),
  };
}

function nameOf(rule: ReplicationRule, position: number): string {
  const id = "known" in rule.id ? rule.id.known : undefined;
  return id === undefined || id === "" ? `rule ${position + 1}` : id;
}

function resolve<T>(reference: Reference, items: ReadonlyMap<string, T>): Resolved<T> {
  if ("unknown" in reference) return unresolved(reference, items);
  if ("outside" in reference) return reference;
  const found = items.get(reference.to);
  if (found === undefined) return { outside: reference.written ?? reference.to };
  return reference.written === undefined ? { found } : { found, written: reference.written };
}

function unresolved<T>(reference: Unknown, items: ReadonlyMap<string, T>): Unresolved<T> {
  const candidates = (reference.from ?? []).flatMap((label) => {
    const item = items.get(label);
    return item === undefined ? [] : [item];
  });
  return { unknown: reference.unknown, candidates };
}

function replicaKeyOf(rule: ReplicationRule, keys: ReadonlyMap<string, Key>): KeyUse {
  const reference = rule.destination.replicaKey;
  if (reference === undefined) return { none: "the rule names no replica key" };
  return managedOr(resolve(reference, keys));
}

function defaultKeyOf(
  bucket: Resolved<Bucket>,
  role: "source" | "destination",
  keys: ReadonlyMap<string, Key>,
): KeyUse {
  if ("outside" in bucket) return { unknown: `the ${role} bucket is outside of the stack`, candidates: [] };
  if ("unknown" in bucket) return { unknown: bucket.unknown, candidates: [] };
  const { encryption } = bucket.found;
  if ("unknown" in encryption) return unresolved(encryption, keys);
  if (encryption.known === undefined) return { none: "the bucket encrypts with SSE-S3" };
  const { algorithm, key } = encryption.known;
  if ("unknown" in algorithm) return unresolved(algorithm, keys);
  if (!algorithm.known.startsWith("aws:kms")) return { none: "the bucket encrypts with SSE-S3" };
  return key === undefined ? { awsManaged: "alias/aws/s3" } : managedOr(resolve(key, keys));
}

function managedOr(key: Resolved<Key>): KeyUse {
  return "outside" in key && /(^|:)alias\/aws\/s3$/.test(key.outside) ? { awsManaged: key.outside } : key;
}
