import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../helpers/commandLine";
import { type ForeignProject, foreignProject } from "../../helpers/foreignProject";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "rehearse-any-program.md"), "utf8");

/** The files that the page shows, by their names. */
const FILES: { readonly [path: string]: string } = Object.fromEntries(
  [...PAGE.matchAll(/<!-- begin file: (\S+) -->\n```\w+\n([\s\S]*?)```\n<!-- end file -->/g)].map(
    ([, path = "", content = ""]) => [path, content],
  ),
);

describe("the page on any program", function () {
  this.timeout(60_000);
  let project: ForeignProject;
  before(() => {
    project = foreignProject({ ...FILES, "pack/PulumiPolicy.yaml": "runtime: nodejs\n" });
  });
  after(() => project.remove());
  const rehearsed = (...words: readonly string[]) =>
    run(["rehearse", ...words], { directory: project.directory });

  it("shows a program, its answers and a pack", () => {
    assert.deepEqual(Object.keys(FILES), ["index.ts", "answers.yaml", "pack/index.js"]);
  });

  it("shows a command that judges the program whole", async () => {
    const words = "--answers answers.yaml --policy-pack pack";
    assert.ok(PAGE.includes(`npx s3-replication rehearse ${words}\n`));
    const { status, stdout, stderr } = await rehearsed(...words.split(" "));
    assert.match(stdout, /^✓ policies: 1 of acme 0\.0\.0, none violated$/m);
    assert.doesNotMatch(stdout, /not answered/);
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  it("is right that nothing is proven without the answers", async () => {
    const { status, stdout } = await rehearsed("--policy-pack", "pack");
    assert.match(stdout, /\nnot answered\n {2}aws:ssm\/getParameter:getParameter /);
    assert.equal(status, 3);
  });
});
