/** Topologies of a primary and its replicas, with whatever a test wants different. */
import type {
  AccountRegion,
  Bucket,
  BucketEncryption,
  Key,
  ReplicationConfiguration,
  ReplicationRule,
  RuleDestination,
  Topology,
} from "../../../model/topology";

export const sourceAccount = "111122223333";
export const otherAccount = "444455556666";

export function site(region: string, account = sourceAccount): AccountRegion {
  return { account: { known: account }, region: { known: region }, partition: "aws" };
}

export function kms(key: string): Bucket["encryption"] {
  return { known: encryption("aws:kms", key) };
}

export function encryption(algorithm: string, key?: string): BucketEncryption {
  return {
    algorithm: { known: algorithm },
    key: key === undefined ? undefined : { to: key },
    bucketKeyEnabled: { known: true },
    blockedEncryptionTypes: { known: ["NONE"] },
  };
}

export function bucket(label: string, differences: Partial<Bucket> = {}): Bucket {
  return {
    label,
    name: { known: label },
    site: site(label === "primary" ? "eu-west-1" : "eu-central-1"),
    versioning: { known: "Enabled" },
    encryption: kms(`${label}-key`),
    publicAccessBlock: { known: undefined },
    objectOwnership: { known: "BucketOwnerEnforced" },
    policy: undefined,
    objectLock: { known: false },
    requesterPays: { known: false },
    ...differences,
  };
}

export function key(label: string): Key {
  return {
    label,
    arn: { known: `arn:aws:kms:eu-west-1:${sourceAccount}:key/${label}` },
    site: site("eu-west-1"),
    enabled: { known: true },
    usage: { known: "ENCRYPT_DECRYPT" },
    spec: { known: "SYMMETRIC_DEFAULT" },
    policy: undefined,
    grants: [],
    aliases: [],
  };
}

type RuleDifferences = Partial<Omit<ReplicationRule, "destination">> & {
  readonly destination?: Partial<RuleDestination>;
};

export function rule(id: string, differences: RuleDifferences = {}): ReplicationRule {
  const { destination, ...others } = differences;
  return {
    id: { known: id },
    status: { known: "Enabled" },
    priority: { known: 0 },
    filter: { known: { tags: {} } },
    legacyPrefix: { known: undefined },
    deleteMarkerReplication: { known: "Enabled" },
    sseKmsEncryptedObjects: { known: "Enabled" },
    replicaModifications: { known: undefined },
    existingObjectReplication: { known: undefined },
    ...others,
    destination: {
      bucket: { to: "replica" },
      account: { known: undefined },
      storageClass: { known: undefined },
      ownerTranslation: { known: undefined },
      replicaKey: { to: "replica-key" },
      metrics: { known: undefined },
      replicationTime: { known: undefined },
      ...destination,
    },
  };
}

export function configuration(source: string, rules: readonly ReplicationRule[]): ReplicationConfiguration {
  return {
    label: `replication of ${source}`,
    source: { to: source },
    role: { to: "role" },
    rules: { known: rules },
  };
}

export interface Pieces {
  readonly rules?: readonly ReplicationRule[];
  readonly primary?: Partial<Bucket>;
  readonly replica?: Partial<Bucket>;
  readonly otherBuckets?: readonly Bucket[];
  readonly otherConfigurations?: readonly ReplicationConfiguration[];
}

/** A primary and a replica that work, with differences. */
export function topologyOf(pieces: Pieces = {}): Topology {
  const buckets = [
    bucket("primary", pieces.primary),
    bucket("replica", pieces.replica),
    ...(pieces.otherBuckets ?? []),
  ];
  return {
    buckets,
    keys: buckets.map(({ label }) => key(`${label}-key`)),
    roles: [],
    configurations: [
      configuration("primary", pieces.rules ?? [rule("all")]),
      ...(pieces.otherConfigurations ?? []),
    ],
  };
}
