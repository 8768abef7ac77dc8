/** Faults in keys, their policies and the role's statements about them. */
import {
  bucketOf,
  keyArnOf,
  keyCondition,
  keyOf,
  knownIn,
  OTHER_ACCOUNT,
  ROLE_ARN,
  ruleOf,
  SAME_ACCOUNT_REPLICA,
  SOURCE_ACCOUNT,
  SOURCE_KEY_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
  THIRD_ACCOUNT,
} from "../../../../helpers/topologies";
import { dropRoleStatement, type Fault, ofRole, PARTNER, REPLICA, type Statement, without } from "./fault";

const REPLICA_KEY = `${REPLICA}-key`;
const PARTNER_KEY = `${PARTNER}-key`;
const REPLICA_KEY_ARN = keyArnOf(SAME_ACCOUNT_REPLICA);

const SOURCE_USE = ["source-key-decrypt", "source-key-decrypt-other-context"];
const REPLICA_USE = [
  "replica-key-encrypt",
  "replica-key-decrypt",
  "replica-key-generate-data-key",
  "replica-key-encrypt-other-context",
];
const SOURCE_POLICY = ["source-key-policy", "source-key-policy-other-context"];
const REPLICA_POLICY = [
  "replica-key-policy",
  "replica-key-policy-advised",
  "replica-key-policy-other-context",
];

const ROLE_ACTIONS: readonly Fault[] = (
  [
    ["same", "SourceKey", "kms:Decrypt", SOURCE_USE],
    ["cross", "SourceKey", "kms:Decrypt", SOURCE_USE],
    ["same", "ReplicaKey0", "kms:Encrypt", ["replica-key-encrypt", "replica-key-encrypt-other-context"]],
    ["same", "ReplicaKey0", "kms:Decrypt", ["replica-key-decrypt"]],
    ["same", "ReplicaKey0", "kms:GenerateDataKey", ["replica-key-generate-data-key"]],
    ["cross", "ReplicaKey0", "kms:Encrypt", ["replica-key-encrypt", "replica-key-encrypt-other-context"]],
    ["cross", "ReplicaKey0", "kms:Decrypt", ["replica-key-decrypt"]],
    [
      "objectContext",
      "ReplicaKey0",
      "kms:Encrypt",
      ["replica-key-encrypt", "replica-key-encrypt-other-context"],
    ],
    ["objectContext", "ReplicaKey0", "kms:Decrypt", ["replica-key-decrypt-without-bucket-keys"]],
  ] as const
).map(
  ([on, sid, action, finds]): Fault => ({
    on,
    what: `statement ${sid} of the role lacks ${action}`,
    make: (t) => without(ofRole(t, sid), action),
    finds,
  }),
);

