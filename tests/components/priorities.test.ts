import assert from "node:assert/strict";
import fc from "fast-check";
import { assignPriorities, type PrioritisedRule } from "../../components/priorities";

const order = (rules: readonly PrioritisedRule[]) => Object.fromEntries(assignPriorities(rules));

describe("priorities", () => {
  it("follow the names, so that another order of the list changes nothing", () => {
    const rules = [{ name: "eu-north-1" }, { name: "eu-central-1" }];
    assert.deepEqual(order(rules), { "eu-central-1": 0, "eu-north-1": 1 });
    assert.deepEqual(order([...rules].reverse()), { "eu-central-1": 0, "eu-north-1": 1 });
  });

  it("keep the user's own numbers and go around them", () => {
    assert.deepEqual(
      order([{ name: "a" }, { name: "b", priority: 0 }, { name: "c" }, { name: "d", priority: 2 }]),
      { a: 1, b: 0, c: 3, d: 2 },
    );
  });

  it("are unique and complete for every list", () => {
    const rules = fc
      .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 })
      .map((names) => names.map((name) => ({ name })));
    fc.assert(
      fc.property(rules, (list) => {
        const priorities = assignPriorities(list);
        assert.equal(new Set(priorities.values()).size, list.length);
        assert.deepEqual(
          [...priorities.values()].sort((a, b) => a - b),
          list.map((_, index) => index),
        );
      }),
    );
  });
});
