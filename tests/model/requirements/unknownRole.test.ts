import assert from "node:assert/strict";
import type { PolicyStatement, StatementCondition } from "../../../model/evaluation/types";
import { judge, type RequirementReport } from "../../../model/judge";
import {
  bucketOf,
  type Draft,
  keyOf,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_NAME,
  statementsOf,
  type TopologyDraft,
  workingTopology,
} from "../../helpers/topologies";

const WHY = "computed by the provider at deployment";

type Place = "role" | "bucket" | "key";

const EVERYTHING: { readonly [place in Place]: string } = { role: "*", bucket: "s3:*", key: "kms:*" };

function placeOf(topology: TopologyDraft, place: Place): Draft<PolicyStatement>[] {
  if (place === "role") return statementsOf(roleOf(topology).policies[0]);
  return statementsOf(
    place === "bucket" ? bucketOf(topology, SOURCE_NAME).policy : keyOf(topology, "source-key").policy,
  );
}

/** Lets everybody in, but for a Deny under a condition. */
function fenced(place: Place, Condition: Draft<StatementCondition>): TopologyDraft {
  const topology = workingTopology();
  const statement = (Effect: "Allow" | "Deny") => ({
    Sid: Effect === "Deny" ? "Fence" : "Everybody",
    Effect,
    ...(place !== "role" && { Principal: "*" as const }),
    Action: EVERYTHING[place],
    Resource: "*",
  });
  const statements = placeOf(topology, place);
  if (place === "bucket") {
    const Resource = [`arn:aws:s3:::${SOURCE_NAME}`, `arn:aws:s3:::${SOURCE_NAME}/*`];
    statements.push({ ...statement("Allow"), Resource }, { ...statement("Deny"), Resource, Condition });
  } else {
    statements.push(statement("Allow"), { ...statement("Deny"), Condition });
  }
  return topology;
}

/** What is said of the calls that the fence is about. */
function aboutFence(topology: TopologyDraft): readonly RequirementReport[] {
  const [route] = judge(topology);
  return route?.requirements.filter(({ because }) => because.includes("Fence")) ?? [];
}

const verdictsOf = (reports: readonly RequirementReport[]) => [
  ...new Set(reports.map(({ verdict }) => verdict)),
];

const FENCES: readonly {
  readonly place: Place;
  readonly condition: Draft<StatementCondition>;
  /** Of a role that is known. */
  readonly known: "works" | "broken";
  readonly asks: "account" | "arn";
}[] = (["role", "bucket", "key"] as const).flatMap((place) => [
  {
    place,
    condition: { StringNotEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
    known: "works",
    asks: "account",
  },
  {
    place,
    condition: { StringEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
    known: "broken",
    asks: "account",
  },
  { place, condition: { ArnNotLike: { "aws:PrincipalArn": ROLE_ARN } }, known: "works", asks: "arn" },
  { place, condition: { ArnLike: { "aws:PrincipalArn": ROLE_ARN } }, known: "broken", asks: "arn" },
]);
const KEY_FENCES: typeof FENCES = [
  {
    place: "key",
    condition: { StringEquals: { "kms:CallerAccount": SOURCE_ACCOUNT } },
    known: "broken",
    asks: "account",
  },
  {
    place: "key",
    condition: { StringNotEquals: { "kms:CallerAccount": SOURCE_ACCOUNT } },
    known: "works",
    asks: "account",
  },
];

describe("a Deny on who the role is", () => {
  for (const { place, condition, known, asks } of [...FENCES, ...KEY_FENCES]) {
    const words = `in the policy of the ${place}, ${JSON.stringify(condition)}`;

    it(`decides about a role that is known: ${words}`, () => {
      assert.equal(judge(fenced(place, condition))[0]?.verdict, known);
    });

    it(`decides nothing about one whose account is not: ${words}`, () => {
      const topology = fenced(place, condition);
      const role = roleOf(topology);
      role.arn = { unknown: WHY };
      role.account = { unknown: WHY };
      assert.equal(judge(topology)[0]?.verdict, "unproven");
      const found = aboutFence(topology);
      assert.deepEqual(verdictsOf(found), ["unknown"]);
      for (const { because } of found) assert.match(because, /the role's (ARN|account) is not known/);
    });

    if (asks === "arn") {
      it(`decides nothing about one whose ARN is not: ${words}`, () => {
        const topology = fenced(place, condition);
        roleOf(topology).arn = { unknown: WHY };
        assert.equal(judge(topology)[0]?.verdict, "unproven");
        assert.deepEqual(verdictsOf(aboutFence(topology)), ["unknown"]);
      });
    } else {
      it(`decides about one of which only the ARN is not known: ${words}`, () => {
        const topology = fenced(place, condition);
        roleOf(topology).arn = { unknown: WHY };
        const denies = judge(topology)[0]?.requirements.some(({ verdict }) => verdict === "unmet");
        assert.equal(denies, known === "broken" && place === "role");
      });
    }
  }
});
