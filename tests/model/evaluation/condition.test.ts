import { strict as assert } from "node:assert";
import type { ContextValue, StatementCondition } from "../../../model/evaluation";
import { matchCondition, qualifiersOf, whyItHolds } from "../../../model/evaluation/condition";
import { contextOf } from "../../../model/evaluation/context";
import type { Ternary } from "../../../model/evaluation/ternary";
import { call, variable } from "./cast";

const ABSENT: ContextValue = { absent: true };
const HIDDEN: ContextValue = { undetermined: "the time is not known" };

type Context = { readonly [key: string]: ContextValue };

function match(condition: StatementCondition, context: Context, version = "2012-10-17") {
  return matchCondition(condition, version, contextOf(call({ context })));
}

type Row = readonly [operator: string, wanted: string | readonly string[], given: ContextValue, is: Ternary];

function check(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [operator, wanted, given, is] of rows) {
      it(`${operator} ${JSON.stringify(wanted)} of ${JSON.stringify(given)}: ${is}`, () => {
        assert.equal(match({ [operator]: { "x:key": wanted } }, { "x:key": given }).is, is);
      });
    }
  });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
check("texts", [
  ["StringEquals", "a", ["a"], "yes"],
  ["StringEquals", "a", ["A"], "no"],
  ["StringEquals", ["b", "a"], ["a"], "yes"],
  ["StringEquals", "a*", ["ab"], "no"],
  ["StringEquals", "", [""], "yes"],
  ["StringNotEquals", "a", ["b"], "yes"],
  ["StringNotEquals", ["a", "b"], ["b"], "no"],
  ["StringEqualsIgnoreCase", "aB", ["Ab"], "yes"],
  ["StringNotEqualsIgnoreCase", "aB", ["Ab"], "no"],
  ["StringLike", "a*", ["ab"], "yes"],
  ["StringLike", "a?", ["a"], "no"],
  ["StringLike", "A*", ["ab"], "no"],
  ["StringNotLike", "a*", ["ab"], "no"],
  ["StringNotLike", "a*", ["b"], "yes"],
]);

check("numbers", [
  ["NumericEquals", "10", ["10.0"], "yes"],
  ["NumericNotEquals", "10", ["11"], "yes"],
  ["NumericLessThan", "10", ["9.9"], "yes"],
  ["NumericLessThan", "10", ["10"], "no"],
  ["NumericLessThanEquals", "10", ["10"], "yes"],
  ["NumericGreaterThan", "-1", ["0"], "yes"],
  ["NumericGreaterThanEquals", "10", ["10"], "yes"],
  ["NumericEquals", "ten", ["10"], "unknown"],
  ["NumericEquals", "10", ["ten"], "no"],
  ["NumericNotEquals", "ten", ["10"], "unknown"],
]);

check("dates", [
  ["DateEquals", "2026-01-01", ["2026-01-01T00:00:00Z"], "yes"],
  ["DateEquals", "2026-01-01T01:00:00+01:00", ["2026-01-01T00:00:00Z"], "yes"],
  ["DateEquals", "1767225600", ["2026-01-01T00:00:00Z"], "yes"],
  ["DateNotEquals", "2026-01-01", ["2026-01-02"], "yes"],
  ["DateLessThan", "2026-01-01T00:00:00.500Z", ["2026-01-01T00:00:00.499Z"], "yes"],
  ["DateLessThanEquals", "2026", ["2026-01-01T00:00:00Z"], "yes"],
  ["DateGreaterThan", "2026-01", ["2026-01-01T00:00:00Z"], "no"],
  ["DateGreaterThanEquals", "2026-01", ["2026-01-01T00:00:00Z"], "yes"],
  ["DateEquals", "soon", ["2026-01-01"], "unknown"],
  ["DateEquals", "2026-01-01", ["soon"], "no"],
  ["DateGreaterThan", "0", ["2026-01-01"], "yes"],
  ["DateGreaterThan", "1700000000.5", ["2026-01-01"], "unknown"],
  ["DateEquals", "2026-02-30", ["2026-03-02"], "unknown"],
]);

