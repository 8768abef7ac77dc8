import assert from "node:assert/strict";
import type { StatementCondition } from "../../../../policy-pack/replication/evaluation/types";
import { judge } from "../../../../policy-pack/replication/judge";
import {
  bucketOf,
  type Draft,
  keyOf,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  statementsOf,
  type TopologyDraft,
  workingTopology,
} from "../../../helpers/topologies";

const WHY = "computed by the provider at deployment";

/** Denies everything under a condition. */
function deny(topology: TopologyDraft, where: "bucket" | "key", Condition: Draft<StatementCondition>): void {
  const policy =
    where === "bucket" ? bucketOf(topology, SOURCE_NAME).policy : keyOf(topology, "source-key").policy;
  statementsOf(policy).push({
    Sid: "Fence",
    Effect: "Deny",
    Principal: "*",
    Action: where === "bucket" ? "s3:*" : "kms:*",
    Resource: where === "bucket" ? [SOURCE_ARN, `${SOURCE_ARN}/*`] : "*",
    Condition,
  });
}

const FENCES: readonly {
  readonly where: "bucket" | "key";
  readonly condition: Draft<StatementCondition>;
  /** Of a role that is known. */
  readonly known: "works" | "broken";
  readonly needs: "account" | "arn";
}[] = [
  {
    where: "bucket",
    condition: { StringNotEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
    known: "works",
    needs: "account",
  },
  {
    where: "bucket",
    condition: { StringEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
    known: "broken",
    needs: "account",
  },
  {
    where: "bucket",
    condition: { ArnNotLike: { "aws:PrincipalArn": ROLE_ARN } },
    known: "works",
    needs: "arn",
  },
  {
    where: "bucket",
    condition: { ArnLike: { "aws:PrincipalArn": ROLE_ARN } },
    known: "broken",
    needs: "arn",
  },
  {
    where: "key",
    condition: { StringEquals: { "kms:CallerAccount": SOURCE_ACCOUNT } },
    known: "broken",
    needs: "account",
  },
];

describe("a Deny on who the role is", () => {
  for (const { where, condition, known, needs } of FENCES) {
    const words = `${where} ${JSON.stringify(condition)}`;
    it(`decides about a role that is known: ${words}`, () => {
      const topology = workingTopology();
      deny(topology, where, condition);
      assert.equal(judge(topology)[0]?.verdict, known);
    });

    it(`decides nothing about one whose account is not: ${words}`, () => {
      const topology = workingTopology();
      deny(topology, where, condition);
      const role = roleOf(topology);
      role.arn = { unknown: WHY };
      role.account = { unknown: WHY };
      const [route] = judge(topology);
      assert.equal(route?.verdict, "unproven");
      assert.ok(route.requirements.some(({ because }) => because.includes(`is not known (${WHY})`)));
      assert.equal(
        route.requirements.some(({ verdict, because }) => verdict === "unmet" && because.includes("Fence")),
        false,
      );
    });

    it(`${needs === "arn" ? "decides nothing about" : "decides about"} one whose ARN is not: ${words}`, () => {
      const topology = workingTopology();
      deny(topology, where, condition);
      roleOf(topology).arn = { unknown: WHY };
      const [route] = judge(topology);
      const fenced = route?.requirements.filter(({ because }) => because.includes("Fence")) ?? [];
      assert.equal(
        fenced.some(({ verdict }) => verdict === "met"),
        false,
      );
      if (needs === "arn")
        assert.equal(
          fenced.every(({ verdict }) => verdict === "unknown"),
          true,
        );
    });
  }
});
