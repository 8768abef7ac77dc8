/** Faults of the role of a backfill and of what it needs, one at a time. */
import type { PolicyStatement } from "../../../model/evaluation/types";
import {
  bucketOf,
  type Draft,
  OTHER_ACCOUNT,
  ruleOf,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
  type TopologyDraft,
} from "../../helpers/topologies";
import { BACKFILL_ROLE, BOUNDARY_LABEL, backfillRoleOf, PREFIX, REPORTS } from "./backfillTopology";

export interface BackfillFault {
  readonly what: string;
  readonly make: (topology: TopologyDraft) => void;
  /** Requirements that are unmet, or with `?` unknown. */
  readonly finds: readonly string[];
  readonly because: RegExp;
  readonly fix: RegExp;
  /** What is judged is not what the role itself says; the role and the place are then given. */
  readonly asked?: {
    readonly roleArn?: string;
    readonly bucket?: string;
    readonly missing?: readonly string[];
  };
}

const policyOf = (topology: TopologyDraft) => backfillRoleOf(topology).policies[0];
const trustOf = (topology: TopologyDraft) => backfillRoleOf(topology).trust;
const without = (topology: TopologyDraft, sid: string) => {
  const statements = statementsOf(policyOf(topology));
  statements.splice(
    statements.findIndex(({ Sid }) => Sid === sid),
    1,
  );
};
const deny = (more: Partial<Draft<PolicyStatement>>): Draft<PolicyStatement> => ({
  Sid: "No",
  Effect: "Deny",
  Action: "s3:*",
  ...(more.Principal === undefined && { Resource: "*" }),
  ...more,
});
const bound = (topology: TopologyDraft, ...actions: string[]) => {
  backfillRoleOf(topology).boundary = {
    label: BOUNDARY_LABEL,
    document: {
      known: {
        Version: "2012-10-17",
        Statement: [{ Sid: "Limits", Effect: "Allow", Action: actions, Resource: "*" }],
      },
    },
  };
};
const ALL = [
  "s3:GetReplicationConfiguration",
  "s3:PutInventoryConfiguration",
  "s3:InitiateReplication",
  "s3:PutObject",
];

const TRUST: readonly BackfillFault[] = [
  {
    what: "the trust policy names S3 itself",
    make: (t) => {
      statementOf(trustOf(t), "Batch").Principal = { Service: "s3.amazonaws.com" };
    },
    finds: ["backfill-role-trusts-batch-operations"],
    because: /does not allow sts:AssumeRole/,
    fix: /^put into the trust policy of role "acme-archive-backfill":\n[\s\S]*"batchoperations\.s3\.amazonaws\.com"/,
  },
  {
    what: "the trust policy misspells the service",
    make: (t) => {
      statementOf(trustOf(t), "Batch").Principal = { Service: "batchoperations.amazonaws.com" };
    },
    finds: ["backfill-role-trusts-batch-operations"],
    because: /does not allow/,
    fix: /batchoperations\.s3\.amazonaws\.com/,
  },
  {
    what: "the trust policy asks for the account that S3 acts for",
    make: (t) => {
      statementOf(trustOf(t), "Batch").Condition = { StringEquals: { "aws:SourceAccount": "111122223333" } };
    },
    finds: ["backfill-role-trusts-batch-operations?"],
    because: /AWS does not say that S3 Batch Operations sends it/,
    fix: /put into the trust policy/,
  },
  {
    what: "the trust policy denies services",
    make: (t) => {
      statementsOf(trustOf(t)).push(deny({ Principal: "*", Action: "sts:AssumeRole" }));
    },
    finds: ["backfill-role-trusts-batch-operations"],
    because: /statement "No"/,
    fix: /leaves S3 Batch Operations out:\n[\s\S]*"aws:PrincipalServiceName": "batchoperations\.s3\.amazonaws\.com"/,
  },
  {
    what: "the trust policy is not known",
    make: (t) => {
      trustOf(t).document = { unknown: "needs iam:GetRole" };
    },
    finds: ["backfill-role-trusts-batch-operations?"],
    because: /needs iam:GetRole/,
    fix: /judge it again where trust policy of role "acme-archive-backfill" can be read/,
  },
];

