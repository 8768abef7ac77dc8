import { strict as assert } from "node:assert";
import { evaluate } from "../../../../model/evaluation";
import { caseOf } from "./cases";
import { OPERATORS, SETS } from "./conditions";
import { NOT_PRINCIPAL_FORMS, PRINCIPAL_FORMS } from "./principals";
import { answerOf, referenceAnswer } from "./reference";

/** More with POLICY_CASES=200000; the numbers are seeds, so a case that fails can be made again from its number. */
const CASES = Number(process.env["POLICY_CASES"] ?? 30_000);

describe(`policy evaluation against an independent simulator, over ${CASES} generated cases`, () => {
  const counts = new Map<string, Map<string, number>>();
  const disagreements: string[] = [];

  before(async function () {
    this.timeout(CASES * 10);
    for (let number = 0; number < CASES; number++) {
      const { request, policies, traits } = caseOf(number);
      const decision = evaluate(request, policies);
      const ours = answerOf(decision);
      const theirs = await referenceAnswer(request, policies);
      if (ours !== theirs && disagreements.length < 5) {
        const shown = JSON.stringify({ request, policies }, undefined, 1);
        disagreements.push(`case ${number}: ours ${ours} (${decision.because}), theirs ${theirs}: ${shown}`);
      }
      for (const trait of [...traits, "all"]) {
        const answers = counts.get(trait) ?? new Map<string, number>();
        answers.set(theirs, (answers.get(theirs) ?? 0) + 1);
        counts.set(trait, answers);
      }
    }
  });

  const reached = (trait: string, answer: string) => counts.get(trait)?.get(answer) ?? 0;
  const total = (trait: string) => [...(counts.get(trait)?.values() ?? [])].reduce((sum, n) => sum + n, 0);

  it("never disagrees", () => {
    assert.deepEqual(disagreements, []);
  });

  it("reaches every answer often", () => {
    for (const answer of ["allowed", "denied", "denied explicitly"]) {
      assert.ok(reached("all", answer) > CASES / 20, `${answer}: ${reached("all", answer)}`);
    }
  });

  it("lets every operator with every qualifier decide, both ways", () => {
    const missed = operatorNames().filter(
      (name) =>
        reached(`decided by ${name}`, "allowed") < 3 ||
        total(`decided by ${name}`) - reached(`decided by ${name}`, "allowed") < 3,
    );
    assert.deepEqual(missed, []);
  });

  it("names principals in every form", () => {
    const forms = [
      ...PRINCIPAL_FORMS,
      ...NOT_PRINCIPAL_FORMS,
      ...NOT_PRINCIPAL_FORMS.map((f) => `${f}, with boundary`),
    ];
    assert.deepEqual(
      forms.filter((form) => total(`principal ${form}`) < 20),
      [],
    );
  });

  it("covers buckets, keys and trust within and across accounts, boundaries, delegation and the Not elements", () => {
    for (const kind of ["bucket", "key", "trust"]) {
      for (const owner of ["same", "other"]) {
        for (const answer of ["allowed", "denied", "denied explicitly"]) {
          const trait = `${kind}, ${owner} account`;
          assert.ok(reached(trait, answer) > CASES / 500, `${trait}, ${answer}: ${reached(trait, answer)}`);
        }
      }
    }
    for (const trait of ["boundary", "key delegates", "key does not delegate", "NotAction", "NotResource"]) {
      assert.ok(reached(trait, "allowed") > 50 && reached(trait, "denied") > 50, trait);
    }
  });
});

function operatorNames(): readonly string[] {
  return OPERATORS.flatMap((base) =>
    base === "Null" ? [base] : SETS.flatMap((set) => [`${set}${base}`, `${set}${base}IfExists`]),
  );
}