/** What stands in the role's statement about the source key -> what is found. */
const SOURCE_STATEMENT: readonly (readonly [
  what: string,
  (statement: Statement) => void,
  finds: readonly string[],
])[] = [
  [
    "names another key",
    (s) => {
      s.Resource = SOURCE_KEY_ARN.replace("1111-4111", "1111-4112");
    },
    SOURCE_USE,
  ],
  [
    "names the key in another region",
    (s) => {
      s.Resource = SOURCE_KEY_ARN.replace("eu-west-1", "eu-west-2");
    },
    SOURCE_USE,
  ],
  [
    "names the key in another account",
    (s) => {
      s.Resource = SOURCE_KEY_ARN.replace(SOURCE_ACCOUNT, THIRD_ACCOUNT);
    },
    SOURCE_USE,
  ],
  [
    "names the key by its bare id",
    (s) => {
      s.Resource = "11111111-1111-4111-8111-111111111111";
    },
    SOURCE_USE,
  ],
  [
    "names an alias",
    (s) => {
      s.Resource = `arn:aws:kms:eu-west-1:${SOURCE_ACCOUNT}:alias/archive`;
    },
    SOURCE_USE,
  ],
  [
    "names the key in another partition",
    (s) => {
      s.Resource = SOURCE_KEY_ARN.replace("arn:aws:", "arn:aws-cn:");
    },
    SOURCE_USE,
  ],
  [
    "is for another region's S3",
    (s) => {
      s.Condition = keyCondition("eu-central-1", SOURCE_NAME);
    },
    SOURCE_USE,
  ],
  [
    "is for S3 without a region",
    (s) => {
      s.Condition = { StringEquals: { "kms:ViaService": "s3.amazonaws.com" } };
    },
    SOURCE_USE,
  ],
  [
    "is for S3 in China's spelling",
    (s) => {
      s.Condition = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com.cn" } };
    },
    SOURCE_USE,
  ],
  [
    "is for another service",
    (s) => {
      s.Condition = { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } };
    },
    SOURCE_USE,
  ],
  [
    "is for another bucket",
    (s) => {
      s.Condition = keyCondition("eu-west-1", "acme-other");
    },
    SOURCE_USE,
  ],
  [
    "has only the object's context where Bucket Keys are on",
    (s) => {
      s.Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-archive/*" } };
    },
    ["source-key-decrypt"],
  ],
  [
    "has only the bucket's context",
    (s) => {
      s.Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-archive" } };
    },
    ["source-key-decrypt-other-context"],
  ],
  [
    "compares a wildcard with StringEquals",
    (s) => {
      s.Condition = { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-archive*" } };
    },
    SOURCE_USE,
  ],
  [
    "has the malformed context key of the troubleshooting page",
    (s) => {
      s.Condition = { StringLike: { "kms:EncryptionContext:arn:aws:arn": "arn:aws:s3:::acme-archive*" } };
    },
    SOURCE_USE.map((id) => `${id}?`),
  ],
  [
    "asks for a VPC endpoint",
    (s) => {
      s.Condition = { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } };
    },
    SOURCE_USE,
  ],
  [
    "asks for the office's addresses",
    (s) => {
      s.Condition = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
    },
    SOURCE_USE,
  ],
  [
    "asks for another caller",
    (s) => {
      s.Condition = { StringEquals: { "kms:CallerAccount": OTHER_ACCOUNT } };
    },
    SOURCE_USE,
  ],
  [
    "denies",
    (s) => {
      s.Effect = "Deny";
    },
    SOURCE_USE,
  ],
];

const REPLICA_STATEMENT: readonly (readonly [
  what: string,
  (statement: Statement) => void,
  finds: readonly string[],
])[] = [
  [
    "names the source key",
    (s) => {
      s.Resource = SOURCE_KEY_ARN;
    },
    REPLICA_USE,
  ],
  [
    "names an alias",
    (s) => {
      s.Resource = `arn:aws:kms:eu-central-1:${SOURCE_ACCOUNT}:alias/archive/replication`;
    },
    REPLICA_USE,
  ],
  [
    "is for the source region's S3",
    (s) => {
      s.Condition = keyCondition("eu-west-1", REPLICA);
    },
    REPLICA_USE,
  ],
  [
    "is for the source bucket",
    (s) => {
      s.Condition = keyCondition("eu-central-1", SOURCE_NAME);
    },
    REPLICA_USE,
  ],
  [
    "has only the object's context where Bucket Keys are on",
    (s) => {
      s.Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${REPLICA}/*` } };
    },
    ["replica-key-encrypt", "replica-key-decrypt", "replica-key-generate-data-key"],
  ],
  [
    "misspells Encrypt",
    (s) => {
      s.Action = ["kms:Encript", "kms:GenerateDataKey", "kms:Decrypt"];
    },
    ["replica-key-encrypt", "replica-key-encrypt-other-context"],
  ],
];

const STATEMENTS: readonly Fault[] = [
  ...SOURCE_STATEMENT.map(
    ([what, change, finds]): Fault => ({
      on: "same",
      what: `the role's statement about the source key ${what}`,
      make: (t) => change(ofRole(t, "SourceKey")),
      finds,
    }),
  ),
  ...REPLICA_STATEMENT.map(
    ([what, change, finds]): Fault => ({
      on: "same",
      what: `the role's statement about the replica key ${what}`,
      make: (t) => change(ofRole(t, "ReplicaKey0")),
      finds,
    }),
  ),
  {
    on: "objectContext",
    what: "the role's statement about the source key has only the bucket's context where Bucket Keys are off",
    make: (t) => {
      ofRole(t, "SourceKey").Condition = {
        StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-archive" },
      };
    },
    finds: ["source-key-decrypt"],
  },
  {
    on: "objectContext",
    what: "the role's statement about the source key covers one prefix where the rule takes all",
    make: (t) => {
      ofRole(t, "SourceKey").Condition = {
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": [
            "arn:aws:s3:::acme-archive",
            "arn:aws:s3:::acme-archive/logs/*",
          ],
        },
      };
    },
    finds: ["source-key-decrypt"],
  },
  {
    on: "same",
    what: "statement SourceKey is gone",
    make: dropRoleStatement("SourceKey"),
    finds: SOURCE_USE,
  },
  {
    on: "same",
    what: "statement ReplicaKey0 is gone",
    make: dropRoleStatement("ReplicaKey0"),
    finds: REPLICA_USE,
  },
  {
    on: "several",
    what: "the statement about one of several replica keys is gone",
    make: dropRoleStatement("ReplicaKey1"),
    finds: REPLICA_USE,
    routes: [1],
  },
];

const POLICIES: readonly Fault[] = [
  {
    on: "same",
    what: "the source key's policy delegates to nobody",
    make: (t) => {
      statementOf(keyOf(t, "source-key").policy, "Account").Principal = {
        AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin`,
      };
    },
    finds: SOURCE_POLICY,
  },
  {
    on: "same",
    what: "the source key's policy delegates to another account",
    make: (t) => {
      statementOf(keyOf(t, "source-key").policy, "Account").Principal = {
        AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root`,
      };
    },
    finds: SOURCE_POLICY,
  },
  {
    on: "same",
    what: "the source key's policy delegates administration only",
    make: (t) => {
      statementOf(keyOf(t, "source-key").policy, "Account").Action = ["kms:Put*", "kms:Describe*"];
    },
    finds: SOURCE_POLICY,
  },
  {
    on: "same",
    what: "the source key's policy denies use to all but an administrator",
    make: (t) => {
      statementsOf(keyOf(t, "source-key").policy).push({
        Sid: "Guard",
        Effect: "Deny",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin` } },
      });
    },
    finds: SOURCE_POLICY,
  },
  {
    on: "same",
    what: "the replica key's policy delegates to nobody",
    make: (t) => {
      statementOf(keyOf(t, REPLICA_KEY).policy, "Account").Principal = {
        AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin`,
      };
    },
    finds: REPLICA_POLICY,
  },
  {
    on: "same",
    what: "the replica key's policy denies calls from outside the VPC",
    make: (t) => {
      statementsOf(keyOf(t, REPLICA_KEY).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "kms:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
      });
    },
    finds: REPLICA_POLICY,
  },
  {
    on: "cross",
    what: "the other account's key has the default policy",
    make: (t) => {
      keyOf(t, PARTNER_KEY).policy = undefined;
    },
    finds: REPLICA_POLICY,
  },
  ...(
    [
      ["kms:Encrypt", ["replica-key-policy", "replica-key-policy-other-context"]],
      ["kms:Decrypt", ["replica-key-policy"]],
      ["kms:GenerateDataKey", ["replica-key-policy-advised"]],
    ] as const
  ).map(
    ([action, finds]): Fault => ({
      on: "cross",
      what: `the other account's key policy lacks ${action}`,
      make: (t) => without(statementOf(keyOf(t, PARTNER_KEY).policy, "Replication"), action),
      finds,
    }),
  ),
  ...(
    [
      ["the role without its path", ROLE_ARN.replace("service-role/", "")],
      ["the id of a deleted role", "AROAEXAMPLEEXAMPLE123"],
      ["the wrong account", `arn:aws:iam::${THIRD_ACCOUNT}:root`],
    ] as const
  ).map(
    ([what, principal]): Fault => ({
      on: "cross",
      what: `the other account's key policy names ${what}`,
      make: (t) => {
        statementOf(keyOf(t, PARTNER_KEY).policy, "Replication").Principal = { AWS: principal };
      },
      finds: REPLICA_POLICY,
    }),
  ),
  {
    on: "cross",
    what: "the other account's key policy is for the source region's S3",
    make: (t) => {
      statementOf(keyOf(t, PARTNER_KEY).policy, "Replication").Condition = keyCondition("eu-west-1", PARTNER);
    },
    finds: REPLICA_POLICY,
  },
  {
    on: "cross",
    what: "the other account's key policy has only the object's context where Bucket Keys are on",
    make: (t) => {
      statementOf(keyOf(t, PARTNER_KEY).policy, "Replication").Condition = {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${PARTNER}/*` },
      };
    },
    finds: ["replica-key-policy", "replica-key-policy-advised"],
  },
  {
    on: "cross",
    what: "the other account's key policy names the key by an ARN that is not its own",
    make: (t) => {
      statementOf(keyOf(t, PARTNER_KEY).policy, "Replication").Resource = SOURCE_KEY_ARN;
    },
    finds: REPLICA_POLICY,
  },
];

const STATES: readonly Fault[] = [
  ...(["source-key", REPLICA_KEY] as const).flatMap((label): readonly Fault[] => {
    const end = label === "source-key" ? "source-key" : "replica-key";
    return [
      {
        on: "same",
        what: `${label} is disabled or waits for its deletion`,
        make: (t) => {
          keyOf(t, label).enabled = { known: false };
        },
        finds: [`${end}-enabled`],
      },
      {
        on: "same",
        what: `${label} is a signing key`,
        make: (t) => {
          keyOf(t, label).usage = { known: "SIGN_VERIFY" };
        },
        finds: [`${end}-usage`],
      },
      {
        on: "same",
        what: `${label} is asymmetric`,
        make: (t) => {
          keyOf(t, label).spec = { known: "RSA_2048" };
        },
        finds: [`${end}-usage`],
      },
    ];
  }),
  {
    on: "cross",
    what: "the replica key is in another region than the destination",
    make: (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = knownIn(key.arn).replace("us-east-1", "us-east-2");
      key.arn = { known: arn };
      key.site.region = { known: "us-east-2" };
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
      ofRole(t, "ReplicaKey0").Resource = arn;
      const condition = keyCondition("us-east-2", PARTNER);
      ofRole(t, "ReplicaKey0").Condition = condition;
      statementOf(key.policy, "Replication").Condition = condition;
    },
    finds: ["replica-key-region"],
  },
  {
    on: "same",
    what: "the source key is in another region than the source",
    make: (t) => {
      const key = keyOf(t, "source-key");
      const arn = SOURCE_KEY_ARN.replace("eu-west-1", "eu-west-2");
      key.arn = { known: arn };
      key.site.region = { known: "eu-west-2" };
      ofRole(t, "SourceKey").Resource = arn;
      ofRole(t, "SourceKey").Condition = keyCondition("eu-west-2", SOURCE_NAME);
    },
    finds: ["source-key-region"],
  },
  {
    on: "same",
    what: "the rule names the source key as replica key",
    make: (t) => {
      ruleOf(t).destination.replicaKey = { to: "source-key", written: SOURCE_KEY_ARN };
    },
    finds: [...REPLICA_USE, "replica-key-region"],
  },
  {
    on: "same",
    what: "the rule names the replica key by an alias ARN",
    make: (t) => {
      const written = `arn:aws:kms:eu-central-1:${SOURCE_ACCOUNT}:alias/archive`;
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written };
    },
    finds: ["replica-key-alias"],
  },
  {
    on: "same",
    what: "the rule names the replica key by an alias's name",
    make: (t) => {
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written: "alias/archive" };
    },
    finds: ["replica-key-arn", "replica-key-alias"],
  },
  {
    on: "same",
    what: "the rule names the replica key by its id",
    make: (t) => {
      const written = REPLICA_KEY_ARN.slice(REPLICA_KEY_ARN.indexOf("/") + 1);
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written };
    },
    finds: ["replica-key-arn"],
  },
  {
    on: "cross",
    what: "the replica key is the other account's aws/s3",
    make: (t) => {
      const outside = `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:alias/aws/s3`;
      ruleOf(t).destination.replicaKey = { outside };
    },
    finds: ["replica-key-customer-managed"],
  },
  {
    on: "cross",
    what: "the replica key is a third account's that lets nobody in",
    make: (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = knownIn(key.arn).replace(OTHER_ACCOUNT, THIRD_ACCOUNT);
      key.arn = { known: arn };
      key.site.account = { known: THIRD_ACCOUNT };
      key.policy = undefined;
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
      ofRole(t, "ReplicaKey0").Resource = arn;
    },
    finds: REPLICA_POLICY,
  },
  {
    on: "same",
    what: "the source's key becomes another one, and the role does not follow",
    make: (t) => {
      const key = structuredClone(keyOf(t, "source-key"));
      key.label = "new-key";
      key.arn = { known: SOURCE_KEY_ARN.replace("1111-4111", "1111-4112") };
      t.keys.push(key);
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.key = { to: "new-key" };
    },
    finds: SOURCE_USE,
  },
];

export const KEY_FAULTS: readonly Fault[] = [...ROLE_ACTIONS, ...STATEMENTS, ...POLICIES, ...STATES];
