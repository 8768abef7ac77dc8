/** Names, statements and set-ups that many entries share: a source, a replica of its account and one of a partner's. */
import type { BucketSetUp, Conditions, KeySetUp, RoleSetUp, RuleSetUp, SetUp, Statement } from "./setUp";

export const OWN = "111122223333";
export const PARTNER = "444455556666";
export const SOURCE_REGION = "eu-west-1";
export const REPLICA_REGION = "eu-central-1";
export const PARTNER_REGION = "us-east-1";

export const SOURCE = "acme-data";
export const REPLICA = "acme-data-copy";
export const PARTNERS = "partner-data-copy";

export const arn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objects = (bucket: string, prefix = "") => `arn:aws:s3:::${bucket}/${prefix}*`;
export const all = (bucket: string) => [arn(bucket), objects(bucket)];

export const SOURCE_KEY = `arn:aws:kms:${SOURCE_REGION}:${OWN}:key/11111111-1111-4111-8111-111111111111`;
export const REPLICA_KEY = `arn:aws:kms:${REPLICA_REGION}:${OWN}:key/22222222-2222-4222-8222-222222222222`;
export const PARTNER_KEY = `arn:aws:kms:${PARTNER_REGION}:${PARTNER}:key/33333333-3333-4333-8333-333333333333`;

export const ROLE_NAME = "s3-replication";
export const ROLE = `arn:aws:iam::${OWN}:role/${ROLE_NAME}`;
export const ROLE_SESSION = `arn:aws:sts::${OWN}:assumed-role/${ROLE_NAME}/s3-replication`;
export const root = (account: string) => `arn:aws:iam::${account}:root`;
export const everybody = { AWS: "*" };

type Texts = string | readonly string[];

export const allow = (Action: Texts, Resource: Texts, Condition?: Conditions): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** An Allow of a resource's policy. */
export const letIn = (AWS: Texts, Action: Texts, Resource: Texts, Condition?: Conditions): Statement => ({
  ...allow(Action, Resource, Condition),
  Principal: { AWS },
});

/** An Allow for a service. */
export const serve = (Service: Texts, Action: Texts, Resource: Texts, Condition?: Conditions): Statement => ({
  ...allow(Action, Resource, Condition),
  Principal: { Service },
});

/** A Deny of a resource's policy, for everybody. */
export const deny = (Action: Texts, Resource: Texts, Condition?: Conditions): Statement => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** A Deny of an identity's policy. */
export const forbid = (Action: Texts, Resource: Texts, Condition?: Conditions): Statement => ({
  Effect: "Deny",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

export const CONFIGURATION = allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], arn(SOURCE));
export const read = (prefix = "", ...more: readonly string[]) =>
  allow(
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging", ...more],
    objects(SOURCE, prefix),
  );
export const READ = read();
export const LOCK_READS = ["s3:GetObjectRetention", "s3:GetObjectLegalHold"];
export const write = (to: string, ...more: readonly string[]) =>
  allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", ...more], objects(to));
export const OVERRIDE = "s3:ObjectOwnerOverrideToBucketOwner";

/** "Setting up permissions for live replication". */
export const basic = (to: string): readonly Statement[] => [CONFIGURATION, READ, write(to)];

/** S3 in a region, with the bucket's objects as encryption context, or what else is named. */
export const through = (region: string, ...context: readonly string[]): Conditions => ({
  StringLike: {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    ...(context.length > 0 && { "kms:EncryptionContext:aws:s3:arn": context }),
  },
});

export const decrypt = (condition?: Conditions) => allow("kms:Decrypt", SOURCE_KEY, condition);
export const encrypt = (key: string, condition?: Conditions) => allow("kms:Encrypt", key, condition);
export const encryptAll = (key: string, condition?: Conditions) =>
  allow(["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], key, condition);

export const delegated = (account: string) => letIn(root(account), "kms:*", "*");

/** Statements that let a partner's bucket be replicated to. */
export const lettingIn = (principal: Texts, ...more: readonly string[]): readonly Statement[] => [
  letIn(
    principal,
    ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", ...more],
    objects(PARTNERS),
  ),
];

export const TLS_ONLY = (bucket: string) =>
  deny("s3:*", all(bucket), { Bool: { "aws:SecureTransport": "false" } });

/** What one source and one replica differ in from the plainest ones, which work once the role may do what it must. */
export interface Pair {
  /** Statements of the role; `basic` where left out. */
  readonly role?: readonly Statement[];
  readonly roleIs?: Partial<RoleSetUp>;
  /** ARN that the configuration gives. */
  readonly roleArn?: string;
  /** Both ends use SSE-KMS with customer managed keys, and the rule selects such objects. */
  readonly kms?: boolean;
  readonly bucketKeys?: boolean;
  readonly source?: Partial<BucketSetUp>;
  readonly destination?: Partial<BucketSetUp>;
  readonly sourceKey?: Partial<KeySetUp>;
  readonly replicaKey?: Partial<KeySetUp>;
  readonly rule?: Partial<RuleSetUp>;
  /** In place of the one rule. */
  readonly rules?: readonly RuleSetUp[];
  readonly also?: Partial<SetUp>;
}

/** A source and a replica in one account. */
export const same = (pair: Pair = {}) => pairOf(pair, REPLICA, OWN, REPLICA_REGION, REPLICA_KEY);

/** A source and a replica in a partner's account, whose policies have to let the role in. */
export const cross = (pair: Pair = {}) => pairOf(pair, PARTNERS, PARTNER, PARTNER_REGION, PARTNER_KEY);

function pairOf(pair: Pair, to: string, account: string, region: string, replicaKey: string): SetUp {
  const { kms = false, bucketKeys = false, also } = pair;
  const encryption = (key: string) =>
    kms ? { encryption: { algorithm: "aws:kms" as const, key, bucketKeys } } : {};
  const rule: RuleSetUp = {
    to,
    ...(kms && { kmsObjects: "Enabled" as const, replicaKey }),
    ...pair.rule,
    destination: { ...(account !== OWN && { account }), ...pair.rule?.destination },
  };
  return {
    buckets: [
      { name: SOURCE, account: OWN, region: SOURCE_REGION, ...encryption(SOURCE_KEY), ...pair.source },
      { name: to, account, region, ...encryption(replicaKey), ...pair.destination },
      ...(also?.buckets ?? []),
    ],
    keys: [
      ...(kms || pair.sourceKey !== undefined ? [{ arn: SOURCE_KEY, ...pair.sourceKey }] : []),
      ...(kms || pair.replicaKey !== undefined ? [{ arn: replicaKey, ...pair.replicaKey }] : []),
      ...(also?.keys ?? []),
    ],
    roles: [
      { name: ROLE_NAME, account: OWN, statements: pair.role ?? basic(to), ...pair.roleIs },
      ...(also?.roles ?? []),
    ],
    replication: [
      { from: SOURCE, role: pair.roleArn ?? ROLE, rules: pair.rules ?? [rule] },
      ...(also?.replication ?? []),
    ],
  };
}
