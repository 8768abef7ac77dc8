/** Builds topologies that work, to be changed in one place. */
import type { PolicyDocument, PolicyStatement, StatementCondition } from "../../model/evaluation/types";
import type {
  Bucket,
  Key,
  Known,
  ReplicationConfiguration,
  ReplicationRule,
  Role,
  RuleFilter,
  Topology,
} from "../../model/topology";

/** The same type with nothing read-only in it, so that a test can change one thing. */
export type Draft<T> = T extends readonly (infer U)[]
  ? Draft<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

export type TopologyDraft = Draft<Topology>;

export const SOURCE_ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const THIRD_ACCOUNT = "777788889999";
export const SOURCE_REGION = "eu-west-1";

export interface ReplicaShape {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

export type ReplicationRuleDraft = Draft<ReplicationRule>;

export interface Shape {
  readonly replicas?: readonly ReplicaShape[];
  readonly filter?: RuleFilter;
  readonly deleteMarkers?: "Enabled" | "Disabled";
  readonly objectLock?: boolean;
  readonly bucketKeys?: boolean;
  /** `none`: both ends use SSE-S3. */
  readonly kms?: "customer" | "none";
  readonly changesOwner?: boolean;
  readonly replicationTime?: boolean;
}

export const SAME_ACCOUNT_REPLICA: ReplicaShape = {
  name: "acme-archive-replica",
  account: SOURCE_ACCOUNT,
  region: "eu-central-1",
};
export const OTHER_ACCOUNT_REPLICA: ReplicaShape = {
  name: "partner-archive",
  account: OTHER_ACCOUNT,
  region: "us-east-1",
};

export const SOURCE_NAME = "acme-archive";
export const SOURCE_ARN = `arn:aws:s3:::${SOURCE_NAME}`;
export const ROLE_ARN = `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/archive-replication`;
export const SOURCE_KEY_ARN = `arn:aws:kms:${SOURCE_REGION}:${SOURCE_ACCOUNT}:key/11111111-1111-4111-8111-111111111111`;

/** Every replica has a key of its own: the last letters of its name, as hexadecimal digits, end the key's id. */
export function keyArnOf({ name, region, account }: ReplicaShape): string {
  const digits = Buffer.from(name.slice(-6).padStart(6, "0")).toString("hex");
  return `arn:aws:kms:${region}:${account}:key/22222222-2222-4222-8222-${digits}`;
}

/** A topology in which every route works. */
export function workingTopology(shape: Shape = {}): TopologyDraft {
  const replicas = shape.replicas ?? [SAME_ACCOUNT_REPLICA];
  return draft({
    buckets: [
      bucket(SOURCE_NAME, SOURCE_ACCOUNT, SOURCE_REGION, shape, SOURCE_NAME, tlsOnly(SOURCE_NAME)),
      ...replicas.map((replica) => replicaBucket(replica, shape)),
    ],
    keys:
      shape.kms === "none"
        ? []
        : [
            key("source-key", SOURCE_KEY_ARN, SOURCE_ACCOUNT, SOURCE_REGION, [delegation(SOURCE_ACCOUNT)]),
            ...replicas.map(replicaKey),
          ],
    roles: [role(replicas, shape)],
    configurations: [
      {
        label: "configuration",
        source: { to: SOURCE_NAME },
        role: { to: "role", written: ROLE_ARN },
        rules: { known: replicas.map((replica, priority) => rule(replica, priority, shape)) },
      },
    ],
  });
}

/** A copy in which everything can be changed. */
export function draft(topology: Topology): TopologyDraft {
  // A copy of its own may be changed, which no type says.
  return structuredClone(topology) as TopologyDraft;
}

function bucket(
  name: string,
  account: string,
  region: string,
  shape: Shape,
  label: string,
  statements: readonly PolicyStatement[],
): Bucket {
  return {
    label,
    name: { known: name },
    site: { account: { known: account }, region: { known: region }, partition: "aws" },
    versioning: { known: "Enabled" },
    encryption: {
      known: {
        algorithm: { known: shape.kms === "none" ? "AES256" : "aws:kms" },
        key: shape.kms === "none" ? undefined : { to: label === SOURCE_NAME ? "source-key" : `${label}-key` },
        bucketKeyEnabled: { known: shape.bucketKeys ?? true },
        blockedEncryptionTypes: { known: ["SSE-C"] },
      },
    },
    publicAccessBlock: {
      known: {
        blockPublicAcls: { known: true },
        blockPublicPolicy: { known: true },
        ignorePublicAcls: { known: true },
        restrictPublicBuckets: { known: true },
      },
    },
    objectOwnership: {
      known: label !== SOURCE_NAME && shape.changesOwner ? "BucketOwnerPreferred" : "BucketOwnerEnforced",
    },
    policy: { label: `bucket policy of ${name}`, document: { known: document(statements) } },
    objectLock: { known: shape.objectLock ?? false },
    requesterPays: { known: false },
  };
}

function replicaBucket(replica: ReplicaShape, shape: Shape): Bucket {
  const { name, account, region } = replica;
  const grant: PolicyStatement = {
    Sid: "Replication",
    Effect: "Allow",
    Principal: { AWS: ROLE_ARN },
    Action: replicaActions(shape),
    Resource: `arn:aws:s3:::${name}/*`,
  };
  const statements = account === SOURCE_ACCOUNT ? tlsOnly(name) : [...tlsOnly(name), grant];
  return bucket(name, account, region, shape, name, statements);
}

function replicaKey(replica: ReplicaShape): Key {
  const grant: PolicyStatement = {
    Sid: "Replication",
    Effect: "Allow",
    Principal: { AWS: ROLE_ARN },
    Action: ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
    Resource: "*",
    Condition: keyCondition(replica.region, replica.name),
  };
  return key(`${replica.name}-key`, keyArnOf(replica), replica.account, replica.region, [
    delegation(replica.account),
    ...(replica.account === SOURCE_ACCOUNT ? [] : [grant]),
  ]);
}

function key(
  label: string,
  arn: string,
  account: string,
  region: string,
  statements: readonly PolicyStatement[],
): Key {
  return {
    label,
    arn: { known: arn },
    site: { account: { known: account }, region: { known: region }, partition: "aws" },
    enabled: { known: true },
    usage: { known: "ENCRYPT_DECRYPT" },
    spec: { known: "SYMMETRIC_DEFAULT" },
    policy: { label: `key policy of ${label}`, document: { known: document(statements) } },
    grants: [],
    aliases: [],
  };
}

function role(replicas: readonly ReplicaShape[], shape: Shape): Role {
  return {
    label: "role",
    name: { known: "archive-replication" },
    arn: { known: ROLE_ARN },
    account: { known: SOURCE_ACCOUNT },
    trust: {
      label: "trust policy of archive-replication",
      document: {
        known: document([
          {
            Sid: "S3",
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ]),
      },
    },
    policies: [
      {
        label: 'inline policy "replicate" of archive-replication',
        document: { known: document(roleStatements(replicas, shape)) },
      },
    ],
    boundary: undefined,
  };
}

function roleStatements(replicas: readonly ReplicaShape[], shape: Shape): readonly PolicyStatement[] {
  const prefix = shape.filter?.prefix ?? "";
  const lockReads = shape.objectLock ? ["s3:GetObjectRetention", "s3:GetObjectLegalHold"] : [];
  return [
    {
      Sid: "Configuration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: SOURCE_ARN,
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        ...lockReads,
      ],
      Resource: `${SOURCE_ARN}/${prefix}*`,
    },
    {
      Sid: "Replicas",
      Effect: "Allow",
      Action: replicaActions(shape),
      Resource: replicas.map(({ name }) => `arn:aws:s3:::${name}/${prefix}*`),
    },
    ...(shape.kms === "none" ? [] : keyStatements(replicas)),
  ];
}

function keyStatements(replicas: readonly ReplicaShape[]): readonly PolicyStatement[] {
  return [
    {
      Sid: "SourceKey",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: SOURCE_KEY_ARN,
      Condition: keyCondition(SOURCE_REGION, SOURCE_NAME),
    },
    ...replicas.map(
      (replica, index): PolicyStatement => ({
        Sid: `ReplicaKey${index}`,
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
        Resource: keyArnOf(replica),
        Condition: keyCondition(replica.region, replica.name),
      }),
    ),
  ];
}

function rule(replica: ReplicaShape, priority: number, shape: Shape): ReplicationRule {
  const isForeign = replica.account !== SOURCE_ACCOUNT;
  const timed = shape.replicationTime === true;
  return {
    id: { known: `to-${replica.name}` },
    status: { known: "Enabled" },
    priority: { known: priority },
    filter: { known: shape.filter ?? { prefix: "", tags: {}, elements: ["prefix"] } },
    legacyPrefix: { known: undefined },
    deleteMarkerReplication: { known: shape.deleteMarkers ?? "Enabled" },
    sseKmsEncryptedObjects: { known: shape.kms === "none" ? undefined : "Enabled" },
    replicaModifications: { known: undefined },
    existingObjectReplication: { known: undefined },
    destination: {
      bucket: { to: replica.name, written: `arn:aws:s3:::${replica.name}` },
      account: { known: isForeign ? replica.account : undefined },
      storageClass: { known: undefined },
      ownerTranslation: { known: isForeign && shape.changesOwner ? "Destination" : undefined },
      replicaKey:
        shape.kms === "none" ? undefined : { to: `${replica.name}-key`, written: keyArnOf(replica) },
      metrics: {
        known: timed ? { status: "Enabled", eventThresholdMinutes: 15 } : { status: "Enabled" },
      },
      replicationTime: { known: timed ? { status: "Enabled", minutes: 15 } : undefined },
    },
  };
}

function replicaActions(shape: Shape): string[] {
  return [
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    ...(shape.deleteMarkers === "Disabled" ? [] : ["s3:ReplicateDelete"]),
    ...(shape.changesOwner ? ["s3:ObjectOwnerOverrideToBucketOwner"] : []),
  ];
}

/** The condition that ties a key to S3 in its region and to one bucket. */
export function keyCondition(region: string, name: string): Draft<StatementCondition> {
  return {
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: {
      "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
    },
  };
}

export function document(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Leaves every decision about a key to its account's IAM policies. */
export function delegation(account: string): PolicyStatement {
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

export function tlsOnly(name: string): readonly PolicyStatement[] {
  return [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}

/** The value at a path of a draft; fails the test where there is none. */
export function there<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`expected ${what} in the topology, found none`);
  return value;
}

export function bucketOf(topology: TopologyDraft, label: string): Draft<Bucket> {
  return there(
    topology.buckets.find((one) => one.label === label),
    `bucket ${label}`,
  );
}

export function keyOf(topology: TopologyDraft, label: string): Draft<Key> {
  return there(
    topology.keys.find((one) => one.label === label),
    `key ${label}`,
  );
}

export function roleOf(topology: TopologyDraft): Draft<Role> {
  return there(topology.roles[0], "a role");
}

export function configurationOf(topology: TopologyDraft): Draft<ReplicationConfiguration> {
  return there(topology.configurations[0], "a configuration");
}

export function ruleOf(topology: TopologyDraft, position = 0): Draft<ReplicationRule> {
  const rules = knownIn(configurationOf(topology).rules);
  return there(rules[position], `rule ${position + 1}`);
}

export function knownIn<T>(value: Known<T>): T {
  if ("unknown" in value) throw new Error(`expected a known value, found one that is not: ${value.unknown}`);
  return value.known;
}

/** The statements of an attached policy, which a test may change. */
export function statementsOf(policy: Draft<Bucket>["policy"] | undefined): Draft<PolicyStatement>[] {
  return knownIn(there(policy, "a policy").document).Statement;
}

/** One statement of an attached policy, by its Sid. */
export function statementOf(
  policy: Draft<Bucket>["policy"] | undefined,
  sid: string,
): Draft<PolicyStatement> {
  return there(
    statementsOf(policy).find(({ Sid }) => Sid === sid),
    `statement ${sid}`,
  );
}
