import assert from "node:assert/strict";
import fc from "fast-check";
import type { PolicyStatement } from "../../../model/evaluation/types";
import { judge } from "../../../model/judge";
import {
  bucketOf,
  draft,
  keyOf,
  knownIn,
  ROLE_ARN,
  roleOf,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../helpers/topologies";
import { answersOf } from "../requirements/cast";
import { denyStatement, misnamedPrincipal, ownDenyStatement } from "../requirements/denyStatements";
import { BUCKET_FAULTS } from "../requirements/faults/buckets";
import {
  PARTNER,
  PARTNER_ARN,
  REPLICA,
  REPLICA_ARN,
  SHAPES,
  type Statement,
} from "../requirements/faults/fault";
import { KEY_FAULTS } from "../requirements/faults/keys";
import { ROLE_FAULTS } from "../requirements/faults/role";
import { type Change, pastableFixes, pasteAll } from "./pasting";

const ROUNDS = 4;

/** Pastes until nothing is left to paste; a Deny may hide another one. */
function mend(topology: TopologyDraft, verdicts: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixes = pastableFixes(topology, verdicts);
    if (fixes.length === 0) break;
    changes.push(...pasteAll(topology, fixes));
  }
  return changes;
}

const namesIn = (principal: PolicyStatement["Principal"]) =>
  typeof principal === "object"
    ? Object.entries(principal).flatMap(([kind, names]) => [names].flat().map((name) => `${kind} ${name}`))
    : [String(principal)];

/** Principals that no one can be. */
const NOBODY =
  /AROA|role\/\*|arn:aws-cn:|Service (replication\.s3\.amazonaws\.com|s3\.amazon\.com)|:role\/archive-replication$/;

/** A changed statement keeps everything that it says about others: read off its text, for callers that no one lists. */
function assertKeepsText({ policy, before, after }: Change): void {
  const own = /^(inline|managed) policy|^permissions boundary/.test(policy.label);
  if (after === undefined) {
    const onlyS3 = JSON.stringify(before.Principal) === '{"Service":"s3.amazonaws.com"}';
    assert.ok(policy.label.startsWith("inline policy") || onlyS3, `removed: ${JSON.stringify(before)}`);
    return;
  }
  const { Condition: were = {}, Principal: named, NotAction, NotResource, ...rest } = before;
  const { Condition: are = {}, Principal: naming, NotAction: _, NotResource: __, ...still } = after;
  assert.deepEqual(still, rest);
  if (before.Effect === "Allow") {
    assert.deepEqual(are, were);
    for (const name of namesIn(named))
      assert.ok(namesIn(naming).includes(name) || NOBODY.test(name), `${name} is dropped`);
    const added = namesIn(naming).filter((name) => !namesIn(named).includes(name));
    assert.deepEqual(
      added.filter((name) => name !== `AWS ${ROLE_ARN}`),
      policy.label.startsWith("trust") ? ["Service s3.amazonaws.com"] : [],
    );
    return;
  }
  assert.deepEqual(naming, named);
  for (const [element, was] of [
    ["NotAction", NotAction],
    ["NotResource", NotResource],
  ] as const) {
    const is: Statement["NotAction"] = after[element];
    if (!own) assert.deepEqual(is, was);
    for (const value of [was ?? []].flat()) assert.ok([is ?? []].flat().includes(value));
    if (was === undefined) assert.equal(is, undefined);
  }
  for (const [operator, tests] of Object.entries(were)) {
    for (const [key, values] of Object.entries(tests)) {
      const now = [are[operator]?.[key] ?? []].flat();
      for (const value of [values].flat())
        assert.ok(now.map(String).includes(String(value)), `${operator} ${key}`);
    }
  }
  const allowed = own
    ? /^(aws:PrincipalArn|aws:RequestedRegion|aws:ResourceAccount|s3:ResourceAccount|kms:ViaService)$/i
    : policy.label.startsWith("trust")
      ? /^aws:PrincipalServiceName$/i
      : /^aws:PrincipalArn$/i;
  for (const [operator, tests] of Object.entries(are)) {
    for (const [key, values] of Object.entries(tests)) {
      const was = [were[operator]?.[key] ?? []].flat().map(String);
      const added = [values]
        .flat()
        .map(String)
        .filter((value) => !was.includes(value));
      if (added.length === 0) continue;
      assert.match(operator, /not/i);
      assert.match(key, allowed);
      if (/PrincipalArn/i.test(key)) assert.deepEqual(added, [ROLE_ARN]);
    }
  }
}

function assertOthersKeep(broken: TopologyDraft, verdicts: readonly string[]): TopologyDraft {
  const mended = draft(broken);
  for (const change of mend(mended, verdicts)) assertKeepsText(change);
  const before = answersOf(broken, mended);
  const after = answersOf(mended, broken);
  const changed = [...before].flatMap(([question, verdict]) =>
    after.get(question) === verdict ? [] : [`${question}: ${verdict} -> ${after.get(question)}`],
  );
  assert.deepEqual(changed, []);
  return mended;
}

