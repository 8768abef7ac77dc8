import { strict as assert } from "node:assert";
import fc from "fast-check";
import { parsePolicyDocument } from "../../../model/evaluation";

const good = { Effect: "Allow", Action: "s3:*", Resource: "*" } as const;
const withOne = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });

describe("parsePolicyDocument", () => {
  const document = {
    Version: "2012-10-17",
    Id: "p",
    Statement: [{ Sid: "A", ...good, Principal: { AWS: ["1", "2"] } }],
  };

  it("reads JSON text", () => assert.deepEqual(parsePolicyDocument(JSON.stringify(document)), document));
  it("reads an object", () => assert.deepEqual(parsePolicyDocument(document), document));
  it("reads text as IAM's API encodes it", () => {
    assert.deepEqual(parsePolicyDocument(encodeURIComponent(JSON.stringify(document))), document);
  });
  it("takes a single statement for a list of one", () => {
    assert.deepEqual(parsePolicyDocument({ Statement: good }), { Statement: [good] });
  });
  it("keeps every element as it was written", () => {
    const all = withOne({
      Sid: "S",
      Effect: "Deny",
      NotPrincipal: { Service: "s3.amazonaws.com", AWS: "*" },
      NotAction: ["a:b"],
      NotResource: "arn:aws:s3:::b",
      Condition: {
        "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a", "b"] },
        Bool: { "aws:SecureTransport": false },
        Null: { k: "true" },
      },
    });
    assert.deepEqual(parsePolicyDocument(all), all);
  });

  const faults: readonly [string, unknown, string][] = [
    ["an empty text", " ", "expected a policy document, found an empty text"],
    ["null", null, "expected a policy document (a JSON object), found null"],
    ["a list", [], "expected a policy document (a JSON object), found an empty list"],
    ["JSON of something else", '"*"', 'expected a policy document (a JSON object), found "*"'],
    ["no statement", {}, '"Statement": expected at least one statement, found none'],
    [
      "an empty list of statements",
      { Statement: [] },
      '"Statement": expected at least one statement, found an empty list',
    ],
    [
      "a statement that is a text",
      { Statement: ["x"] },
      'Statement[0]: expected a statement (an object), found "x"',
    ],
    [
      "a version of its own",
      { Version: "2020-01-01", Statement: good },
      '"Version": expected "2012-10-17" (or the older "2008-10-17"), found "2020-01-01"',
    ],
    ["an Id that is no text", { Id: 7, Statement: good }, '"Id": expected a text, found 7'],
    [
      "an element that does not exist",
      { Statement: good, Statements: [] },
      '"Statements": expected only Version, Id, Statement',
    ],
    [
      "an effect in lower case",
      { Statement: { ...good, Effect: "allow" } },
      'Statement."Effect": expected "Allow" or "Deny", found "allow"',
    ],
    [
      "no action",
      { Statement: { Effect: "Allow", Resource: "*" } },
      'Statement: expected "Action" or "NotAction", found neither',
    ],
    [
      "Action and NotAction",
      withOne({ ...good, NotAction: "x:y" }),
      'Statement[0]: expected "Action" or "NotAction", found both',
    ],
    [
      "Principal and NotPrincipal",
      withOne({ ...good, Principal: "*", NotPrincipal: "*" }),
      'Statement[0]: expected "Principal" or "NotPrincipal", found both',
    ],
    [
      "an empty list of actions",
      withOne({ ...good, Action: [] }),
      'Statement[0]."Action": expected a text or a list of texts, found an empty list',
    ],
    [
      "a list with a number",
      withOne({ ...good, Resource: ["*", 1] }),
      'Statement[0]."Resource": expected a text or a list of texts, found a list',
    ],
    [
      "a principal that is a text",
      withOne({ ...good, Principal: "111122223333" }),
      'Statement[0]."Principal": expected "*" or an object such as {"AWS": "…"}, found "111122223333"',
    ],
    [
      "a principal of an unknown kind",
      withOne({ ...good, Principal: { Aws: "*" } }),
      'Statement[0]."Principal": expected AWS, Service, Federated, CanonicalUser, found "Aws"',
    ],
    [
      "a principal without anyone",
      withOne({ ...good, Principal: {} }),
      'Statement[0]."Principal": expected at least one principal, found none',
    ],
    [
      "a condition that is a list",
      withOne({ ...good, Condition: [1] }),
      'Statement[0]."Condition": expected an object of operators, found a list',
    ],
    [
      "an operator that does not exist",
      withOne({ ...good, Condition: { StringIs: {} } }),
      'Statement[0]."Condition": expected a condition operator such as "StringEquals", found "StringIs"',
    ],
    [
      "NullIfExists",
      withOne({ ...good, Condition: { NullIfExists: {} } }),
      'Statement[0]."Condition": expected a condition operator such as "StringEquals", found "NullIfExists"',
    ],
    [
      "keys that are a text",
      withOne({ ...good, Condition: { Bool: "true" } }),
      'Statement[0]."Condition"."Bool": expected an object of condition keys, found "true"',
    ],
    [
      "a value that is an object",
      withOne({ ...good, Condition: { Bool: { k: {} } } }),
      'Statement[0]."Condition"."Bool"."k": expected a text, number or boolean or a list of them, found an object',
    ],
  ];
  for (const [what, value, problem] of faults) {
    it(`reports ${what}`, () => assert.deepEqual(parsePolicyDocument(value), { problem }));
  }

  it("reports all problems at once", () => {
    const result = parsePolicyDocument({ Version: 1, Statement: [{ Effect: "No" }, good, "x"] });
    assert.deepEqual(result, {
      problem: [
        '"Version": expected a text, found 1',
        'Statement[0]."Effect": expected "Allow" or "Deny", found "No"',
        'Statement[0]: expected "Action" or "NotAction", found neither',
        'Statement[2]: expected a statement (an object), found "x"',
      ].join("; "),
    });
  });

  it("reports text that is not JSON, and text that breaks off", () => {
    for (const text of ["arn:aws:s3:::b", '{"Statement": [', "%7Bbroken", "%7B%"]) {
      const result = parsePolicyDocument(text);
      assert.ok("problem" in result, text);
      assert.match(result.problem, /^expected a policy document as JSON, found text that is not JSON \(/);
    }
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (value) => {
        const result = parsePolicyDocument(value);
        assert.ok("problem" in result ? result.problem.length > 0 : result.Statement.length > 0);
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});
