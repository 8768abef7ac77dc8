/** Faults in the role's statements about keys. */
import {
  keyCondition,
  OTHER_ACCOUNT,
  SOURCE_ACCOUNT,
  SOURCE_KEY_ARN,
  SOURCE_NAME,
  THIRD_ACCOUNT,
} from "../../../helpers/topologies";
import { dropRoleStatement, type Fault, ofRole, REPLICA, type Statement, without } from "./fault";

const SOURCE_USE = ["source-key-decrypt", "source-key-decrypt-other-context"];
const REPLICA_USE = [
  "replica-key-encrypt",
  "replica-key-decrypt",
  "replica-key-generate-data-key",
  "replica-key-encrypt-other-context",
];
export const ROLE_ACTIONS: readonly Fault[] = (
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

export const STATEMENTS: readonly Fault[] = [
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
