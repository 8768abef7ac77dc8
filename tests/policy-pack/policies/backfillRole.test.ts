import assert from "node:assert/strict";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
import { backfillRoleCanRun } from "../../../policy-pack/policies/backfillRole";
import { planOf } from "../../helpers/plans";
import { judgeStack } from "../judge";
import { changed, find, UNKNOWN } from "../stacks";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const stackOf = async (
  args: Parameters<typeof planOf>[0] = { backfill: true },
  kind?: Parameters<typeof planOf>[1],
) => analyzerResources((await planOf(args, kind)).resources);

interface Document {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** The role's policy without the statements that name an action. */
function without(stack: readonly AnalyzerResource[], action: string): readonly AnalyzerResource[] {
  const { policy } = find(stack, POLICY, "archive-backfill-job").properties;
  const document: Document = JSON.parse(String(policy));
  const Statement = document.Statement.filter(({ Action }) => ![Action].flat().includes(action));
  return changed(stack, POLICY, "archive-backfill-job", {
    policy: JSON.stringify({ ...document, Statement }),
  });
}

describe("backfill-role-can-run", () => {
  for (const [what, args, kind] of [
    ["the program's own role", { backfill: true }, "update"],
    ["the program's own role in a first preview", { backfill: true }, "first preview"],
    ["a stack without one", {}, "update"],
  ] as const) {
    it(`accepts ${what}`, async () => {
      const { violations, advisories, notApplicable } = await judgeStack(
        backfillRoleCanRun,
        await stackOf(args, kind),
      );
      assert.deepEqual([violations, advisories, notApplicable], [[], [], []]);
    });
  }

  const broken: readonly (readonly [
    what: string,
    id: string,
    change: (stack: readonly AnalyzerResource[]) => readonly AnalyzerResource[],
  ])[] = [
    [
      "may not start replication",
      "backfill-initiate-replication",
      (stack) => without(stack, "s3:InitiateReplication"),
    ],
    ["may not write its report", "backfill-write-report", (stack) => without(stack, "s3:PutObject")],
    [
      "trusts another service",
      "backfill-role-trusts-batch-operations",
      (stack) =>
        changed(stack, ROLE, "archive-backfill-role", {
          assumeRolePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          }),
        }),
    ],
    [
      "writes into a bucket that demands a KMS key",
      "backfill-report-bucket-policy",
      (stack) =>
        changed(stack, BUCKET_POLICY, "archive-backfill-reports-policy", {
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:PutObject",
                Resource: "arn:aws:s3:::acme-archive-backfill-reports/*",
                Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
              },
            ],
          }),
        }),
    ],
  ];
  for (const [what, id, change] of broken) {
    it(`refuses a role that ${what}, with what to paste`, async () => {
      const { violations, urns } = await judgeStack(backfillRoleCanRun, change(await stackOf()));
      assert.equal(violations.length, 1);
      assert.match(
        violations[0] ?? "",
        new RegExp(`^no backfill of acme-archive can run with this role\\n  - ${id}: .*\\n    fix: `),
      );
      assert.deepEqual(
        urns.map((urn) => urn?.split("::").at(-1)),
        ["archive-backfill-role"],
      );
    });
  }

  it("does not decide about a bucket for reports of another stack, and about what is not known yet", async () => {
    const elsewhere = await judgeStack(
      backfillRoleCanRun,
      await stackOf({ backfill: { reportBucket: "acme-reports" } }),
    );
    assert.deepEqual(elsewhere.violations, []);
    assert.match(
      elsewhere.notApplicable.join(),
      /backfill-report-bucket-exists: arn:aws:s3:::acme-reports is not/,
    );
    const later = await judgeStack(
      backfillRoleCanRun,
      changed(await stackOf(), POLICY, "archive-backfill-job", { policy: UNKNOWN }),
    );
    assert.deepEqual(later.violations, []);
    assert.match(later.notApplicable.join(), /whether a backfill of acme-archive can run is not known/);
  });

  it("is advisory: a role that cannot run stops no replication", () => {
    assert.equal(backfillRoleCanRun.enforcementLevel, "advisory");
  });
});
