/** Faults in key policies. */
import {
  keyCondition,
  keyOf,
  OTHER_ACCOUNT,
  ROLE_ARN,
  SOURCE_ACCOUNT,
  SOURCE_KEY_ARN,
  statementOf,
  statementsOf,
  THIRD_ACCOUNT,
} from "../../../helpers/topologies";
import { type Fault, PARTNER, REPLICA, without } from "./fault";

const REPLICA_KEY = `${REPLICA}-key`;
const PARTNER_KEY = `${PARTNER}-key`;
const SOURCE_POLICY = ["source-key-policy", "source-key-policy-other-context"];
const REPLICA_POLICY = [
  "replica-key-policy",
  "replica-key-policy-advised",
  "replica-key-policy-other-context",
];

export const POLICIES: readonly Fault[] = [
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