const ROLE: readonly BackfillFault[] = [
  {
    what: "the role is in another account",
    make: (t) => {
      backfillRoleOf(t).account = { known: OTHER_ACCOUNT };
      backfillRoleOf(t).arn = { known: BACKFILL_ROLE.replace("111122223333", OTHER_ACCOUNT) };
    },
    finds: [
      "backfill-role-in-source-account",
      "backfill-source-bucket-policy",
      "backfill-report-bucket-policy",
    ],
    because: /belongs to account 444455556666|does not allow/,
    fix: /make the role in account 111122223333|add to the bucket policy of/,
  },
  {
    what: "AWS says that there is no such role",
    make: (t) => {
      t.roles.pop();
    },
    asked: { missing: [BACKFILL_ROLE] },
    finds: [
      "backfill-role-exists",
      "backfill-role-trusts-batch-operations?",
      "backfill-initiate-replication?",
      "backfill-read-configuration?",
      "backfill-put-inventory?",
      "backfill-write-report?",
    ],
    because: /does not exist|not part of what was read/,
    fix: /name one that exists|trust policy|add to the policies/,
  },
  {
    what: "the ARN has another path than the role",
    make: () => {},
    asked: { roleArn: "arn:aws:iam::111122223333:role/acme-archive-backfill" },
    finds: ["backfill-role-exists"],
    because: /the role of that name is arn:aws:iam::111122223333:role\/service-role\/acme-archive-backfill/,
    fix: /^use arn:aws:iam/,
  },
  ...[
    ["Initiate", "backfill-initiate-replication", "s3:InitiateReplication"],
    ["Configuration", "backfill-read-configuration", "s3:GetReplicationConfiguration"],
    ["Inventory", "backfill-put-inventory", "s3:PutInventoryConfiguration"],
    ["Report", "backfill-write-report", "s3:PutObject"],
  ].flatMap(([sid = "", id = "", action = ""]): BackfillFault[] => [
    {
      what: `the role may not ${action}`,
      make: (t) => without(t, sid),
      finds: [id],
      because: new RegExp(action),
      fix: new RegExp(`^add to the policies of role "acme-archive-backfill":\\n[\\s\\S]*"${action}"`),
    },
    {
      what: `the boundary leaves ${action} out`,
      make: (t) => bound(t, ...ALL.filter((one) => one !== action)),
      finds: [id],
      because: /permissions boundary/,
      fix: new RegExp(`^add to permissions boundary [\\s\\S]*"${action}"`),
    },
    {
      what: `an inline policy denies ${action}`,
      make: (t) => {
        statementsOf(policyOf(t)).push(deny({ Action: action }));
      },
      finds: [id],
      because: /statement "No"/,
      fix: /^remove statement "No" from inline policy "job"/,
    },
    {
      what: `${action} is allowed on a condition that the call does not determine`,
      make: (t) => {
        statementOf(policyOf(t), sid).Condition = { StringEquals: { "aws:PrincipalTag/team": "a" } };
      },
      finds: [`${id}?`],
      because: /aws:PrincipalTag\/team/,
      fix: /^add to the policies of role/,
    },
  ]),
  {
    what: "the role may start the replication of fewer objects than the rules select",
    make: (t) => {
      statementOf(policyOf(t), "Initiate").Resource = `${SOURCE_ARN}/logs/*`;
    },
    finds: ["backfill-initiate-replication"],
    because: /s3:InitiateReplication/,
    fix: /"arn:aws:s3:::acme-archive\/\*"/,
  },
  {
    what: "the prefix of a rule is not known, and the role may only some",
    make: (t) => {
      statementOf(policyOf(t), "Initiate").Resource = `${SOURCE_ARN}/logs/*`;
      ruleOf(t).filter = { unknown: "computed by the provider at deployment" };
    },
    finds: ["backfill-initiate-replication?"],
    because: /the prefix of a rule is not known/,
    fix: /add to the policies of role/,
  },
  {
    what: "the boundary is not known",
    make: (t) => {
      backfillRoleOf(t).boundary = { label: BOUNDARY_LABEL, document: { unknown: "needs iam:GetPolicy" } };
    },
    finds: [
      "backfill-initiate-replication?",
      "backfill-read-configuration?",
      "backfill-put-inventory?",
      "backfill-write-report?",
    ],
    because: /needs iam:GetPolicy/,
    fix: /judge it again where permissions boundary/,
  },
  {
    what: "a policy denies by the name of the session, which AWS does not document",
    make: (t) => {
      statementsOf(policyOf(t)).push(
        deny({
          Action: "s3:InitiateReplication",
          Condition: { StringNotLike: { "aws:userid": "*:s3-replication" } },
        }),
      );
    },
    finds: ["backfill-initiate-replication?"],
    because: /AWS does not document the name of the session/,
    fix: /remove statement "No"/,
  },
];

