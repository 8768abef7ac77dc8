import assert from "node:assert/strict";
import { type Comparison, compareStates } from "../../../operations/compare/compare";
import { comparisonJson } from "../../../operations/compare/comparisonJson";
import { comparisonMarkdown } from "../../../operations/compare/comparisonMarkdown";
import { comparisonText } from "../../../operations/compare/comparisonText";
import { paint } from "../../../operations/report/paint";
import { stateWith } from "./states";

const PLAIN = paint(false);

async function comparison(): Promise<Comparison> {
  const base = await stateWith();
  const replicas = ["eu-central-1", { region: "eu-south-1", storageClass: "GLACIER_IR" }];
  return compareStates("main (1a2b3c4)", base, await stateWith({ replicas, protect: false }), ["a remark"]);
}

describe("a comparison as text", function () {
  this.timeout(60_000);

  it("counts first, then says what is worse", async () => {
    const lines = comparisonText(await comparison(), PLAIN).split("\n");
    assert.match(lines[0] ?? "", /^what changes against main \(1a2b3c4\): 6 worse, \d+ different$/);
    assert.match(lines[1] ?? "", /^ {2}✗ replica acme-archive-replication-eu-north-1 is removed:/);
    assert.ok(lines.includes("  note: a remark"));
  });

  it("fits 80 columns, apart from a word that is longer", async () => {
    for (const line of comparisonText(await comparison(), PLAIN).split("\n")) {
      const words = line.trim().split(" ");
      assert.ok(line.length <= 80 || words.length === 1, line);
    }
  });

  it("says plainly that nothing changes", async () => {
    const state = await stateWith();
    assert.equal(
      comparisonText(compareStates("main", state, state), PLAIN),
      "nothing changes against main\n",
    );
  });

  it("says why there is nothing to compare with", () => {
    assert.equal(
      comparisonText({ base: "main", reason: "the stack is new: main has no file for it" }, PLAIN),
      "nothing to compare with: the stack is new: main has no file for it\n",
    );
  });

  it("has the verdict where that changes", async () => {
    const state = await stateWith();
    const text = comparisonText(
      { base: "main", verdict: { before: "works", after: "broken" }, changes: [], remarks: [] },
      PLAIN,
    );
    assert.equal(text, "nothing changes against main\n");
    const broken = compareStates(
      "main",
      { ...state, verdict: "unproven" },
      await stateWith({ tags: { a: "b" } }),
    );
    assert.match(comparisonText(broken, PLAIN), /: 1 different; the verdict is works, and was unproven\n/);
  });
});

describe("a comparison as Markdown", function () {
  this.timeout(60_000);

  it("has a heading and a list, worse first", async () => {
    const lines = comparisonMarkdown(await comparison()).split("\n");
    assert.match(lines[0] ?? "", /^## What changes against main \(1a2b3c4\): 6 worse/);
    assert.match(lines[2] ?? "", /^- ❌ replica /);
    assert.deepEqual(lines.slice(-4), ["", "> a remark", "", ""]);
  });

  it("shows text as it is: no markup, no mention", () => {
    const shown = comparisonMarkdown({
      base: "main",
      verdict: { before: "works", after: "works" },
      changes: [
        {
          kind: "access-wider",
          effect: "worse",
          subject: "x",
          text: "<img src=x> **a** [b](c) `d` @octocat a@b\nnext",
          details: [],
        },
      ],
      remarks: [],
    });
    assert.ok(
      shown.includes("- ❌ \\<img src=x\\> \\*\\*a\\*\\* \\[b\\](c) \\`d\\` @\u200boctocat a@b next\n"),
      shown,
    );
  });
});

describe("a comparison as JSON", function () {
  this.timeout(60_000);

  it("has stable fields", async () => {
    const json: { readonly [field: string]: unknown } = JSON.parse(
      JSON.stringify(comparisonJson(await comparison())),
    );
    assert.deepEqual(Object.keys(json), ["base", "verdict", "changes", "remarks"]);
    const { changes } = json;
    assert.ok(Array.isArray(changes));
    assert.deepEqual(Object.keys(changes[0]), ["kind", "effect", "subject", "text", "details"]);
    assert.deepEqual(comparisonJson({ base: "main", reason: "new" }), { base: "main", reason: "new" });
  });
});