/** Requirements that statements decide. */
const BY_STATEMENT =
  /^(source-(read|list|bucket)|destination-(replicate|override|bucket)|.*key-(policy|decrypt|encrypt|generate)|role-trusts)/;

function unmetIn(topology: TopologyDraft, verdicts: readonly string[]): readonly string[] {
  return judge(topology).flatMap(({ requirements }) =>
    requirements
      .filter(({ id, verdict }) => verdicts.includes(verdict) && BY_STATEMENT.test(id))
      .map(({ id, because, fix }) => `${id}: ${because}: ${fix}`),
  );
}

describe("what fixes take from and give to others", () => {
  describe("nothing, for every fault", () => {
    for (const fault of [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS]) {
      it(`${fault.on}: ${fault.what}`, () => {
        const topology = draft(workingTopology(SHAPES[fault.on]));
        fault.make(topology);
        assertOthersKeep(topology, ["unmet"]);
      });
    }
  });

  const PLACES: readonly (readonly [
    where: string,
    on: keyof typeof SHAPES,
    policy: (topology: TopologyDraft) => {
      readonly document: TopologyDraft["roles"][number]["trust"]["document"];
    },
    resources: readonly string[],
  ])[] = [
    [
      "the source bucket",
      "same",
      (t) => there(bucketOf(t, SOURCE_NAME).policy, "a policy"),
      [SOURCE_ARN, `${SOURCE_ARN}/*`],
    ],
    [
      "a replica",
      "same",
      (t) => there(bucketOf(t, REPLICA).policy, "a policy"),
      [REPLICA_ARN, `${REPLICA_ARN}/*`],
    ],
    [
      "another account's replica",
      "cross",
      (t) => there(bucketOf(t, PARTNER).policy, "a policy"),
      [PARTNER_ARN, `${PARTNER_ARN}/*`],
    ],
    ["the source key", "same", (t) => there(keyOf(t, "source-key").policy, "a policy"), ["*"]],
    ["another account's key", "cross", (t) => there(keyOf(t, `${PARTNER}-key`).policy, "a policy"), ["*"]],
  ];
  for (const [where, on, policyOf, resources] of PLACES) {
    it(`nothing, whatever the Deny statements in the policy of ${where}`, function () {
      this.timeout(120_000);
      fc.assert(
        fc.property(fc.array(denyStatement(resources), { minLength: 1, maxLength: 3 }), (statements) => {
          const topology = draft(workingTopology(SHAPES[on]));
          knownIn(policyOf(topology).document).Statement.push(...structuredClone(statements));
          const verdicts = ["unmet", "unknown"];
          const mended = assertOthersKeep(topology, verdicts);
          assert.deepEqual(unmetIn(mended, verdicts), []);
        }),
        { numRuns: 25 },
      );
    });
  }

  const OWN: readonly (readonly [
    what: string,
    add: (topology: TopologyDraft, statements: Statement[]) => void,
  ])[] = [
    ["an inline policy", (t, statements) => statementsOf(roleOf(t).policies[0]).push(...statements)],
    [
      "a managed policy",
      (t, Statement) => {
        roleOf(t).policies.push({ label: "managed policy guardrails", document: { known: { Statement } } });
      },
    ],
    [
      "a boundary",
      (t, statements) => {
        const Statement: Statement[] = [{ Effect: "Allow", Action: "*", Resource: "*" }, ...statements];
        roleOf(t).boundary = { label: "permissions boundary", document: { known: { Statement } } };
      },
    ],
  ];
  for (const [what, add] of OWN) {
    it(`nothing, whatever the Deny statements in ${what} of the role`, function () {
      this.timeout(120_000);
      fc.assert(
        fc.property(
          fc.constantFrom<("same" | "cross" | "several")[]>("same", "cross", "several"),
          fc.array(ownDenyStatement, { minLength: 1, maxLength: 3 }),
          (on, statements) => {
            const topology = draft(workingTopology(SHAPES[on]));
            add(topology, structuredClone(statements));
            const verdicts = ["unmet", "unknown"];
            const mended = assertOthersKeep(topology, verdicts);
            assert.deepEqual(unmetIn(mended, verdicts), []);
          },
        ),
        { numRuns: 40 },
      );
    });
  }

  it("nothing, whatever principals stand in the place of the role's", function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(misnamedPrincipal, misnamedPrincipal, (ofBucket, ofKey) => {
        const topology = draft(workingTopology(SHAPES.cross));
        statementOf(bucketOf(topology, PARTNER).policy, "Replication").Principal = structuredClone(ofBucket);
        statementOf(keyOf(topology, `${PARTNER}-key`).policy, "Replication").Principal =
          structuredClone(ofKey);
        const verdicts = ["unmet", "unknown"];
        const mended = assertOthersKeep(topology, verdicts);
        assert.deepEqual(unmetIn(mended, verdicts), []);
      }),
      { numRuns: 60 },
    );
  });
});
