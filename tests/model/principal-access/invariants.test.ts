import assert from "node:assert/strict";
import fc from "fast-check";
import type { PolicyStatement } from "../../../model/evaluation/types";
import { accessOf } from "../../../model/principal-access";
import {
  type Draft,
  OTHER_ACCOUNT,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  type TopologyDraft,
} from "../../helpers/topologies";
import { ANALYST, CLERK, keyStatements, sourcePolicy, UPLOADER, withGuardedTag, withReader } from "./access";

type Statement = Draft<PolicyStatement>;

const PRINCIPALS = [ANALYST, CLERK, UPLOADER, `arn:aws:iam::${OTHER_ACCOUNT}:root`, SOURCE_ACCOUNT, "*"];
const ACTIONS = [
  "s3:GetObject",
  "s3:Get*",
  "s3:PutObject",
  "s3:PutObject*",
  "s3:List*",
  "s3:Delete*",
  "s3:*",
];
const RESOURCES = [
  SOURCE_ARN,
  `${SOURCE_ARN}/*`,
  `${SOURCE_ARN}/reports/*`,
  `${SOURCE_ARN}/rep*`,
  "*",
  "arn:aws:s3:::acme-other/*",
];
const CONDITIONS: readonly Statement["Condition"][] = [
  undefined,
  { StringEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
  { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
  { Null: { "s3:RequestObjectTag/replicate": "false" } },
  { Null: { "s3:x-amz-copy-source": "true" } },
  { StringLike: { "s3:prefix": "reports/*" } },
  { Bool: { "aws:SecureTransport": "false" } },
];

function statements(Effect: "Allow" | "Deny"): fc.Arbitrary<Statement> {
  return fc
    .record({
      AWS: fc.constantFrom(...PRINCIPALS),
      Action: fc.constantFrom(...ACTIONS),
      Resource: fc.constantFrom(...RESOURCES),
      Condition: fc.constantFrom(...CONDITIONS),
    })
    .map(({ AWS, Action, Resource, Condition }) => ({
      Sid: "Added",
      Effect,
      Principal: { AWS },
      Action,
      Resource,
      ...(Condition !== undefined && { Condition }),
    }));
}

const keyUses = (Effect: "Allow" | "Deny"): fc.Arbitrary<Statement> =>
  fc
    .record({
      AWS: fc.constantFrom(...PRINCIPALS),
      Action: fc.constantFrom("kms:Decrypt", "kms:GenerateDataKey*", "kms:*"),
    })
    .map(({ AWS, Action }) => ({ Sid: "Added", Effect, Principal: { AWS }, Action, Resource: "*" }));

const topologies = fc.constantFrom(
  () => withReader(),
  () => withReader(CLERK),
  () => withGuardedTag(),
);

/** Verdicts by bucket, principal, action, objects and rule. */
function verdicts(topology: TopologyDraft): ReadonlyMap<string, string> {
  return new Map(
    accessOf(topology).map(({ bucket, principal, action, resource, rule, verdict }) => [
      [bucket, principal, action, resource, rule].join("|"),
      verdict,
    ]),
  );
}

/** Before and after a statement more, wherever both tell. */
function compared(
  make: () => TopologyDraft,
  where: (topology: TopologyDraft) => Statement[],
  added: Statement,
): readonly { readonly key: string; readonly before: string; readonly after: string }[] {
  const before = verdicts(make());
  const topology = make();
  where(topology).push(added);
  const after = verdicts(topology);
  return [...before].flatMap(([key, verdict]) => {
    const now = after.get(key);
    return now === undefined ? [] : [{ key, before: verdict, after: now }];
  });
}

const RANK: { readonly [verdict: string]: number } = { "may not": 0, unknown: 1, may: 2 };

describe("who may touch the data, whatever the statement", () => {
  for (const [where, policyOf, added] of [
    ["bucket", sourcePolicy, statements],
    ["key", keyStatements, keyUses],
  ] as const) {
    it(`is nobody more for a Deny more in the policy of the ${where}`, () => {
      fc.assert(
        fc.property(topologies, added("Deny"), (make, statement) => {
          for (const { key, before, after } of compared(make, policyOf, statement)) {
            assert.ok((RANK[after] ?? 0) <= (RANK[before] ?? 0), `${key}: ${before}, then ${after}`);
          }
        }),
        { numRuns: 120 },
      );
    });

    it(`is nobody less for an Allow more in the policy of the ${where}`, () => {
      fc.assert(
        fc.property(topologies, added("Allow"), (make, statement) => {
          for (const { key, before, after } of compared(make, policyOf, statement)) {
            assert.ok((RANK[after] ?? 0) >= (RANK[before] ?? 0), `${key}: ${before}, then ${after}`);
          }
        }),
        { numRuns: 120 },
      );
    });
  }

  it("is asked of everything with a verdict, a reason and, where a side is missing, something to paste", () => {
    fc.assert(
      fc.property(topologies, statements("Allow"), statements("Deny"), (make, allow, deny) => {
        const topology = make();
        sourcePolicy(topology).push(allow, deny);
        for (const { verdict, because, fix, unnamed } of accessOf(topology)) {
          assert.ok(verdict in RANK);
          assert.ok(because.length > 0);
          assert.equal(/undefined|000000000000|999999999999|role\/anyone/.test(because), false, because);
          if (fix !== undefined) assert.equal(unnamed === true, verdict === "may");
          if (fix !== undefined) assert.equal(/"Effect": "Allow"[\s\S]*"AWS": "\*"/.test(fix), false);
        }
      }),
      { numRuns: 120 },
    );
  });
});
