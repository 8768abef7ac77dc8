import assert from "node:assert/strict";
import type { PolicyStatement } from "../../../../policy-pack/replication/evaluation/types";
import { judge } from "../../../../policy-pack/replication/judge";
import {
  type Draft,
  document,
  draft,
  keyOf,
  knownIn,
  roleOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../../helpers/topologies";
import { BUCKET_FAULTS } from "./faults/buckets";
import { type Fault, SHAPES } from "./faults/fault";
import { KEY_FAULTS } from "./faults/keys";
import { ROLE_FAULTS } from "./faults/role";
import { type Pasted, pastedIn } from "./pasted";

type AttachedDraft = Draft<NonNullable<TopologyDraft["buckets"][number]["policy"]>>;

function paste(topology: TopologyDraft, { where, statement }: Pasted): void {
  const [, deniedIn] = /^replace the Deny in (.*) by one/.exec(where) ?? [];
  const [, removedFrom] = /^remove this statement from (.*), or/.exec(where) ?? [];
  if (deniedIn !== undefined || removedFrom !== undefined) {
    const policy = policies(topology).find(({ label }) => label === (deniedIn ?? removedFrom));
    assert.ok(policy, where);
    const statements = knownIn(policy.document).Statement;
    const denies = statements.filter(({ Effect, Sid, Condition }) => {
      const isGuard = Effect === "Deny" && Sid === statement.Sid;
      return (
        isGuard && Object.keys(Condition ?? {}).every((operator) => operator in (statement.Condition ?? {}))
      );
    });
    assert.equal(denies.length, 1, where);
    for (const deny of denies) statements.splice(statements.indexOf(deny), 1);
    if (deniedIn !== undefined) statements.push(statement);
    return;
  }
  addTo(topology, where).push(statement);
}

function addTo(topology: TopologyDraft, where: string): Draft<PolicyStatement>[] {
  if (where.includes("trust policy")) return knownIn(roleOf(topology).trust.document).Statement;
  if (where === "add to permissions boundary") {
    return knownIn(there(roleOf(topology).boundary, "a boundary").document).Statement;
  }
  if (where.startsWith("add to the policies of role")) {
    const added = { label: "pasted", document: { known: { Version: "2012-10-17", Statement: [] } } };
    roleOf(topology).policies.push(added);
    return added.document.known.Statement;
  }
  const [, bucketName] = /^add to the bucket policy of (.*)$/.exec(where) ?? [];
  const bucket = topology.buckets.find(({ name }) => "known" in name && name.known === bucketName);
  if (bucket !== undefined) {
    bucket.policy ??= { label: `bucket policy of ${bucketName}`, document: { known: draftOf(document([])) } };
    return knownIn(bucket.policy.document).Statement;
  }
  const [, keyArn] = /^add to the key policy of (.*)$/.exec(where) ?? [];
  const key = topology.keys.find(({ arn }) => "known" in arn && arn.known === keyArn);
  assert.ok(key, where);
  const policy = keyOf(topology, key.label);
  policy.policy ??= { label: `key policy of ${key.label}`, document: { known: draftOf(document([])) } };
  return knownIn(policy.policy.document).Statement;
}

const draftOf = (policy: ReturnType<typeof document>) => structuredClone(policy) as Draft<typeof policy>;

function policies(topology: TopologyDraft): readonly AttachedDraft[] {
  return [
    ...topology.roles.flatMap(({ policies: own, boundary, trust }) => [...own, boundary, trust]),
    ...topology.buckets.map(({ policy }) => policy),
    ...topology.keys.map(({ policy }) => policy),
  ].filter((policy) => policy !== undefined);
}

/** Faults that a pasted statement alone cannot mend, and why. */
const BEYOND_PASTING = new Map([
  ["the role belongs to the destination's account", "the role has to be made in the other account"],
]);

describe("fixes", () => {
  const faults = [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS].filter(
    ({ what }) => !BEYOND_PASTING.has(what),
  );
  for (const fault of faults) {
    const fixes = pastableFixes(broken(fault));
    if (fixes.length === 0) continue;
    it(`mend it when they are pasted: ${fault.on}: ${fault.what}`, () => {
      const topology = broken(fault);
      for (const fix of fixes) paste(topology, fix);
      // What a Deny hid is asked for once the Deny is gone.
      for (const fix of pastableFixes(topology)) paste(topology, fix);
      const left = judge(topology).flatMap(({ requirements }) =>
        requirements
          .filter(({ id, verdict }) => verdict !== "met" && ids(fault).has(id))
          .map(({ id, because }) => `${id}: ${because}`),
      );
      assert.deepEqual(left, []);
    });
  }
});

/** What is unmet for want of a statement; settings and unknown conditions are mended otherwise. */
function ids({ finds }: Fault): ReadonlySet<string> {
  const statements =
    /^(source-(read|list|bucket)|destination-(replicate|override|bucket)|.*key-(policy|decrypt|encrypt|generate)|role-trusts)/;
  return new Set(finds.filter((id) => !id.endsWith("?") && statements.test(id)));
}

function broken(fault: Fault): TopologyDraft {
  const topology = draft(workingTopology(SHAPES[fault.on]));
  fault.make(topology);
  return topology;
}

function pastableFixes(topology: TopologyDraft): readonly Pasted[] {
  const fixes = judge(topology).flatMap(({ requirements }) =>
    requirements.flatMap(({ verdict, fix }) => (verdict === "unmet" && fix !== null ? pastedIn(fix) : [])),
  );
  const byText = new Map(fixes.map((fix) => [JSON.stringify(fix), fix]));
  return [...byText.values()];
}
