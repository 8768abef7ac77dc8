import assert from "node:assert/strict";
import fc from "fast-check";
import { assignPriorities, type PrioritisedRule } from "../../components/priorities";

const order = (rules: readonly PrioritisedRule[]) => Object.fromEntries(assignPriorities(rules));

describe("priorities", () => {
  it("follow the list where rules share objects", () => {
    const rules = [
      { name: "eu-north-1", filter: {} },
      { name: "eu-central-1", filter: {} },
    ];
    assert.deepEqual(order(rules), { "eu-north-1": 0, "eu-central-1": 1 });
    assert.deepEqual(order([...rules].reverse()), { "eu-central-1": 0, "eu-north-1": 1 });
  });

  it("do not change when rules with disjoint prefixes or tags change places", () => {
    const byPrefix = [
      { name: "b", filter: { prefix: "logs/" } },
      { name: "a", filter: { prefix: "images/" } },
    ];
    const byTags = [
      { name: "b", filter: { tags: { tier: "gold" } } },
      { name: "a", filter: { tags: { tier: "silver" } } },
    ];
    for (const rules of [byPrefix, byTags]) {
      assert.deepEqual(order(rules), { a: 0, b: 1 });
      assert.deepEqual(order([...rules].reverse()), { a: 0, b: 1 });
    }
  });

  it("put rules that share nothing after those that do, and count tags of other keys as sharing", () => {
    assert.deepEqual(
      order([
        { name: "alone", filter: { prefix: "z/" } },
        { name: "second", filter: { prefix: "a/", tags: { x: "1" } } },
        { name: "first", filter: { prefix: "a/b/", tags: { y: "2" } } },
      ]),
      { second: 0, first: 1, alone: 2 },
    );
  });

  it("keep the user's own numbers and go around them", () => {
    assert.deepEqual(
      order([
        { name: "a", filter: {} },
        { name: "b", filter: {}, priority: 0 },
        { name: "c", filter: {} },
        { name: "d", filter: {}, priority: 2 },
      ]),
      { a: 1, b: 0, c: 3, d: 2 },
    );
  });

  it("are unique and complete for every list", () => {
    const filter = fc.record({
      prefix: fc.constantFrom("", "a/", "a/b/", "c/"),
      tags: fc.dictionary(fc.constantFrom("k", "l"), fc.constantFrom("1", "2")),
    });
    const rules = fc
      .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 })
      .chain((names) => fc.tuple(...names.map((name) => filter.map((own) => ({ name, filter: own })))));
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
