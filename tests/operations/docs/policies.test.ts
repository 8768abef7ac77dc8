import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../../model/requirements";
import { policyFiles } from "../../../operations/docs/policies";
import { policies } from "../../../policy-pack/policies";

const project = path.join(__dirname, "..", "..", "..");

function page(name: string): string {
  const found = policyFiles().find(({ path }) => path === name);
  assert.ok(found);
  return found.content;
}

/** Rows whose first cell links to something of this name. */
const rowsOf = (content: string, name: string) =>
  content.split("\n").filter((line) => line.startsWith(`| [\`${name}\`](`));

describe("the pages that are made from the policy pack", () => {
  it("say what the code says", () => {
    for (const { path: file, content } of policyFiles())
      assert.equal(readFileSync(path.join(project, file), "utf8"), content, `${file}: run npm run docs`);
  });

  it("have one row for each policy, with its level, its reason and its config", () => {
    const content = page("docs/policies.md");
    for (const policy of policies) {
      const [row, ...others] = rowsOf(content, policy.name);
      assert.ok(row !== undefined && others.length === 0, policy.name);
      for (const text of [policy.enforcementLevel, policy.severity, policy.url, policy.framework?.reference])
        assert.ok(row.includes(text ?? "?"), `${policy.name}: ${text}`);
      for (const name of Object.keys(policy.configSchema?.properties ?? {}))
        assert.ok(row.includes(`\`${name}\``), `${policy.name}: ${name}`);
    }
  });

  it("have one row for each requirement", () => {
    const content = page("docs/permissions.md");
    for (const { id, strength, url } of catalogue()) {
      const [row, ...others] = rowsOf(content, id);
      assert.ok(row !== undefined && others.length === 0, id);
      assert.ok(row.includes(` ${strength} `) && row.includes(url), id);
    }
  });

  it("keep every row in one line of as many cells as the header", () => {
    for (const { path: file, content } of policyFiles()) {
      const lines = content.split("\n").filter((line) => line.startsWith("|"));
      for (const line of lines)
        assert.ok(
          line.endsWith(" |") && [3, 4, 5, 6].includes(line.split(/(?<!\\)\|/).length - 2),
          `${file}: ${line}`,
        );
    }
  });
});
