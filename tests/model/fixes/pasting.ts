/** Does to a topology what its fixes ask for. */
import assert from "node:assert/strict";
import type { PolicyStatement } from "../../../model/evaluation/types";
import { judge } from "../../../model/judge";
import {
  type Draft,
  document,
  keyOf,
  knownIn,
  roleOf,
  type TopologyDraft,
  there,
} from "../../helpers/topologies";
import { type Pasted, pastedIn } from "./pasted";

type StatementDraft = Draft<PolicyStatement>;
type AttachedDraft = Draft<NonNullable<TopologyDraft["buckets"][number]["policy"]>>;

/** A statement that a fix replaces or removes. */
export interface Change {
  readonly policy: AttachedDraft;
  readonly before: StatementDraft;
  /** Undefined where it is removed. */
  readonly after: StatementDraft | undefined;
}

/** Every statement to paste for what is unmet, each once. */
export function pastableFixes(
  topology: TopologyDraft,
  verdicts: readonly string[] = ["unmet"],
): readonly Pasted[] {
  const fixes = judge(topology).flatMap(({ requirements }) =>
    requirements.flatMap(({ verdict, fix }) =>
      verdicts.includes(verdict) && fix !== null ? pastedIn(fix) : [],
    ),
  );
  const byText = new Map(fixes.map((fix) => [JSON.stringify(fix), fix]));
  return [...byText.values()];
}

/**
 * Pastes statements; which ones they replace is looked up before anything changes.
 *
 * @returns the statements that were replaced or removed
 */
export function pasteAll(topology: TopologyDraft, fixes: readonly Pasted[]): readonly Change[] {
  const changes = fixes.flatMap((fix) => changeOf(topology, fix) ?? []);
  for (const [position, { before }] of changes.entries()) {
    const other = changes.findIndex((change) => change.before === before);
    assert.equal(other, position, `two fixes change one statement: ${JSON.stringify(changes)}`);
  }
  for (const fix of fixes) if (changeOf(topology, fix) === undefined) addTo(topology, fix);
  for (const { policy, before, after } of changes) {
    const statements = knownIn(policy.document).Statement;
    statements.splice(statements.indexOf(before), 1, ...(after === undefined ? [] : [after]));
  }
  return changes;
}

function changeOf(topology: TopologyDraft, { where, statement }: Pasted): Change | undefined {
  const [, verb, sid, place, label] =
    /^(replace|remove) statement (?:"([^"]*)"|(\d+)) (?:of|from) (.*?)(?: by one .*|, or limit .*|: it denies .*)$/.exec(
      where,
    ) ?? [];
  if (verb === undefined) {
    assert.ok(/^(add to|put into|keep what) /.test(where), where);
    return undefined;
  }
  const policy = policies(topology).find((one) => one.label === label);
  assert.ok(policy, where);
  const statements = knownIn(policy.document).Statement;
  const named = sid === undefined ? [statements[Number(place) - 1]] : statements.filter((s) => s.Sid === sid);
  const [before, another] = named;
  assert.ok(before !== undefined && another === undefined, where);
  if (verb === "remove") assert.deepEqual(statement, before);
  return { policy, before, after: verb === "remove" ? undefined : statement };
}

function addTo(topology: TopologyDraft, { where, statement }: Pasted): void {
  statementsAt(topology, where).push(statement);
}

function statementsAt(topology: TopologyDraft, where: string): StatementDraft[] {
  if (where.includes("trust policy")) return knownIn(roleOf(topology).trust.document).Statement;
  if (where.startsWith("add to permissions boundary")) {
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
    bucket.policy ??= { label: `bucket policy of ${bucketName}`, document: { known: noStatements() } };
    return knownIn(bucket.policy.document).Statement;
  }
  const [, keyArn] =
    /^(?:add to|keep what KMS writes by default in) the key policy of (.*)$/.exec(where) ?? [];
  const key = topology.keys.find(({ arn }) => "known" in arn && arn.known === keyArn);
  assert.ok(key, where);
  const policy = keyOf(topology, key.label);
  policy.policy ??= { label: `key policy of ${key.label}`, document: { known: noStatements() } };
  return knownIn(policy.policy.document).Statement;
}

const noStatements = () => {
  const empty = document([]);
  return structuredClone(empty) as Draft<typeof empty>;
};

export function policies(topology: TopologyDraft): readonly AttachedDraft[] {
  return [
    ...topology.roles.flatMap(({ policies: own, boundary, trust }) => [...own, boundary, trust]),
    ...topology.buckets.map(({ policy }) => policy),
    ...topology.keys.map(({ policy }) => policy),
  ].filter((policy) => policy !== undefined);
}
