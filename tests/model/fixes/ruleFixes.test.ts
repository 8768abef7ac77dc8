import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import { configurationOf, knownIn, ruleOf, workingTopology } from "../../helpers/topologies";
import { SHAPES } from "../requirements/faults/fault";

const GENERAL = "set destination.bucket to arn:aws:s3:::<bucket>, the ARN of a general purpose bucket";

describe("a destination that is no bucket's ARN", () => {
  const rows: readonly (readonly [what: string, written: string, because: RegExp, fix: string])[] = [
    ["an access point", "arn:aws:s3:us-east-1:111122223333:accesspoint/ap", /no general purpose/, GENERAL],
    ["a Multi-Region Access Point", "arn:aws:s3::111122223333:accesspoint/a.mrap", /Multi-Region/, GENERAL],
    ["an access point's alias", "arn:aws:s3:::ap-a1b2c3-s3alias", /alias of an access point/, GENERAL],
    ["an access point's alias without ARN", "ap-a1b2c3-s3alias", /alias of an access point/, GENERAL],
    ["a directory bucket by a plain ARN", "arn:aws:s3:::b--use1-az4--x-s3", /directory bucket/, GENERAL],
    [
      "a directory bucket",
      "arn:aws:s3express:us-east-1:111122223333:bucket/b--use1-az4--x-s3",
      /directory bucket/,
      GENERAL,
    ],
    ["a table bucket", "arn:aws:s3tables:us-east-1:111122223333:bucket/t", /no general purpose/, GENERAL],
    [
      "a bucket on an Outpost",
      "arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/bucket/b",
      /no general purpose/,
      GENERAL,
    ],
    ["a URL", "https://acme-archive-replica.s3.amazonaws.com", /expects an ARN/, GENERAL],
    [
      "objects",
      "arn:aws:s3:::acme-archive-replica/*",
      /names objects/,
      "set destination.bucket to arn:aws:s3:::acme-archive-replica",
    ],
    [
      "a name",
      "acme-archive-replica",
      /expects an ARN/,
      "set destination.bucket to arn:aws:s3:::acme-archive-replica",
    ],
  ];
  for (const [what, written, because, fix] of rows) {
    it(`is told what is expected instead of ${what}`, () => {
      const topology = workingTopology(SHAPES.plain);
      ruleOf(topology).destination.bucket = { outside: written };
      const [report] = judge(topology);
      const found = report?.requirements.find(({ id }) => id === "rule-destination-bucket");
      assert.equal(found?.verdict, "unmet");
      assert.match(found?.because ?? "", because);
      assert.equal(found?.fix, fix);
      for (const { id, fix: other } of report?.requirements ?? []) {
        assert.ok(!(other ?? "").includes("s3:::arn:") && !(other ?? "").includes("s3:::accesspoint"), id);
      }
    });
  }

  it("is a bucket whose name only looks like one of them", () => {
    const topology = workingTopology(SHAPES.plain);
    ruleOf(topology).destination.bucket = { outside: "arn:aws:s3:::s3alias-of-x-s3" };
    const [report] = judge(topology);
    const found = report?.requirements.find(({ id }) => id === "rule-destination-bucket");
    assert.equal(found?.verdict, "met");
  });
});

describe("rules of the old schema", () => {
  it("are told to keep their prefixes, to have priorities of their own, and that they replicate delete markers", () => {
    const topology = workingTopology(SHAPES.several);
    const prefixes = ["a/", "b/", undefined];
    for (const [position, prefix] of prefixes.entries()) {
      const rule = ruleOf(topology, position);
      rule.filter = { known: undefined };
      rule.legacyPrefix = { known: prefix };
      rule.priority = { known: undefined };
      rule.deleteMarkerReplication = { known: undefined };
    }
    const reports = judge(topology);
    for (const id of ["rule-v2", "rule-v1-destination"]) {
      const fixes = reports.map(
        ({ requirements }) => requirements.find((one) => one.id === id)?.fix ?? "no fix",
      );
      const elements = fixes.map((fix) => JSON.parse(/\{.*\}/.exec(fix)?.[0] ?? "{}"));
      assert.deepEqual(
        elements.map(({ filter }) => filter.prefix),
        ["a/", "b/", ""],
      );
      assert.equal(new Set(elements.map(({ priority }) => priority)).size, 3);
      assert.deepEqual(
        elements.map(({ deleteMarkerReplication }) => deleteMarkerReplication.status),
        ["Enabled", "Disabled", "Enabled"],
      );
      for (const fix of fixes) assert.match(fix, /replicates delete markers/);
    }
  });

  it("are given no priority that a rule with a filter has", () => {
    const topology = workingTopology(SHAPES.same);
    const old = structuredClone(ruleOf(topology));
    old.id = { known: "old" };
    old.filter = { known: undefined };
    old.priority = { known: undefined };
    old.deleteMarkerReplication = { known: undefined };
    ruleOf(topology).priority = { known: 1 };
    knownIn(configurationOf(topology).rules).push(old);
    const fix = judge(topology)[1]?.requirements.find(({ id }) => id === "rule-v2")?.fix ?? "";
    assert.match(fix, /"priority":3/);
    assert.doesNotMatch(fix, /"priority":1\b/);
  });
});

describe("a role that is none", () => {
  for (const outside of [
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:sts::111122223333:assumed-role/a/b",
  ]) {
    it(`is found: ${outside}`, () => {
      const topology = workingTopology(SHAPES.plain);
      configurationOf(topology).role = { outside };
      const [report] = judge(topology);
      const found = report?.requirements.find(({ id }) => id === "role-exists");
      assert.equal(found?.verdict, "unmet");
      assert.match(found?.because ?? "", /is no role/);
    });
  }
});
