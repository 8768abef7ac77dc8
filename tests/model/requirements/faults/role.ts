/** Faults in the role, its trust and its policies. */
import {
  configurationOf,
  keyArnOf,
  OTHER_ACCOUNT,
  roleOf,
  SAME_ACCOUNT_REPLICA,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  statementOf,
  statementsOf,
} from "../../../helpers/topologies";
import {
  denyOfRole,
  dropRoleStatement,
  type Fault,
  ofRole,
  PARTNER_ARN,
  REPLICA_ARN,
  respelled,
  without,
} from "./fault";

const trust = (topology: Parameters<Fault["make"]>[0]) => statementOf(roleOf(topology).trust, "S3");

const TRUST: readonly Fault[] = [
  {
    on: "same",
    what: "trust names another service",
    make: (t) => {
      trust(t).Principal = { Service: "ec2.amazonaws.com" };
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust names only S3 Batch Operations",
    make: (t) => {
      trust(t).Principal = { Service: "batchoperations.s3.amazonaws.com" };
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "cross",
    what: "trust names the account instead of the service",
    make: (t) => {
      trust(t).Principal = { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:root` };
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust misspells the service",
    make: (t) => {
      trust(t).Principal = { Service: "s3.amazon.com" };
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust allows another way to assume the role",
    make: (t) => {
      trust(t).Action = "sts:AssumeRoleWithWebIdentity";
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust misspells the action",
    make: (t) => {
      trust(t).Action = "sts:AsumeRole";
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust denies instead of allowing",
    make: (t) => {
      trust(t).Effect = "Deny";
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust is denied in a second statement",
    make: (t) => {
      statementsOf(roleOf(t).trust).push({ Effect: "Deny", Principal: "*", Action: "sts:*" });
    },
    finds: ["role-trusts-s3"],
  },
  {
    on: "same",
    what: "trust has a condition on the source account, which S3 may not send",
    make: (t) => {
      trust(t).Condition = { StringEquals: { "aws:SourceAccount": SOURCE_ACCOUNT } };
    },
    finds: ["role-trusts-s3?"],
  },
  {
    on: "same",
    what: "trust has a condition on the source bucket, which S3 may not send",
    make: (t) => {
      trust(t).Condition = { ArnLike: { "aws:SourceArn": SOURCE_ARN } };
    },
    finds: ["role-trusts-s3?"],
  },
  {
    on: "same",
    what: "trust asks for an external id",
    make: (t) => {
      trust(t).Condition = { StringEquals: { "sts:ExternalId": "acme" } };
    },
    finds: ["role-trusts-s3?"],
  },
];

const PLACE: readonly Fault[] = [
  {
    on: "cross",
    what: "the role belongs to the destination's account",
    make: (t) => {
      const role = roleOf(t);
      role.account = { known: OTHER_ACCOUNT };
      role.arn = { known: `arn:aws:iam::${OTHER_ACCOUNT}:role/service-role/archive-replication` };
    },
    finds: [
      "role-in-source-account",
      "source-bucket-policy",
      "source-bucket-policy-tags",
      "source-key-policy",
      "source-key-policy-other-context",
    ],
  },
  {
    on: "same",
    what: "the configuration names the role without its path",
    make: (t) => {
      configurationOf(t).role = { outside: `arn:aws:iam::${SOURCE_ACCOUNT}:role/archive-replication` };
    },
    finds: ["role-exists"],
  },
  {
    on: "same",
    what: "the configuration names the role by its name",
    make: (t) => {
      configurationOf(t).role = { to: "role", written: "archive-replication" };
    },
    finds: ["role-exists"],
  },
];

/** Action -> requirements that miss it. */
const ACTIONS: readonly (readonly [
  on: Fault["on"],
  sid: string,
  action: string,
  finds: readonly string[],
])[] = [
  ["same", "Configuration", "s3:GetReplicationConfiguration", ["source-read-configuration"]],
  ["same", "Configuration", "s3:ListBucket", ["source-list"]],
  ["same", "Objects", "s3:GetObjectVersionForReplication", ["source-read-object"]],
  ["same", "Objects", "s3:GetObjectVersionAcl", ["source-read-acl"]],
  ["same", "Objects", "s3:GetObjectVersionTagging", ["source-read-tags"]],
  ["locked", "Objects", "s3:GetObjectRetention", ["source-read-retention"]],
  ["locked", "Objects", "s3:GetObjectLegalHold", ["source-read-legal-hold"]],
  ["same", "Replicas", "s3:ReplicateObject", ["destination-replicate-object"]],
  ["same", "Replicas", "s3:ReplicateDelete", ["destination-replicate-delete"]],
  ["same", "Replicas", "s3:ReplicateTags", ["destination-replicate-tags"]],
  ["cross", "Configuration", "s3:GetReplicationConfiguration", ["source-read-configuration"]],
  ["cross", "Configuration", "s3:ListBucket", ["source-list"]],
  ["cross", "Objects", "s3:GetObjectVersionForReplication", ["source-read-object"]],
  ["cross", "Replicas", "s3:ReplicateObject", ["destination-replicate-object"]],
  ["cross", "Replicas", "s3:ReplicateDelete", ["destination-replicate-delete"]],
  ["cross", "Replicas", "s3:ObjectOwnerOverrideToBucketOwner", ["destination-override-owner"]],
  ["filtered", "Objects", "s3:GetObjectVersionForReplication", ["source-read-object"]],
  ["filtered", "Objects", "s3:GetObjectVersionTagging", ["source-read-filter-tags"]],
  ["filtered", "Replicas", "s3:ReplicateObject", ["destination-replicate-object"]],
  ["several", "Objects", "s3:GetObjectVersionAcl", ["source-read-acl"]],
  ["several", "Replicas", "s3:ReplicateObject", ["destination-replicate-object"]],
  ["plain", "Objects", "s3:GetObjectVersionForReplication", ["source-read-object"]],
  ["plain", "Replicas", "s3:ReplicateObject", ["destination-replicate-object"]],
];

/** Real action -> what people write instead. */
const SPELLINGS: readonly (readonly [sid: string, action: string, as: string, finds: readonly string[]])[] = [
  [
    "Configuration",
    "s3:GetReplicationConfiguration",
    "s3:GetBucketReplication",
    ["source-read-configuration"],
  ],
  [
    "Configuration",
    "s3:GetReplicationConfiguration",
    "s3:GetReplicationConfigurations",
    ["source-read-configuration"],
  ],
  ["Configuration", "s3:ListBucket", "s3:ListBuckets", ["source-list"]],
  ["Configuration", "s3:ListBucket", "s3:ListObjectsV2", ["source-list"]],
  ["Objects", "s3:GetObjectVersionForReplication", "s3:GetObjectVersion", ["source-read-object"]],
  [
    "Objects",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionForReplicaton",
    ["source-read-object"],
  ],
  ["Objects", "s3:GetObjectVersionAcl", "s3:GetObjectAcl", ["source-read-acl"]],
  ["Objects", "s3:GetObjectVersionTagging", "s3:GetObjectTagging", ["source-read-tags"]],
  ["Replicas", "s3:ReplicateObject", "s3:PutObject", ["destination-replicate-object"]],
  ["Replicas", "s3:ReplicateObject", "s3:ReplicateObjects", ["destination-replicate-object"]],
  ["Replicas", "s3:ReplicateDelete", "s3:DeleteObject", ["destination-replicate-delete"]],
  ["Replicas", "s3:ReplicateDelete", "s3:ReplicateDeletes", ["destination-replicate-delete"]],
  ["Replicas", "s3:ReplicateTags", "s3:PutObjectTagging", ["destination-replicate-tags"]],
];

const READS = ["source-read-object", "source-read-acl", "source-read-tags"];
const FILTERED_READS = ["source-read-object", "source-read-acl", "source-read-filter-tags"];
const WRITES = ["destination-replicate-object", "destination-replicate-tags", "destination-replicate-delete"];

/** Statement -> resource that does not cover what S3 calls. */
const RESOURCES: readonly (readonly [
  on: Fault["on"],
  sid: string,
  what: string,
  resource: string | string[],
  finds: readonly string[],
])[] = [
  [
    "same",
    "Configuration",
    "the objects instead of the bucket",
    `${SOURCE_ARN}/*`,
    ["source-read-configuration", "source-list"],
  ],
  [
    "same",
    "Configuration",
    "another bucket",
    "arn:aws:s3:::acme-other",
    ["source-read-configuration", "source-list"],
  ],
  [
    "same",
    "Configuration",
    "a sibling pattern",
    "arn:aws:s3:::acme-archive-*",
    ["source-read-configuration", "source-list"],
  ],
  [
    "same",
    "Configuration",
    "another partition",
    "arn:aws-cn:s3:::acme-archive",
    ["source-read-configuration", "source-list"],
  ],
  [
    "same",
    "Configuration",
    "the bucket in capitals",
    "arn:aws:s3:::Acme-Archive",
    ["source-read-configuration", "source-list"],
  ],
  ["same", "Objects", "the bucket instead of its objects", SOURCE_ARN, READS],
  ["same", "Objects", "one prefix where the rule takes all", `${SOURCE_ARN}/logs/*`, READS],
  ["same", "Objects", "the replica instead of the source", `${REPLICA_ARN}/*`, READS],
  ["same", "Objects", "a sibling pattern", "arn:aws:s3:::acme-archive-*/*", READS],
  ["same", "Objects", "a missing colon", "arn:aws:s3::acme-archive/*", READS],
  ["filtered", "Objects", "another prefix than the rule's", `${SOURCE_ARN}/data/*`, FILTERED_READS],
  ["filtered", "Objects", "a narrower prefix than the rule's", `${SOURCE_ARN}/logs/2026/*`, FILTERED_READS],
  ["same", "Replicas", "the bucket instead of its objects", REPLICA_ARN, WRITES],
  ["same", "Replicas", "the source instead of the replica", `${SOURCE_ARN}/*`, WRITES],
  ["same", "Replicas", "another partition", "arn:aws-us-gov:s3:::acme-archive-replica/*", WRITES],
  ["filtered", "Replicas", "another prefix than the rule's", `${REPLICA_ARN}/data/*`, WRITES.slice(0, 2)],
];

const DENIES: readonly Fault[] = [
  {
    on: "same",
    what: "the role's policy denies writes to the replica",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push(denyOfRole("s3:Replicate*", `${REPLICA_ARN}/*`));
    },
    finds: WRITES,
  },
  {
    on: "same",
    what: "the role's policy denies to read part of the source",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push(
        denyOfRole("s3:GetObjectVersionForReplication", `${SOURCE_ARN}/secret/*`),
      );
    },
    finds: ["source-read-object"],
  },
  {
    on: "same",
    what: "the role's policy denies everything outside one region",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        ...denyOfRole(["s3:Replicate*", "kms:Encrypt"], "*"),
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      });
    },
    finds: [...WRITES, "replica-key-encrypt", "replica-key-encrypt-other-context"],
  },
  {
    on: "same",
    what: "the role's policy denies to decrypt with the replica key, where S3 Bucket Keys are used",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push(denyOfRole("kms:Decrypt", keyArnOf(SAME_ACCOUNT_REPLICA)));
    },
    finds: ["replica-key-decrypt", "replica-key-decrypt-not-denied"],
  },
  {
    on: "objectContext",
    what: "the role's policy denies to decrypt with the replica key, where no S3 Bucket Keys are used",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push(denyOfRole("kms:Decrypt", keyArnOf(SAME_ACCOUNT_REPLICA)));
    },
    finds: ["replica-key-decrypt-without-bucket-keys"],
  },
  {
    on: "same",
    what: "the role's policy denies to decrypt with the replica key under a condition that is not known",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        ...denyOfRole("kms:Decrypt", keyArnOf(SAME_ACCOUNT_REPLICA)),
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      });
    },
    finds: ["replica-key-decrypt?", "replica-key-decrypt-not-denied?"],
  },
  {
    on: "cross",
    what: "the role's policy denies what belongs to other accounts",
    make: (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        ...denyOfRole("s3:ReplicateObject", "*"),
        Condition: { StringNotEquals: { "aws:ResourceAccount": SOURCE_ACCOUNT } },
      });
    },
    finds: ["destination-replicate-object"],
  },
  {
    on: "same",
    what: "a boundary leaves KMS out",
    make: (t) => {
      roleOf(t).boundary = {
        label: "permissions boundary",
        document: { known: { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] } },
      };
    },
    finds: [
      "source-key-decrypt",
      "source-key-decrypt-other-context",
      "replica-key-encrypt",
      "replica-key-decrypt",
      "replica-key-generate-data-key",
      "replica-key-encrypt-other-context",
    ],
  },
  {
    on: "cross",
    what: "a boundary leaves the other account's bucket out",
    make: (t) => {
      roleOf(t).boundary = {
        label: "permissions boundary",
        document: {
          known: {
            Statement: [{ Effect: "Allow", Action: "*", NotResource: `${PARTNER_ARN}/*` }],
          },
        },
      };
    },
    finds: [...WRITES, "destination-override-owner"],
  },
  {
    on: "same",
    what: "the role has no policies at all",
    make: (t) => {
      roleOf(t).policies = [];
    },
    finds: [
      "source-read-configuration",
      "source-list",
      ...READS,
      ...WRITES,
      "source-key-decrypt",
      "source-key-decrypt-other-context",
      "replica-key-encrypt",
      "replica-key-decrypt",
      "replica-key-generate-data-key",
      "replica-key-encrypt-other-context",
    ],
  },
];

export const ROLE_FAULTS: readonly Fault[] = [
  ...TRUST,
  ...PLACE,
  ...ACTIONS.map(
    ([on, sid, action, finds]): Fault => ({
      on,
      what: `the role lacks ${action}`,
      make: (t) => without(ofRole(t, sid), action),
      finds,
    }),
  ),
  ...SPELLINGS.map(
    ([sid, action, as, finds]): Fault => ({
      on: "same",
      what: `the role has ${as} for ${action}`,
      make: (t) => respelled(ofRole(t, sid), action, as),
      finds,
    }),
  ),
  ...RESOURCES.map(
    ([on, sid, what, resource, finds]): Fault => ({
      on,
      what: `statement ${sid} of the role covers ${what}`,
      make: (t) => {
        ofRole(t, sid).Resource = resource;
      },
      finds,
    }),
  ),
  {
    on: "same",
    what: "statement Configuration is gone",
    make: dropRoleStatement("Configuration"),
    finds: ["source-read-configuration", "source-list"],
  },
  { on: "several", what: "statement Objects is gone", make: dropRoleStatement("Objects"), finds: READS },
  { on: "several", what: "statement Replicas is gone", make: dropRoleStatement("Replicas"), finds: WRITES },
  ...DENIES,
];
