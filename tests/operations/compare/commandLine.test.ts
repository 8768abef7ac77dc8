import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

describe("rehearse --compare", function () {
  this.timeout(120_000);
  let folder = "";
  let report = "";
  let fewer = "";

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "compare-command-"));
    report = join(folder, "report.json");
    writeFileSync(report, (await run(["rehearse", "--stack", "local", "--json"])).stdout);
    fewer = join(folder, "fewer.yaml");
    const settings = readFileSync(join(PROJECT_DIRECTORY, "Pulumi.local.yaml"), "utf8");
    writeFileSync(fewer, settings.replace(/^ +- eu-north-1\n/m, ""));
  });
  after(() => rmSync(folder, { recursive: true }));

  function compared(...words: readonly string[]): Promise<Ended> {
    return run(["rehearse", "--stack", "local", "--compare", report, ...words]);
  }

  it("says that nothing changes", async () => {
    const { status, stdout, stderr } = await compared();
    assert.deepEqual([status, stderr], [0, ""]);
    assert.ok(stdout.replaceAll(/\s+/g, " ").includes(`nothing changes against ${report}`), stdout);
  });

  it("says what is worse, and ends by the new state all the same", async () => {
    const { status, stdout } = await compared("--config-file", fewer);
    assert.equal(status, 0);
    assert.match(stdout, /^ {2}✗ replica acme-local-archive-replication-eu-north-1 is removed:/m);
  });

  it("puts it first in a comment for a pull request", async () => {
    const { stdout } = await compared("--config-file", fewer, "--markdown");
    assert.match(stdout, /^## What changes against .*: \d worse, \d different\n\n- ❌ replica /);
    assert.match(stdout, /^```mermaid$/m);
  });

  it("has it as a field for programs, and only then", async () => {
    const { stdout } = await compared("--config-file", fewer, "--json");
    const { compare, verdict } = JSON.parse(stdout);
    assert.equal(verdict, "works");
    assert.deepEqual(Object.keys(compare), ["base", "verdict", "changes", "remarks"]);
    assert.equal(compare.base, report);
    assert.equal(compare.changes[0].kind, "replica-removed");
    assert.equal("compare" in JSON.parse(readFileSync(report, "utf8")), false);
  });

  it("writes no secret and no provider's settings into the report", () => {
    const { resources } = JSON.parse(readFileSync(report, "utf8"));
    for (const { type, inputs } of resources) {
      if (type.startsWith("pulumi:")) assert.deepEqual(inputs, {}, type);
    }
  });

  it("ends with 2 where the base is neither a report nor a commit", async () => {
    const { status, stdout, stderr } = await run([
      "rehearse",
      "--stack",
      "local",
      "--compare",
      "no-such-ref",
    ]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^--compare: expected a report of rehearse --json or a git ref, found no-such-ref/);
  });
});