check("booleans, bytes and addresses", [
  ["Bool", "true", ["TRUE"], "yes"],
  ["Bool", "false", ["true"], "no"],
  ["Bool", "maybe", ["true"], "unknown"],
  ["Bool", "true", ["maybe"], "no"],
  ["IpAddress", "here", ["10.0.0.1"], "unknown"],
  ["BinaryEquals", "QQ==", ["QQ=="], "yes"],
  ["BinaryEquals", "QUI=", ["QQ=="], "no"],
  ["IpAddress", "203.0.113.0/24", ["203.0.113.77"], "yes"],
  ["IpAddress", "203.0.113.0/24", ["203.0.114.77"], "no"],
  ["IpAddress", ["203.0.113.7", "2001:db8::/32"], ["2001:DB8:1::1"], "yes"],
  ["IpAddress", "0.0.0.0/0", ["10.1.2.3"], "yes"],
  ["NotIpAddress", "203.0.113.0/24", ["203.0.113.77"], "no"],
  ["NotIpAddress", "203.0.113.0/24", ["2001:db8::1"], "yes"],
]);

check("ARNs", [
  ["ArnEquals", "arn:aws:iam::*:role/a", ["arn:aws:iam::111122223333:role/a"], "yes"],
  [
    "ArnLike",
    "arn:aws:someservice:*:111122223333:finance/*",
    ["arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"],
    "no",
  ],
  [
    "StringLike",
    "arn:aws:someservice:*:111122223333:finance/*",
    ["arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"],
    "yes",
  ],
  ["ArnLike", "arn:aws:s3:::b/*", ["arn:aws:s3:::b/x:y"], "yes"],
  ["ArnNotEquals", "arn:aws:iam::*:role/a", ["arn:aws:iam::1:role/b"], "yes"],
  ["ArnNotLike", "arn:aws:iam::*:role/a", ["arn:aws:iam::1:role/a"], "no"],
  ["ArnNotLike", "arn:aws:iam::*:role/a", ["no arn"], "unknown"],
  ["ArnLike", "*", ["arn:aws:iam::1:role/a"], "unknown"],
  ["ArnNotLike", "arn:aws:iam:*", ["arn:aws:iam::1:role/a"], "unknown"],
  ["ArnLike", "arn:aws:sns:*", ["arn:aws:iam::1:role/a"], "no"],
]);

const ONE_OF: ContextValue = { oneOf: ["1.2", "1.3"] };

check("a value that is one of several", [
  ["NumericLessThan", "1.2", ONE_OF, "no"],
  ["NumericLessThan", "1.1", ONE_OF, "no"],
  ["NumericLessThan", "1.3", ONE_OF, "unknown"],
  ["NumericLessThanEquals", "1.1", ONE_OF, "no"],
  ["NumericGreaterThanEquals", "1.2", ONE_OF, "yes"],
  ["NumericGreaterThanEquals", "1.3", ONE_OF, "unknown"],
  ["NumericGreaterThan", "1.3", ONE_OF, "no"],
  ["NumericNotEquals", ["1.2", "1.3"], ONE_OF, "no"],
  ["NumericNotEquals", "1.2", ONE_OF, "unknown"],
  ["NumericEquals", ["1.2", "1.3"], ONE_OF, "yes"],
  ["NumericEquals", ["1", "1.1"], ONE_OF, "no"],
  ["NumericLessThanIfExists", "1.2", ONE_OF, "no"],
  ["StringEquals", ["1.0", "1.1"], ONE_OF, "no"],
  ["StringNotEquals", ["1.2", "1.3"], ONE_OF, "no"],
  ["StringLike", "1.*", ONE_OF, "yes"],
  ["ForAnyValue:StringEquals", "1.2", ONE_OF, "unknown"],
  ["ForAllValues:NumericGreaterThan", "1", ONE_OF, "yes"],
  ["Null", "true", ONE_OF, "no"],
  ["Null", "false", ONE_OF, "yes"],
]);

