import assert from "node:assert/strict";
import fc from "fast-check";
import { documentReading, normalDocument } from "../../../../operations/emulator/resources/policyDocument";
import { canonical } from "../../../../operations/emulator/values";

const same = (one: unknown, other: unknown) =>
  canonical(normalDocument(JSON.stringify(one))) === canonical(normalDocument(JSON.stringify(other)));
const statement = {
  Sid: "A",
  Effect: "Allow",
  Principal: { AWS: ["x", "y"] },
  Action: ["s3:A", "s3:B"],
  Resource: ["r"],
};

describe("policy documents", () => {
  const equal: readonly (readonly [string, unknown, unknown])[] = [
    ["one statement alone and in a list", { Statement: statement }, { Statement: [statement] }],
    [
      "lists in another order",
      { Statement: [statement] },
      { Statement: [{ ...statement, Action: ["s3:B", "s3:A"], Principal: { AWS: ["y", "x"] } }] },
    ],
    [
      "a list of one and a single value",
      { Statement: [statement] },
      { Statement: [{ ...statement, Resource: "r" }] },
    ],
    [
      "statements in another order",
      { Statement: [statement, { Sid: "B" }] },
      { Statement: [{ Sid: "B" }, statement] },
    ],
    [
      "a boolean and its text",
      { Statement: [{ Condition: { Bool: { k: false } } }] },
      { Statement: [{ Condition: { Bool: { k: ["false"] } } }] },
    ],
  ];
  for (const [what, one, other] of equal) it(`are the same with ${what}`, () => assert.ok(same(one, other)));

  const different: readonly (readonly [string, unknown])[] = [
    ["another effect", { ...statement, Effect: "Deny" }],
    ["one action more", { ...statement, Action: ["s3:A", "s3:B", "s3:C"] }],
    ["another principal", { ...statement, Principal: { AWS: ["x"] } }],
    ["anybody as principal", { ...statement, Principal: "*" }],
    [
      "NotAction for Action",
      {
        Sid: "A",
        Effect: "Allow",
        Principal: { AWS: ["x", "y"] },
        NotAction: ["s3:A", "s3:B"],
        Resource: ["r"],
      },
    ],
    ["a condition more", { ...statement, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ];
  for (const [what, other] of different) {
    it(`differ with ${what}`, () => assert.ok(!same({ Statement: [statement] }, { Statement: [other] })));
  }

  it("are the same whatever the order of anything", () => {
    const texts = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.record({ Action: texts, Resource: texts })), (statements) => {
        const reversed = [...statements].reverse().map(({ Action, Resource }) => ({
          Resource: [...Resource].reverse(),
          Action: [...Action].reverse(),
        }));
        assert.ok(same({ Statement: statements }, { Statement: reversed }));
      }),
    );
  });

  it("are shown by their statements, and as none where there is none", () => {
    const { show, expected, found } = documentReading(
      "policy",
      JSON.stringify({ Statement: [statement, {}] }),
      undefined,
    );
    assert.equal(show?.(expected), "2 statements: A, #2");
    assert.equal(show?.(found), "none");
  });

  it("are compared as they are when they are no JSON", () => {
    assert.equal(normalDocument("not JSON"), "not JSON");
  });
});