const BUCKETS: readonly BackfillFault[] = [
  ...["s3:InitiateReplication", "s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"].map(
    (action): BackfillFault => ({
      what: `the source bucket's policy denies ${action}`,
      make: (t) => {
        statementsOf(bucketOf(t, SOURCE_NAME).policy).push(
          deny({ Principal: "*", Action: action, Resource: [SOURCE_ARN, `${SOURCE_ARN}/*`] }),
        );
      },
      finds: ["backfill-source-bucket-policy"],
      because: /statement "No"/,
      fix: /leaves the role of the backfill out:\n[\s\S]*"aws:PrincipalArn": "arn:aws:iam::111122223333:role\/service-role\/acme-archive-backfill"/,
    }),
  ),
  {
    what: "the policy of the source bucket is not known",
    make: (t) => {
      bucketOf(t, SOURCE_NAME).policy = {
        label: "bucket policy of acme-archive",
        document: { unknown: "needs s3:GetBucketPolicy" },
      };
    },
    finds: ["backfill-source-bucket-policy?"],
    because: /needs s3:GetBucketPolicy/,
    fix: /judge it again where bucket policy of acme-archive can be read/,
  },
  {
    what: "the policy of the reports' bucket demands a KMS key",
    make: (t) => {
      statementsOf(bucketOf(t, REPORTS).policy).push(
        deny({
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${REPORTS}/*`,
          Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
        }),
      );
    },
    finds: ["backfill-report-bucket-policy"],
    because: /S3 always encrypts completion reports with SSE-S3/,
    fix: /leaves the role of the backfill out/,
  },
  {
    what: "the policy of the reports' bucket demands that requests state an encryption",
    make: (t) => {
      statementsOf(bucketOf(t, REPORTS).policy).push(
        deny({
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${REPORTS}/*`,
          Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
        }),
      );
    },
    finds: ["backfill-report-bucket-policy?"],
    because: /s3:x-amz-server-side-encryption/,
    fix: /leaves the role of the backfill out/,
  },
  {
    what: "the reports' bucket is in another account, whose policy does not let the role in",
    make: (t) => {
      bucketOf(t, REPORTS).site.account = { known: OTHER_ACCOUNT };
    },
    finds: ["backfill-report-bucket-policy"],
    because: /s3:PutObject/,
    fix: new RegExp(`^add to the bucket policy of ${REPORTS}:\\n[\\s\\S]*${REPORTS}/${PREFIX}/job-\\*`),
  },
  {
    what: "the reports' bucket is in another account, and RestrictPublicBuckets refuses it",
    make: (t) => {
      bucketOf(t, REPORTS).site.account = { known: OTHER_ACCOUNT };
      statementsOf(bucketOf(t, REPORTS).policy).push({
        Sid: "Everybody",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${REPORTS}/*`,
      });
    },
    finds: ["backfill-report-public-access-block"],
    because: /allows every principal/,
    fix: /name principals in statement "Everybody"/,
  },
  {
    what: "the reports' bucket is not part of what was read",
    make: (t) => {
      t.buckets.pop();
    },
    finds: ["backfill-report-bucket-exists?"],
    because: /is not part of what was read/,
    fix: /must not demand a KMS key/,
  },
  {
    what: "AWS says that there is no bucket for the reports",
    make: (t) => {
      t.buckets.pop();
    },
    asked: { missing: [`arn:aws:s3:::${REPORTS}`] },
    finds: ["backfill-report-bucket-exists"],
    because: /the bucket acme-reports does not exist/,
    fix: /make the bucket/,
  },
];

export const BACKFILL_FAULTS: readonly BackfillFault[] = [...TRUST, ...ROLE, ...BUCKETS];