describe("a family of condition keys", () => {
  const context: Context = { "aws:PrincipalTag/*": ABSENT, "aws:PrincipalTag/team": ["data"] };
  const rows: readonly (readonly [StatementCondition, Ternary])[] = [
    [{ StringEquals: { "aws:PrincipalTag/team": "data" } }, "yes"],
    [{ StringEquals: { "aws:principaltag/TEAM": "data" } }, "yes"],
    [{ StringEquals: { "aws:PrincipalTag/team": "web" } }, "no"],
    [{ StringEquals: { "aws:PrincipalTag/cost/centre": "7" } }, "no"],
    [{ StringNotEquals: { "aws:PrincipalTag/stage": "prod" } }, "yes"],
    [{ Null: { "aws:PrincipalTag/stage": "true" } }, "yes"],
    [{ StringEquals: { "aws:ResourceTag/team": "data" } }, "unknown"],
    [{ StringEquals: { "aws:PrincipalTags": "data" } }, "unknown"],
  ];
  for (const [condition, is] of rows) {
    it(`answers ${JSON.stringify(condition)} with ${is}`, () => {
      assert.equal(match(condition, context).is, is);
    });
  }
});

check("keys that the call does not have", [
  ["StringEquals", "a", ABSENT, "no"],
  ["StringNotEquals", "a", ABSENT, "yes"],
  ["NumericLessThan", "1", ABSENT, "no"],
  ["Bool", "false", ABSENT, "no"],
  ["NotIpAddress", "10.0.0.0/8", ABSENT, "yes"],
  ["ArnNotLike", "arn:*", ABSENT, "yes"],
  ["StringEqualsIfExists", "a", ABSENT, "yes"],
  ["StringEqualsIfExists", "a", ["b"], "no"],
  ["BoolIfExists", "true", ABSENT, "yes"],
  ["StringNotEqualsIfExists", "a", ABSENT, "yes"],
  ["Null", "true", ABSENT, "yes"],
  ["Null", "false", ABSENT, "no"],
  ["Null", "true", ["a"], "no"],
  ["Null", "false", ["a"], "yes"],
  ["Null", "true", [], "yes"],
]);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
check("sets", [
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], "yes"],
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], "no"],
  ["ForAllValues:StringEquals", "a", ABSENT, "yes"],
  ["ForAllValues:StringEquals", "a", [], "yes"],
  ["ForAnyValue:StringEquals", "a", ["c", "a"], "yes"],
  ["ForAnyValue:StringEquals", "a", ["c", "b"], "no"],
  ["ForAnyValue:StringEquals", "a", ABSENT, "no"],
  ["ForAnyValue:StringNotEquals", "a", ABSENT, "no"],
  ["ForAnyValue:StringNotEquals", "a", ["a", "b"], "yes"],
  ["ForAllValues:StringNotEquals", "a", ["b", "a"], "no"],
  ["ForAllValues:StringLikeIfExists", "a*", ["ab", "ac"], "yes"],
  ["ForAnyValue:StringLikeIfExists", "a*", ABSENT, "unknown"],
  ["StringEquals", "a", ["a", "b"], "unknown"],
]);

check("keys whose value is not determined", [
  ["StringEquals", "a", HIDDEN, "unknown"],
  ["StringNotEquals", "a", HIDDEN, "unknown"],
  ["Null", "true", HIDDEN, "unknown"],
  ["Null", ["true", "false"], HIDDEN, "yes"],
  ["StringLike", "*", HIDDEN, "unknown"],
  ["StringLikeIfExists", "*", HIDDEN, "yes"],
  ["StringNotLike", "*", HIDDEN, "unknown"],
  ["ForAllValues:StringLike", "*", HIDDEN, "yes"],
  ["ForAnyValue:StringNotLike", "*", HIDDEN, "no"],
  ["ArnLikeIfExists", "*", HIDDEN, "unknown"],
  ["StringMatches", "a", ["a"], "unknown"],
]);

