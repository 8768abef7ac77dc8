import assert from "node:assert/strict";
import fc from "fast-check";
import { propertyChanges, wordsOf } from "../../../operations/compare/flatten";

describe("the properties in which two values differ", () => {
  const cases: readonly (readonly [before: unknown, after: unknown, words: readonly string[]])[] = [
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: 2 }, ["a is 2, and was 1"]],
    [{}, { a: { b: true } }, ["a.b is true, and was not set"]],
    [{ a: "x" }, {}, ['a is no longer set, and was "x"']],
    [{ tags: {} }, { tags: { a: "b" } }, ['tags.a is "b", and was not set']],
    [{ filter: {} }, {}, ["filter is no longer set, and was {}"]],
    [{ list: ["a"] }, { list: ["a", "b"] }, ['list.1 is "b", and was not set']],
    [
      {
        rules: [
          { id: "x", days: 1 },
          { id: "y", days: 2 },
        ],
      },
      { rules: [{ id: "y", days: 3 }] },
      [
        "rules.x.days is no longer set, and was 1",
        'rules.x.id is no longer set, and was "x"',
        "rules.y.days is 3, and was 2",
      ],
    ],
  ];
  for (const [before, after, words] of cases) {
    it(`of ${JSON.stringify(before)} and ${JSON.stringify(after)}`, () => {
      assert.deepEqual(propertyChanges(before, after).map(wordsOf), words);
    });
  }

  it("are none of a value and itself, and the same number both ways", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        assert.deepEqual(propertyChanges(one, one), []);
        assert.equal(propertyChanges(one, other).length, propertyChanges(other, one).length);
      }),
    );
  });
});
