/** The same permissions in other places: managed policies, boundaries, key policies, grants. */
import type { PolicyStatement } from "../../../../model/evaluation/types";
import {
  bucketOf,
  configurationOf,
  keyOf,
  knownIn,
  ROLE_ARN,
  roleOf,
  ruleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
} from "../../../helpers/topologies";
import { ofRole, REPLICA, SHAPES } from "../faults/fault";
import { allow, copied, keyPolicy, PERMISSIONS_PAGE, REPLICA_KEY, type Row, rolePolicy } from "./working";

const { same, plain } = SHAPES;

export const PLACES: readonly Row[] = [
  [
    "two policies and a managed one",
    same,
    (t) => {
      const role = roleOf(t);
      const [first] = role.policies;
      const all = statementsOf(first);
      role.policies = all.map((statement, n) => ({
        label: `managed policy ${n}`,
        document: { known: copied([statement]) },
      }));
    },
  ],
  [
    "a boundary that allows what is needed",
    same,
    (t) => {
      roleOf(t).boundary = {
        label: "permissions boundary",
        document: { known: copied([allow(["s3:*", "kms:*"], "*")]) },
      };
    },
  ],
  [
    "a boundary by NotAction",
    same,
    (t) => {
      roleOf(t).boundary = {
        label: "permissions boundary",
        document: { known: copied([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]) },
      };
    },
  ],
  [
    "no key policies of their own (the default delegates)",
    same,
    (t) => {
      for (const key of t.keys) key.policy = undefined;
    },
  ],
  [
    "key policies that name the role, and no KMS in IAM",
    same,
    (t) => {
      rolePolicy(t, ...PERMISSIONS_PAGE);
      const use = (actions: string[]): PolicyStatement => ({
        Sid: "Replication",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: actions,
        Resource: "*",
      });
      keyPolicy(t, "source-key", use(["kms:Decrypt"]));
      keyPolicy(t, REPLICA_KEY, use(["kms:Encrypt", "kms:GenerateDataKey*", "kms:Decrypt"]));
    },
  ],
  [
    "grants to the role, and no KMS in IAM",
    same,
    (t) => {
      rolePolicy(t, ...PERMISSIONS_PAGE);
      keyOf(t, "source-key").grants = [{ grantee: { known: ROLE_ARN }, operations: ["Decrypt"] }];
      keyOf(t, REPLICA_KEY).grants = [
        { grantee: { known: ROLE_ARN }, operations: ["Encrypt", "GenerateDataKey", "Decrypt"] },
      ];
    },
  ],
  [
    "reads by the source bucket's policy alone",
    same,
    (t) => {
      const statements = statementsOf(roleOf(t).policies[0]);
      statements.splice(statements.indexOf(ofRole(t, "Objects")), 1);
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        Resource: `${SOURCE_ARN}/*`,
      });
    },
  ],
  [
    "no bucket policies at all",
    same,
    (t) => {
      for (const bucket of t.buckets) bucket.policy = undefined;
    },
  ],
  [
    "a role without a path",
    same,
    (t) => {
      const arn = `arn:aws:iam::${SOURCE_ACCOUNT}:role/archive-replication`;
      roleOf(t).arn = { known: arn };
      configurationOf(t).role = { to: "role", written: arn };
    },
  ],
  [
    "trust shared with Batch Operations",
    same,
    (t) => {
      statementOf(roleOf(t).trust, "S3").Principal = {
        Service: ["batchoperations.s3.amazonaws.com", "s3.amazonaws.com"],
      };
    },
  ],
  [
    "both ends on aws/s3",
    same,
    (t) => {
      t.keys = [];
      for (const bucket of t.buckets) {
        const encryption = knownIn(bucket.encryption);
        if (encryption !== undefined) encryption.key = undefined;
      }
      ruleOf(t).destination.replicaKey = {
        outside: `arn:aws:kms:eu-central-1:${SOURCE_ACCOUNT}:alias/aws/s3`,
      };
    },
  ],
  [
    "SSE-S3 at the source, KMS by default at the destination",
    plain,
    (t) => {
      const encryption = knownIn(bucketOf(t, REPLICA).encryption);
      if (encryption !== undefined) encryption.algorithm = { known: "aws:kms" };
    },
  ],
  [
    "no default encryption stated",
    plain,
    (t) => {
      for (const bucket of t.buckets) bucket.encryption = { known: undefined };
    },
  ],
  [
    "the replica key under another alias than any other",
    same,
    (t) => {
      keyOf(t, REPLICA_KEY).aliases = [{ known: "alias/a" }, { known: "alias/b" }];
    },
  ],
];
