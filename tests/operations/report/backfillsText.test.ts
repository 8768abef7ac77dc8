import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackfillReport, judgeBackfills, topologyFromRehearsal } from "../../../model";
import { backfillsMarkdown } from "../../../operations/report/backfillsMarkdown";
import { backfillsText } from "../../../operations/report/backfillsText";
import { paint } from "../../../operations/report/paint";
import { run } from "../../helpers/commandLine";
import { EXPORT_TEXT, WITHOUT_INITIATE, withBackfill } from "../../helpers/exports";
import { planOf } from "../../helpers/plans";
import { tooWide } from "../../helpers/reportText";

const reportsOf = async (): Promise<readonly BackfillReport[]> =>
  judgeBackfills(topologyFromRehearsal(await planOf({ backfill: true })));
const textOf = (reports: readonly BackfillReport[], verbose = false) =>
  backfillsText(reports, paint(false), verbose);

describe("the roles of backfills in a report", () => {
  it("have a section with role and place, without what the caller needs", async () => {
    assert.equal(
      textOf(await reportsOf()),
      [
        "roles for backfills",
        "  ✓ acme-archive: works, 10 of 10 requirements met",
        "      with arn:aws:iam::111122223333:role/service-role/acme-archive-backfill",
        "      reports to s3://acme-archive-backfill-reports/backfill/acme-archive",
        "",
      ].join("\n"),
    );
  });

  it("show every requirement when asked, also the one that nothing that is read can prove", async () => {
    const text = textOf(await reportsOf(), true);
    assert.equal(text.match(/^ {6}✓ backfill-/gm)?.length, 10);
    assert.match(text, /^ {6}\? backfill-caller-passes-role \(advised\): /m);
    assert.deepEqual(tooWide(text), []);
  });

  it("are left out where there are none", () => {
    assert.equal(textOf([]), "");
    assert.deepEqual(backfillsMarkdown([]), []);
  });

  it("have a table in Markdown, and what is not met below it", async () => {
    const [works] = await reportsOf();
    assert.ok(works);
    const [first, ...rest] = works.requirements;
    assert.ok(first);
    const broken: BackfillReport = {
      ...works,
      verdict: "broken",
      requirements: [{ ...first, verdict: "unmet", because: "no role", fix: "make it" }, ...rest],
    };
    const lines = backfillsMarkdown([works, broken]).join("\n");
    assert.match(lines, /^### Roles for backfills\n\n\| bucket \| role \| reports \| verdict \|/);
    assert.equal(lines.match(/✅ works/g)?.length, 1);
    assert.equal(lines.match(/❌ broken/g)?.length, 1);
    assert.match(
      lines,
      /\*\*backfill of acme-archive\*\*: \[backfill-role-exists\]\(https:.*\) is unmet: no role/,
    );
    assert.doesNotMatch(lines, /caller-passes-role/);
  });
});

describe("prove of a stack with the role of a backfill", function () {
  this.timeout(30_000);
  const directory = mkdtempSync(join(tmpdir(), "backfills-"));
  after(() => rmSync(directory, { recursive: true }));
  const proven = async (text: string, ...words: readonly string[]) => {
    const file = join(directory, "stack.json");
    writeFileSync(file, text);
    return run(["prove", file, ...words]);
  };

  it("says what a broken one lacks, and that the routes work", async () => {
    const { status, stdout } = await proven(withBackfill(EXPORT_TEXT, WITHOUT_INITIATE));
    assert.equal(status, 0);
    assert.match(stdout, /^✓ routes: all 2 routes work\n/);
    assert.match(
      stdout,
      /roles for backfills\n {2}✗ acme-archive: broken, 9 of 10 requirements met, 1 unmet\n/,
    );
    assert.match(stdout, /fix: add to the policies of role "acme-archive-backfill":\n {8}\{/);
    assert.deepEqual(tooWide(stdout), []);
  });

  it("has it in its JSON, beside what was there before", async () => {
    const { stdout } = await proven(withBackfill(), "--json");
    const { backfills, verdict, ...rest } = JSON.parse(stdout);
    assert.equal(verdict, "works");
    assert.deepEqual(Object.keys(rest).sort(), ["access", "notes", "routes"]);
    assert.equal(backfills.length, 1);
    assert.deepEqual(Object.keys(backfills[0]).sort(), [
      "report",
      "requirements",
      "role",
      "source",
      "sourceAccount",
      "sourceRegion",
      "verdict",
    ]);
    const without = await proven(EXPORT_TEXT, "--json");
    assert.deepEqual(JSON.parse(without.stdout).backfills, []);
  });
});
