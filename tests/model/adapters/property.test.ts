import { strict as assert } from "node:assert";
import fc from "fast-check";
import { Property } from "../../../model/adapters/property";
import { behindProxy, unknownText } from "../../helpers/policyResources";

const unknownMarks = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
const secret = (rest: object) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...rest,
});
const computed = { unknown: "computed by the provider at deployment" };

function property(value: unknown, origins: readonly string[] = []): Property {
  return new Property(value, "p", origins);
}

describe("a property", () => {
  for (const mark of unknownMarks) {
    it(`is unknown where it holds the mark ${mark}`, () => {
      assert.deepEqual(property(mark).value(), computed);
      assert.deepEqual(
        property(behindProxy({ deep: [{ a: mark }] }))
          .at("deep")
          .single()
          .at("a")
          .text(),
        computed,
      );
    });
  }
  it("passes its being unknown on to everything inside of it", () => {
    const unknown = property(unknownText);
    assert.deepEqual(
      [
        unknown.at("a").at("b").text(),
        unknown.single().flag(),
        unknown.items(),
        unknown.texts(),
        unknown.plain(),
      ],
      [computed, computed, computed, computed, computed],
    );
  });
  it("says which resources an unknown value comes from", () => {
    const from = [
      "urn:pulumi:dev::app::my:Group$aws:kms/key:Key::k",
      "urn:pulumi:dev::app::aws:s3/bucket:Bucket::a::b",
    ];
    assert.deepEqual(property(unknownText, from).value(), {
      unknown: 'comes from Key "k", Bucket "a::b" at deployment',
      from,
    });
  });
  it("has nothing of what is not there", () => {
    for (const nothing of [undefined, null, 7, "text", [], {}]) {
      assert.deepEqual(property(nothing).at("missing").text(), { known: undefined });
    }
    assert.equal(property(null).isAbsent(), true);
    assert.equal(property(unknownText).isAbsent(), false);
    assert.equal(property(false).isAbsent(), false);
  });
  it("does not find what an object inherits", () => {
    assert.deepEqual(property({}).at("constructor").value(), { known: undefined });
    assert.deepEqual(property({}).at("toString").text(), { known: undefined });
  });
  it("opens a secret that is plain, in an export and on the wire, and no other", () => {
    assert.deepEqual(
      property(secret({ plaintext: '{"a":"b"}' }))
        .at("a")
        .text(),
      { known: "b" },
    );
    assert.deepEqual(property(secret({ value: "b" })).text(), { known: "b" });
    assert.deepEqual(property(secret({ ciphertext: "v1:x" })).text(), { unknown: "encrypted in the export" });
    assert.deepEqual(property({ a: secret({ ciphertext: "v1:x" }) }).plain(), {
      unknown: "encrypted in the export",
    });
  });
  it("reads the text of flags and numbers as providers write them", () => {
    assert.deepEqual(property("true").flag(), { known: true });
    assert.deepEqual(property("false").flag(), { known: false });
    assert.deepEqual(property("yes").flag(), { known: undefined });
    assert.deepEqual(property("15").number(), { known: 15 });
    assert.deepEqual(property("").number(), { known: undefined });
    assert.deepEqual(property("many").number(), { known: undefined });
  });
  it("takes a single value for a list of one, and the first of a list for the single value", () => {
    assert.deepEqual(property(["a", "b"]).texts(), { known: ["a", "b"] });
    assert.deepEqual(property("a").texts(), { known: ["a"] });
    assert.deepEqual(property(undefined).texts(), { known: [] });
    assert.deepEqual(
      property([{ a: "b" }])
        .single()
        .at("a")
        .text(),
      { known: "b" },
    );
    assert.equal(property([]).single().isAbsent(), true);
  });
  it("is unknown as a list where one element is", () => {
    assert.deepEqual(property(["a", unknownText]).texts(), computed);
  });
});

describe("whatever the engine sends", () => {
  it("a plain copy behind the SDK's proxy is the value itself", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const copy = property(behindProxy(value)).plain();
        assert.ok("known" in copy);
        assert.equal(JSON.stringify(copy.known), JSON.stringify(withoutNulls(value)));
      }),
    );
  });
  it("an unknown mark anywhere makes the whole unknown and nothing throws", () => {
    const { value: withMark } = fc.letrec((tie) => ({
      leaf: fc.constantFrom(...unknownMarks),
      list: fc.tuple(fc.jsonValue(), tie("value")).map(([some, mark]) => [some, mark]),
      object: tie("value").map((mark) => ({ a: 1, b: mark })),
      value: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("list"), tie("object")),
    }));
    fc.assert(fc.property(withMark, (value) => "unknown" in property(behindProxy({ value })).plain()));
  });
});

/** `null` stands for nothing in what the engine sends. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === null ? undefined : withoutNulls(item)));
  if (typeof value !== "object" || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutNulls(each)]));
}
