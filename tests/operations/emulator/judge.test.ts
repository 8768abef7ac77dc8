import assert from "node:assert/strict";
import {
  type EventKind,
  expectedOutcome,
  type Outcome,
  type RouteEnds,
} from "../../../operations/emulator/expectation";
import { judge, judgeReplica } from "../../../operations/emulator/judge";
import { type RouteRule, readRule } from "../../../operations/emulator/rule";

const RULE: RouteRule = {
  id: "all",
  enabled: true,
  prefix: "",
  tags: {},
  deleteMarkers: true,
  kmsObjects: true,
  replicaKey: "arn:key",
  storageClass: undefined,
  destination: "replica",
};
const ENDS: RouteEnds = {
  defaultEncryption: "aws:kms",
  sourceBlocksSseC: false,
  destinationBlocksSseC: false,
  retained: false,
};

describe("what S3 would do by the rule alone", () => {
  const cases: readonly {
    readonly event: EventKind;
    readonly rule?: Partial<RouteRule>;
    readonly ends?: Partial<RouteEnds>;
    readonly headline: Outcome["headline"];
    readonly facts?: Outcome["facts"];
  }[] = [
    { event: "small object", headline: "arrives", facts: { class: "STANDARD", encryption: "aws:kms" } },
    {
      event: "small object",
      rule: { storageClass: "GLACIER_IR" },
      headline: "arrives",
      facts: { class: "GLACIER_IR" },
    },
    { event: "small object", rule: { enabled: false }, headline: "stays", facts: { status: "none" } },
    { event: "small object", rule: { kmsObjects: false }, headline: "stays", facts: { status: "none" } },
    {
      event: "small object",
      rule: { kmsObjects: false },
      ends: { defaultEncryption: "aws:kms:dsse" },
      headline: "stays",
    },
    {
      event: "small object",
      rule: { kmsObjects: false },
      ends: { defaultEncryption: "AES256" },
      headline: "arrives",
      facts: { encryption: "AES256" },
    },
    { event: "multipart upload over 5 MiB", headline: "arrives" },
    { event: "overwritten object", headline: "arrives", facts: { versions: "2" } },
    { event: "overwritten object", rule: { enabled: false }, headline: "stays" },
    { event: "object older than the rule", headline: "stays", facts: { status: "none" } },
    { event: "object outside the prefix", rule: { prefix: "logs/" }, headline: "stays" },
    { event: "object without the tags", rule: { tags: { a: "b" } }, headline: "stays" },
    { event: "object encrypted with SSE-S3", headline: "arrives", facts: { encryption: "AES256" } },
    { event: "object encrypted with SSE-S3", rule: { kmsObjects: false }, headline: "arrives" },
    { event: "object encrypted with SSE-C", headline: "arrives", facts: { encryption: "SSE-C" } },
    { event: "object encrypted with SSE-C", ends: { sourceBlocksSseC: true }, headline: "is refused" },
    {
      event: "object encrypted with SSE-C",
      ends: { destinationBlocksSseC: true },
      headline: "fails",
      facts: { status: "FAILED" },
    },
    {
      event: "object encrypted with SSE-C",
      rule: { enabled: false },
      ends: { destinationBlocksSseC: true },
      headline: "stays",
    },
    { event: "tags changed afterwards", headline: "arrives" },
    { event: "tags changed afterwards", rule: { enabled: false }, headline: "stays" },
    { event: "version deleted by its id", headline: "stays" },
    { event: "version deleted by its id", ends: { retained: true }, headline: "is refused" },
    { event: "object deleted", headline: "arrives" },
    { event: "object deleted", rule: { deleteMarkers: false }, headline: "stays" },
    { event: "object deleted", rule: { enabled: false }, headline: "stays" },
  ];
  for (const { event, rule, ends, headline, facts = {} } of cases) {
    it(`${headline}: ${event} with ${JSON.stringify({ ...rule, ...ends })}`, () => {
      const outcome = expectedOutcome(event, { ...RULE, ...rule }, { ...ENDS, ...ends });
      assert.equal(outcome.headline, headline);
      for (const [fact, value] of Object.entries(facts)) assert.equal(outcome.facts[fact], value);
    });
  }
});