describe("several tests", () => {
  const seen = { "x:a": ["a"], "x:b": ["b"] };
  it("must all hold", () => {
    assert.equal(match({ StringEquals: { "x:a": "a", "x:b": "b" } }, seen).is, "yes");
    assert.equal(match({ StringEquals: { "x:a": "a", "x:b": "c" } }, seen).is, "no");
    assert.equal(match({ StringEquals: { "x:a": "a" }, StringLike: { "x:b": "c*" } }, seen).is, "no");
  });
  it("fail with one that fails, whatever else is open", () => {
    assert.equal(match({ StringEquals: { "x:unheard": "a", "x:b": "c" } }, seen).is, "no");
    assert.equal(match({ StringEquals: { "x:unheard": "a", "x:b": "b" } }, seen).is, "unknown");
  });
  it("hold where there are none", () => {
    assert.equal(match({}, {}).is, "yes");
    assert.equal(matchCondition(undefined, undefined, contextOf(call())).is, "yes");
  });
  it("take names of keys in any case, and numbers and booleans as they are", () => {
    assert.equal(match({ StringEquals: { "X:A": "a" } }, seen).is, "yes");
    assert.equal(match({ Bool: { "x:a": true } }, { "x:a": ["true"] }).is, "yes");
    assert.equal(match({ NumericLessThan: { "x:a": 10 } }, { "x:a": ["9"] }).is, "yes");
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe("policy variables", () => {
  const rows: readonly [string, StatementCondition, Context, Ternary][] = [
    [
      "stand for the call's value",
      { StringEquals: { "x:a": variable("aws:PrincipalAccount") } },
      { "x:a": ["111122223333"] },
      "yes",
    ],
    [
      "stand within a text",
      { StringLike: { "x:a": `home/${variable("x:b")}/*` } },
      { "x:a": ["home/b/c"], "x:b": ["b"] },
      "yes",
    ],
    [
      "are no wildcards, whatever their value",
      { StringLike: { "x:a": variable("x:b") } },
      { "x:a": ["abc"], "x:b": ["a*"] },
      "no",
    ],
    [
      "fall back to a default",
      { StringEquals: { "x:a": variable("x:b, 'none'") } },
      { "x:a": ["none"], "x:b": ABSENT },
      "yes",
    ],
    [
      "need no default where there is a value",
      { StringEquals: { "x:a": variable("x:b, 'none'") } },
      { "x:a": ["none"], "x:b": ["b"] },
      "no",
    ],
    [
      "match nothing without a value",
      { StringEquals: { "x:a": variable("x:b") } },
      { "x:a": ["a"], "x:b": ABSENT },
      "no",
    ],
    [
      "leave a negated match open without a value",
      { StringNotEquals: { "x:a": variable("x:b") } },
      { "x:a": ["a"], "x:b": ABSENT },
      "unknown",
    ],
    [
      "leave it open where the value is not known",
      { StringEquals: { "x:a": `p-${variable("x:b")}` } },
      { "x:a": ["p-1"] },
      "unknown",
    ],
    [
      "are told apart by what surrounds them",
      { StringEquals: { "x:a": `p-${variable("x:b")}` } },
      { "x:a": ["q-1"] },
      "no",
    ],
    [
      "leave it open where there are several values",
      { StringEquals: { "x:a": variable("x:b") } },
      { "x:a": ["a"], "x:b": ["a", "b"] },
      "unknown",
    ],
    [
      "spell special characters",
      { StringLike: { "x:a": `a${variable("*")}${variable("?")}${variable("$")}` } },
      { "x:a": ["a*?$"] },
      "yes",
    ],
    ["work in Bool", { Bool: { "x:a": variable("x:b") } }, { "x:a": ["true"], "x:b": ["true"] }, "yes"],
    [
      "do not work in numbers",
      { NumericEquals: { "x:a": variable("x:b") } },
      { "x:a": ["1"], "x:b": ["1"] },
      "unknown",
    ],
  ];
  for (const [sentence, condition, context, is] of rows) {
    it(sentence, () => assert.equal(match(condition, context).is, is));
  }
  it("exist since version 2012-10-17 only", () => {
    const test = { StringEquals: { "x:a": variable("x:b") } };
    assert.equal(match(test, { "x:a": ["b"], "x:b": ["b"] }, "2008-10-17").is, "no");
    assert.equal(match(test, { "x:a": [variable("x:b")], "x:b": ["b"] }, "2008-10-17").is, "yes");
  });
});

describe("the words for a condition", () => {
  const rows: readonly [string, StatementCondition, Context, string][] = [
    [
      "give both values",
      { StringEquals: { "x:a": ["a", "b"] } },
      { "x:a": ["c"] },
      'its condition StringEquals "x:a" asks for "a" or "b" and the call has "c"',
    ],
    [
      "say that the key is absent",
      { Bool: { "x:a": "true" } },
      { "x:a": ABSENT },
      'its condition Bool "x:a" asks for "true" and the call has no x:a',
    ],
    [
      "say what is not known",
      { StringEquals: { "x:a": "a" } },
      { "x:a": HIDDEN },
      'its condition StringEquals "x:a" asks for "a" and the time is not known',
    ],
    [
      "say that nobody told",
      { StringEquals: { "x:a": "a" } },
      {},
      'its condition StringEquals "x:a" asks for "a" and the call does not determine x:a',
    ],
    [
      "say which variable is not known",
      { StringEquals: { "x:a": variable("x:b") } },
      { "x:a": ["a"] },
      `its condition StringEquals "x:a" asks for "${variable("x:b")}" and the call does not determine x:b`,
    ],
    [
      "say that several values are not defined",
      { StringEquals: { "x:a": "a" } },
      { "x:a": ["a", "b"] },
      'its condition StringEquals "x:a" asks for "a" and AWS does not say how that compares with the several values "a" and "b"',
    ],
    [
      "say of a negated operator that it asks for another value",
      { StringNotEquals: { "x:a": "a" } },
      { "x:a": ["a"] },
      'its condition StringNotEquals "x:a" asks for a value other than "a" and the call has "a"',
    ],
    [
      "name an operator that does not exist",
      { StringIs: { "x:a": "a" } },
      { "x:a": ["a"] },
      'IAM has no condition operator "StringIs"',
    ],
  ];
  for (const [sentence, condition, context, words] of rows) {
    it(sentence, () => assert.equal(match(condition, context).why(), words));
  }
});

describe("the words for a condition that holds", () => {
  const rows: readonly [string, StatementCondition | undefined, Context, string][] = [
    [
      "give operator, key, the written values and what the call has",
      { StringNotEquals: { "x:a": ["a", "b"] } },
      { "x:a": ["c"] },
      'its condition StringNotEquals "x:a" with "a" or "b" holds, since the call has "c"',
    ],
    [
      "say that the key is absent",
      { StringNotEquals: { "x:a": "a" } },
      { "x:a": ABSENT },
      'its condition StringNotEquals "x:a" with "a" holds, since the call has no x:a',
    ],
    [
      "say so of Null, too",
      { Null: { "x:a": "true" } },
      { "x:a": ABSENT },
      'its condition Null "x:a" with "true" holds, since the call has no x:a',
    ],
    [
      "give every test, since each of them has to hold",
      { StringEquals: { "x:a": "a" }, Bool: { "x:b": "true" } },
      { "x:a": ["a"], "x:b": ["true"] },
      'its condition StringEquals "x:a" with "a" holds, since the call has "a", and its condition Bool "x:b" with "true" holds, since the call has "true"',
    ],
    [
      "show of a long list the value that the call has",
      { StringLike: { "x:a": ["a*", "b*", "c*", "d*", "e*"] } },
      { "x:a": ["elm"] },
      'its condition StringLike "x:a" with "e*", "a*", "b*" or 2 more holds, since the call has "elm"',
    ],
    [
      "say of a test that any value passes that the value does not matter",
      { StringLikeIfExists: { "x:a": "*" } },
      { "x:a": HIDDEN },
      'its condition StringLikeIfExists "x:a" with "*" holds, regardless of the call',
    ],
    ["are none without a condition", undefined, { "x:a": ["a"] }, ""],
    ["are none for an empty condition", {}, { "x:a": ["a"] }, ""],
  ];
  for (const [sentence, condition, context, words] of rows) {
    it(sentence, () =>
      assert.equal(whyItHolds(condition, "2012-10-17", contextOf(call({ context }))), words),
    );
  }
});

describe("an operator's name", () => {
  it("is taken apart in any case", () => {
    assert.deepEqual(qualifiersOf("ForAnyValue:StringLikeIfExists"), {
      base: "stringlike",
      set: "any",
      ifExists: true,
    });
    assert.deepEqual(qualifiersOf("forallvalues:ArnEquals"), {
      base: "arnequals",
      set: "all",
      ifExists: false,
    });
    assert.deepEqual(qualifiersOf("Bool"), { base: "bool", set: undefined, ifExists: false });
  });
});
