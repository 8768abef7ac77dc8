import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const FOLDERS = ["aws", "bench", "components", "model", "operations", "policy-pack"];
/** Made by tools, and never edited. */
const BUILT: ReadonlySet<string> = new Set(["node_modules", "dist", ".cache"]);
const LONGEST_FILE_IN_LINES = 250;
/** Files that may be longer, each with the reason. */
const LONG_FILES: ReadonlyMap<string, string> = new Map([
  [
    "components/settingsSchema.ts",
    "every setting of a stack in one schema, from which the documentation is generated",
  ],
  ["model/adapters/awsManagedPolicyTable.ts", "generated"],
]);

describe("source files", () => {
  it("say in one line at the top what they are for", () => {
    assert.deepEqual(
      sourceFiles().filter((file) => !hasHead(textOf(file))),
      [],
      "expected each to start with /** A sentence. */, or with a comment whose first paragraph is one line",
    );
  });

  it("have at most 250 lines, apart from those listed with a reason", () => {
    const long = sourceFiles().filter(
      (file) => textOf(file).trimEnd().split("\n").length > LONGEST_FILE_IN_LINES,
    );
    assert.deepEqual(long, [...LONG_FILES.keys()]);
  });
});

describe("a line at the top of a file", () => {
  const CASES: readonly (readonly [text: string, expected: boolean])[] = [
    ["/** What it is for. */\nimport x;", true],
    ["#!/usr/bin/env node\n/** What it is for. */\n", true],
    ["/**\n * What it is for.\n *\n * @see https://example.com\n */\n", true],
    ["\n/** What it is for. */\n", true],
    ["", false],
    ["import x;\n/** What it is for. */\n", false],
    ["// What it is for.\n", false],
    ["/** What it is for */\n", false],
    ["/** */\n", false],
    ["/**\n * What it is for, in a sentence that\n * goes on.\n */\n", false],
    ["/**\n * What it is for.\n * And more.\n */\n", false],
  ];
  for (const [text, expected] of CASES) {
    it(`${expected ? "is found" : "is missed"} in ${JSON.stringify(text)}`, () => {
      assert.equal(hasHead(text), expected);
    });
  }
});

function hasHead(text: string): boolean {
  return /^(#!.*\n)?\s*(\/\*\* \S.*\. \*\/\n|\/\*\*\n \* \S.*\.\n \*(\n|\/))/.test(text);
}

function sourceFiles(): readonly string[] {
  const files = FOLDERS.flatMap((folder) => filesBelow(folder)).filter((file) =>
    /\.(ts|js|mjs|cjs)$/.test(file),
  );
  return ["index.ts", ...files].sort();
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (BUILT.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}
