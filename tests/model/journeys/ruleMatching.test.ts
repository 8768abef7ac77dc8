import { strict as assert } from "node:assert";
import fc from "fast-check";
import { matchRule } from "../../../model/journeys";
import type { RuleFilter } from "../../../model/topology";
import { rule } from "./topologies";

type Tags = { readonly [key: string]: string };

function matches(filter: RuleFilter | undefined, key: string, tags: Tags = {}, legacyPrefix?: string) {
  const each = rule("r", { filter: { known: filter }, legacyPrefix: { known: legacyPrefix } });
  return matchRule(each, { key, tags }).matches;
}

describe("a rule's filter", () => {
  const cases: readonly (readonly [string, boolean, RuleFilter | undefined, string, Tags?, string?])[] = [
    ["admits every object where it is empty", true, { tags: {} }, "x"],
    ["admits every object where the prefix is empty", true, { prefix: "", tags: {} }, "x"],
    ["admits a key with the prefix", true, { prefix: "logs/", tags: {} }, "logs/a"],
    ["admits the prefix itself", true, { prefix: "logs/", tags: {} }, "logs/"],
    ["leaves a key without the prefix out", false, { prefix: "logs/", tags: {} }, "other/logs/a"],
    ["takes the prefix literally: no leading slash", false, { prefix: "/logs", tags: {} }, "logs/a"],
    ["takes the prefix literally: no wildcard", false, { prefix: "*/a", tags: {} }, "logs/a"],
    ["tells capitals apart", false, { prefix: "Logs/", tags: {} }, "logs/a"],
    ["admits an object with the tag", true, { tags: { a: "1" } }, "x", { a: "1", b: "2" }],
    ["leaves an object without the tag out", false, { tags: { a: "1" } }, "x", { b: "2" }],
    ["leaves an object with another value out", false, { tags: { a: "1" } }, "x", { a: "2" }],
    ["wants all the tags", false, { tags: { a: "1", b: "2" } }, "x", { a: "1" }],
    ["wants prefix and tags", false, { prefix: "logs/", tags: { a: "1" } }, "x", { a: "1" }],
    ["has an empty tag value match an empty one only", false, { tags: { a: "" } }, "x", {}],
    ["that is missing admits every object of a V1 rule without a prefix", true, undefined, "x"],
    ["that is missing leaves the V1 prefix to decide: in", true, undefined, "logs/a", {}, "logs/"],
    ["that is missing leaves the V1 prefix to decide: out", false, undefined, "x", {}, "logs/"],
  ];
  for (const [title, expected, filter, key, tags, legacyPrefix] of cases) {
    it(title, () => {
      assert.equal(matches(filter, key, tags, legacyPrefix), expected);
    });
  }

  it("that is not known leaves it open, with the reason", () => {
    assert.deepEqual(matchRule(rule("r", { filter: { unknown: "not yet" } }), { key: "x" }), {
      matches: "unknown",
      because: "the rule's filter is not known: not yet",
    });
  });
  it("decides where only the status is not known and the key is left out anyway", () => {
    const each = rule("r", {
      status: { unknown: "not yet" },
      filter: { known: { prefix: "logs/", tags: {} } },
    });
    assert.equal(matchRule(each, { key: "x" }).matches, false);
    assert.equal(matchRule(each, { key: "logs/x" }).matches, "unknown");
  });
});

describe("whatever prefix, key and tags", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 });
  const anyTags = fc.dictionary(text, text, { maxKeys: 5 });

  it("a key that starts with the prefix is admitted", () => {
    fc.assert(
      fc.property(text, text, (prefix, rest) => matches({ prefix, tags: {} }, `${prefix}${rest}`) === true),
    );
  });
  it("a key is admitted exactly where it starts with the prefix", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 4 });
    fc.assert(
      fc.property(
        short,
        short,
        (prefix, key) => matches({ prefix, tags: {} }, key) === (key.slice(0, prefix.length) === prefix),
      ),
    );
  });
  it("an object with the wanted tags and more is admitted", () => {
    fc.assert(
      fc.property(
        anyTags,
        anyTags,
        (wanted, more) => matches({ tags: wanted }, "x", { ...more, ...wanted }) === true,
      ),
    );
  });
  it("an object that lacks one wanted tag is left out", () => {
    fc.assert(
      fc.property(anyTags, text, text, (tags, key, value) => {
        const without = Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key));
        return (
          matches({ tags: Object.fromEntries([...Object.entries(tags), [key, value]]) }, "x", without) ===
          false
        );
      }),
    );
  });
  it("a narrower filter never admits more", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });
    fc.assert(
      fc.property(short, short, short, anyTags, anyTags, (prefix, longer, key, some, others) => {
        const wide = matches({ prefix, tags: some }, key, others);
        const narrow = matches({ prefix: `${prefix}${longer}`, tags: { ...others, ...some } }, key, others);
        return wide === true || narrow === false;
      }),
    );
  });
});
