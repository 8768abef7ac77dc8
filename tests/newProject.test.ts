import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { settingRows } from "../operations/docs/settingRows";
import { rehearse } from "../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../operations/rehearsal/stackFiles";
import { ofType, PROJECT_DIRECTORY } from "./helpers/plans";

const { template, ...project } = parse(readFileSync(join(PROJECT_DIRECTORY, "Pulumi.yaml"), "utf8"));
const questions: {
  readonly [setting: string]: { readonly description: string; readonly default?: unknown };
} = template.config;

describe("the questions of pulumi new", () => {
  it("are about the settings that a stack needs", () => {
    assert.deepEqual(Object.keys(questions), ["prefix", "primaryRegion", "replicas"]);
    const settings = settingRows().map(({ name }) => name);
    assert.deepEqual(
      Object.keys(questions).filter((name) => !settings.includes(name)),
      [],
    );
    assert.deepEqual(
      settingRows()
        .filter(({ name, required }) => required && !/[.[]/.test(name) && !(name in questions))
        .map(({ name }) => name),
      [],
    );
  });

  it("say what is asked, and have text as defaults, which is all that an answer can be", () => {
    for (const { description, default: value } of Object.values(questions)) {
      assert.match(description, /\w/);
      assert.ok(value === undefined || typeof value === "string");
    }
    assert.equal(questions["prefix"]?.default, undefined);
  });

  const example = parse(readFileSync(join(PROJECT_DIRECTORY, "Pulumi.dev.yaml"), "utf8")).config;
  for (const [what, before] of [
    ["in a project of any name", {}],
    ["whose file has the settings of an example, which are another project's", example],
  ] as const) {
    it(`are enough for a stack ${what}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "new-project-"));
      try {
        const defaults = Object.entries(questions).flatMap(([name, { default: value }]) =>
          value === undefined ? [] : [[`acme-archive:${name}`, value]],
        );
        const config = { ...before, "acme-archive:prefix": "acme", ...Object.fromEntries(defaults) };
        writeFileSync(join(folder, "Pulumi.yaml"), stringify({ ...project, name: "acme-archive" }));
        writeFileSync(join(folder, "Pulumi.live.yaml"), stringify({ config }));
        const plan = await rehearse(PROJECT_DIRECTORY, readStackConfiguration(folder, "live"));
        assert.deepEqual(
          ofType(plan, "aws:s3:Bucket").map(({ inputs }) => inputs["bucket"]),
          ["acme-archive", "acme-archive-replication-eu-central-1"],
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

describe("what pulumi new copies", () => {
  const NOT_IN_A_CLONE: ReadonlySet<string> = new Set([
    ".emulator",
    ".engine",
    ".git",
    "dist",
    "node_modules",
  ]);

  function filesBelow(folder: string): readonly string[] {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !NOT_IN_A_CLONE.has(name))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesBelow(path);
        return entry.isFile() ? [path] : [];
      });
  }

  it("has no text that it would replace with the new project's name or description", () => {
    const replaced = ["PROJECT", "DESCRIPTION"].map((name) => `$${"{"}${name}}`);
    const files = filesBelow(PROJECT_DIRECTORY);
    assert.ok(files.length > 100);
    assert.deepEqual(
      files.filter((file) => {
        const text = readFileSync(file, "utf8");
        return replaced.some((each) => file.includes(each) || text.includes(each));
      }),
      [],
    );
  });

  it("has examples of stack files, which its last words and the page name", () => {
    const page = readFileSync(join(PROJECT_DIRECTORY, "docs", "new-project.md"), "utf8");
    const examples = readdirSync(PROJECT_DIRECTORY).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
    assert.ok(examples.length > 0);
    for (const text of [template.quickstart, page])
      assert.deepEqual([...new Set(text.match(/Pulumi\.[a-z]+\.yaml/g))].sort(), examples.sort());
  });
});
