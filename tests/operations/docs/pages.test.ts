import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { transform } from "sucrase";
import { parse } from "yaml";
import * as components from "../../../components/index";
import { problemLine } from "../../../components/problems";
import { parseSettings } from "../../../components/settings";
import { withOutput } from "../../../operations/docs/readme";
import { record } from "../../../operations/rehearsal/rehearse";
import { isProperties } from "../../../operations/rehearsal/values";
import { PROJECT_DIRECTORY, rulesOf } from "../../helpers/plans";

const PAGES = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "policy-pack/README.md"],
  ...readdirSync(join(PROJECT_DIRECTORY, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string) => readFileSync(join(PROJECT_DIRECTORY, path), "utf8");
const README = textOf("README.md");

/** Everything but blocks of code, where `#` and brackets mean something else. */
const prose = (text: string) => text.replaceAll(/^ *```[\s\S]*?^ *```/gm, "");

/** The anchors that GitHub gives the titles of a page. */
const anchorsOf = (text: string) =>
  [...prose(text).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

const linksOf = (text: string) =>
  [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^https?:/.test(target));

describe("links in the documents", () => {
  for (const page of PAGES) {
    it(`lead to files and titles that exist: ${page}`, () => {
      for (const link of linksOf(textOf(page))) {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? page : normalize(join(dirname(page), file));
        assert.ok(existsSync(join(PROJECT_DIRECTORY, target)), `${link}: there is no ${target}`);
        if (anchor !== undefined)
          assert.ok(anchorsOf(textOf(target)).includes(anchor), `${link}: ${target} has no such title`);
      }
    });
  }

  it("lead from the README to every page", () => {
    const linked = linksOf(README).map((link) => link.split("#")[0]);
    const missing = PAGES.filter((page) => page.startsWith("docs/") && !linked.includes(page));
    assert.deepEqual(missing, []);
  });
});

describe("the README", () => {
  it("fits a few screens", () => {
    assert.ok(README.split("\n").length <= 130, `${README.split("\n").length} lines`);
  });

  it("shows settings that are accepted as they are written", () => {
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(README) ?? [];
    const file: unknown = parse(yaml);
    assert.ok(isProperties(file) && isProperties(file["config"]));
    const settings = Object.fromEntries(
      Object.entries(file["config"]).map(([key, value]) => [key.replace("s3-replication:", ""), value]),
    );
    assert.deepEqual(Object.keys(settings), ["prefix", "accountId", "primaryRegion", "replicas"]);
    const parsed = parseSettings(settings);
    assert.ok("args" in parsed, "problems" in parsed ? parsed.problems.map(problemLine).join("\n") : "");
  });

  it("shows a program that runs as it is written", async () => {
    const [, program = ""] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
    const { code } = transform(program, { transforms: ["imports", "typescript"] });
    const plan = await record({ project: "library", stack: "test", kind: "update" }, () => {
      new Function("require", "exports", code)((name: string) => {
        assert.equal(name, "./components/index");
        return components;
      }, {});
    });
    assert.deepEqual(
      rulesOf(plan).map(({ id }) => id),
      ["eu-central-1", "eu-north-1"],
    );
  });

  it("says which versions of Node.js are supported, as package.json does", () => {
    const { engines }: { engines: { node: string } } = JSON.parse(textOf("package.json"));
    assert.match(README, /Node\.js 20\.20, 22 or 24/);
    assert.match(engines.node, /20\.20\.0/);
  });
});

describe("a page with the output of commands", () => {
  const print = (words: string) => `${words}:\none\ntwo\n\n`;
  const page = (marker: string) => `before\n<!-- begin: ${marker} -->\nold\n<!-- end -->\nafter\n`;
  const CASES = [
    { of: "all of it", marker: "prove a.json", shown: "prove a.json:\none\ntwo\n" },
    { of: "its first lines", marker: "rehearse | first 2 lines", shown: "rehearse:\none\n...\n" },
    {
      of: "all of it where it is no longer",
      marker: "rehearse | first 3 lines",
      shown: "rehearse:\none\ntwo\n",
    },
  ];
  for (const { of, marker, shown } of CASES) {
    it(`shows ${of}, and keeps its marker`, () => {
      const expected = `before\n<!-- begin: ${marker} -->\n\`\`\`text\n${shown}\`\`\`\n<!-- end -->\nafter\n`;
      assert.equal(withOutput(page(marker), print), expected);
      assert.equal(withOutput(expected, print), expected);
    });
  }

  it("runs nothing for a page without a marker", () => {
    const text = "<!-- a remark -->\n```sh\nnpm ci\n```\n";
    assert.equal(
      withOutput(text, () => assert.fail("a command ran")),
      text,
    );
  });
});