describe("judging an event", () => {
  const seen = (
    event: EventKind,
    outcome: Outcome,
    rule: Partial<RouteRule> = {},
    ends: Partial<RouteEnds> = {},
  ) => judge({ event, outcome }, { ...RULE, ...rule }, { ...ENDS, ...ends }, expectedOutcome);
  const arrival = (facts: Outcome["facts"] = {}): Outcome => ({
    headline: "arrives",
    facts: { ...expectedOutcome("small object", RULE, ENDS).facts, ...facts },
  });

  it("takes what was expected", () => {
    assert.deepEqual(seen("small object", arrival()), {
      event: "small object",
      expected: "arrives",
      found: "arrives",
      verdict: "as expected",
    });
  });

  for (const [fact, value] of [
    ["content", "another"],
    ["metadata", "another"],
    ["tags", "others"],
    ["status", "PENDING"],
    ["replica status", "none"],
    ["class", "STANDARD_IA"],
    ["encryption", "AES256"],
  ] as const) {
    it(`says differs when only the ${fact} does`, () => {
      const report = seen("small object", arrival({ [fact]: value }));
      assert.equal(report.verdict, "differs");
      assert.equal(report.found, `arrives, ${fact} ${value}`);
      assert.notEqual(report.expected, report.found);
    });
  }

  it("calls not emulated only what a limit of the emulator explains", () => {
    const stays: Outcome = { headline: "stays", facts: { status: "none" } };
    assert.equal(seen("multipart upload over 5 MiB", stays, { tags: { a: "b" } }).verdict, "not emulated");
    assert.equal(seen("multipart upload over 5 MiB", stays).verdict, "differs");
    assert.equal(seen("small object", stays).verdict, "differs");
    assert.equal(seen("small object", arrival(), { kmsObjects: false }).verdict, "not emulated");
    assert.equal(seen("object encrypted with SSE-C", stays).verdict, "differs");
    assert.equal(
      seen("object encrypted with SSE-C", stays, {}, { sourceBlocksSseC: true }).verdict,
      "not emulated",
    );
    assert.equal(seen("object deleted", { headline: "stays", facts: {} }).verdict, "differs");
  });

  it("tells of the replica's own marks", () => {
    const label = (text: string) => (text === "arn:key" ? "key replica" : "key source");
    const marks = { sourceVersionId: "1", replicaVersionId: "2", key: "arn:other" };
    assert.deepEqual(
      judgeReplica(marks, RULE, label).map(({ event, expected, found, verdict }) => [
        event,
        expected,
        found,
        verdict,
      ]),
      [
        ["replica's version id", "the source's", "its own", "not emulated"],
        ["replica's key", "key replica", "key source", "not emulated"],
      ],
    );
    const faithful = judgeReplica(
      { sourceVersionId: "1", replicaVersionId: "1", key: "arn:key" },
      RULE,
      label,
    );
    assert.deepEqual(
      faithful.map(({ verdict }) => verdict),
      ["as expected", "as expected"],
    );
    assert.equal(judgeReplica(marks, { ...RULE, replicaKey: undefined }, label).length, 1);
  });
});

describe("reading a rule", () => {
  const destination = { Bucket: "arn:aws:s3:::replica" };
  it("reads prefix and tags wherever S3 has them", () => {
    const of = (rule: object) => readRule({ Status: "Enabled", Destination: destination, ...rule }, 0);
    assert.deepEqual([of({ Filter: { Prefix: "a/" } }).prefix, of({ Prefix: "b/" }).prefix], ["a/", "b/"]);
    assert.deepEqual(of({ Filter: { Tag: { Key: "k", Value: "v" } } }).tags, { k: "v" });
    const both = of({ Filter: { And: { Prefix: "c/", Tags: [{ Key: "k", Value: "v" }] } } });
    assert.deepEqual([both.prefix, both.tags], ["c/", { k: "v" }]);
  });
  it("knows that a rule without a filter replicates delete markers, and one with a filter only where it says so", () => {
    const rule = { Status: "Enabled", Destination: destination } as const;
    assert.equal(readRule(rule, 0).deleteMarkers, true);
    assert.equal(readRule({ ...rule, Filter: {} }, 0).deleteMarkers, false);
    assert.equal(
      readRule({ ...rule, Filter: {}, DeleteMarkerReplication: { Status: "Enabled" } }, 0).deleteMarkers,
      true,
    );
  });
  it("names a rule without an id by its place", () => {
    assert.equal(readRule({ Status: "Enabled", Destination: destination }, 1).id, "rule 2");
  });
});
