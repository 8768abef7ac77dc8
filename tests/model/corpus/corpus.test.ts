import assert from "node:assert/strict";
import { GROUPS } from "./groups";
import { type Outcome, outcomeOf, summaryOf } from "./score";

describe("set-ups that others published or deployed", () => {
  const judged = new Map<string, Outcome[]>(GROUPS.map(({ name }) => [name, []]));

  it("are at least 100, each with its origin, and a third of them broken", () => {
    const entries = GROUPS.flatMap((group) => group.entries);
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length, "ids are unique");
    assert.ok(entries.length >= 100, `${entries.length} entries`);
    assert.ok(entries.filter(({ truth }) => truth.is === "broken").length >= entries.length / 3);
    for (const { id, origin, truth } of entries) {
      assert.ok(origin.length > 10 && truth.why.length > 10, id);
    }
  });

  for (const { name, entries } of GROUPS) {
    describe(name, () => {
      for (const entry of entries) {
        const { id, truth } = entry;
        const isUndecidable = truth.is === "works" && truth.undecidable !== undefined;
        it(`${id}: ${isUndecidable ? "unproven" : truth.is}`, () => {
          const outcome = outcomeOf(entry);
          judged.get(name)?.push(outcome);
          const found = `${outcome.kind}, ${outcome.verdict}\n${truth.why}\n${outcome.findings.join("\n")}`;
          assert.equal(outcome.kind, isUndecidable ? "undecided" : "right", found);
        });
      }
    });
  }

  describe("all together", () => {
    it("are missed or called broken wrongly never, and left open in less than 3 of 100", () => {
      const outcomes = [...judged.values()].flat();
      const undecided = outcomes.filter(({ kind }) => kind === "undecided").length;
      assert.deepEqual(
        outcomes.flatMap(({ kind, entry }) =>
          kind === "missed" || kind === "false-alarm" ? [`${kind}: ${entry.id}`] : [],
        ),
        [],
      );
      assert.ok(undecided < outcomes.length * 0.03, `${undecided} of ${outcomes.length}`);
    });
  });

  after(() => {
    process.stdout.write(`\n${summaryOf([...judged])}\n`);
  });
});
