import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../../model/requirements";
import { policyFiles } from "../../../operations/docs/policies";
import { policySettings } from "../../../operations/policy/policySettings";
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

/** What stands below the heading of a policy, in one line. */
function section(name: string): string {
  const [, ...found] = page("docs/policies.md").split(`\n### \`${name}\`\n`);
  assert.equal(found.length, 1, name);
  const [text = ""] = (found[0] ?? "").split(/\n##/);
  return text;
}
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** What a browser shows of a line: links without their addresses. */
const rendered = (line: string) =>
  line.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]|\| ?/g, "");

describe("the pages that are made from the policy pack", () => {
  it("say what the code says", () => {
    for (const { path: file, content } of policyFiles())
      assert.equal(readFileSync(path.join(project, file), "utf8"), content, `${file}: run npm run docs`);
  });

  it("have one row for each policy, with its level, what it asks and a link to its section", () => {
    const content = page("docs/policies.md");
    for (const { name, enforcementLevel, displayName } of policies)
      assert.deepEqual(rowsOf(content, name), [
        `| [\`${name}\`](#${name}) | ${enforcementLevel} | ${displayName} |`,
      ]);
  });

  for (const policy of policies)
    it(`have a section that says all of ${policy.name}, with an example of its config that it takes`, () => {
      const text = section(policy.name);
      const words = inOneLine(text);
      const { description, remediationSteps, severity, url, framework, configSchema } = policy;
      for (const said of [
        description,
        remediationSteps,
        `severity ${severity}`,
        url,
        framework?.name,
        framework?.reference,
        framework?.specification,
      ])
        assert.ok(words.includes(inOneLine(said ?? "?")), `${policy.name}: ${said}`);
      const fields = Object.entries(configSchema?.properties ?? {}).filter(([name]) => name !== "exempt");
      for (const [name, { description: meaning }] of fields)
        assert.ok(words.includes(`- \`${name}\` (`) && words.includes(meaning ?? "?"), name);
      const [example] = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) =>
        JSON.parse(json),
      );
      assert.deepEqual(
        Object.keys(example?.[policy.name] ?? {}),
        fields.map(([name]) => name),
      );
      assert.doesNotThrow(() => policySettings(policies, example ?? {}));
    });

  it("fit GitHub's width: no row of docs/policies.md shows more than 120 characters, and no other line has more", () => {
    for (const line of page("docs/policies.md").split("\n")) {
      const shown = line.startsWith("|") ? rendered(line) : line;
      assert.ok(shown.length <= 120 || !shown.includes(" "), line);
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
          line.endsWith(" |") && [3, 4].includes(line.split(/(?<!\\)\|/).length - 2),
          `${file}: ${line}`,
        );
    }
  });
});
