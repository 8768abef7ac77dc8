import assert from "node:assert/strict";
import { join } from "node:path";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { onOneLine } from "../../helpers/reportText";

const EXPORT = join(__dirname, "..", "..", "fixtures", "engine", "stack-export.json");

function accessIn(stdout: string): readonly unknown[] {
  const report: unknown = JSON.parse(stdout);
  assert.ok(isProperties(report) && Array.isArray(report["access"]));
  return report["access"];
}

describe("rehearse and prove on who may touch the data", () => {
  it("tell of the readers of the two-account example, and end as the routes do", async () => {
    const { status, stdout } = await run(["rehearse", "--stack", "prod"]);
    assert.equal(status, 0);
    assert.ok(
      onOneLine(stdout).includes(
        " ✓ arn:aws:iam::444455556666:role/auditors may list, read and decrypt acme-prod-archive/reports/* (given its own account allows it) ",
      ),
    );
    assert.ok(
      onOneLine(stdout).includes(
        " ✓ arn:aws:iam::444455556666:role/analysts may list, read and decrypt partner-acme-archive/* ",
      ),
    );
  }).timeout(60_000);

  it("tell programs the same", async () => {
    const { stdout } = await run(["rehearse", "--stack", "prod", "--json"]);
    const [first] = accessIn(stdout);
    assert.deepEqual(first, {
      bucket: "acme-prod-archive",
      principal: "arn:aws:iam::444455556666:role/auditors",
      action: "list",
      resource: "acme-prod-archive/reports/*",
      verdict: "may",
      because:
        'statement "Readers1List" of bucket policy of acme-prod-archive allows s3:ListBucket to arn:aws:iam::444455556666:role/auditors',
      given: "the IAM policies of account 444455556666 allow it",
    });
  }).timeout(60_000);

  it("tell pull requests the same", async () => {
    const { stdout } = await run(["rehearse", "--stack", "prod", "--markdown"]);
    assert.match(stdout, /### Who may touch the data\n\n- ✅ arn:aws:iam::444455556666:role\/auditors may/);
  }).timeout(60_000);

  it("are silent where nobody is named", async () => {
    for (const words of [["rehearse"], ["prove", EXPORT]]) {
      const { status, stdout } = await run(words);
      assert.equal(status, 0);
      assert.equal(stdout.includes("who may touch"), false);
    }
    assert.deepEqual(accessIn((await run(["prove", EXPORT, "--json"])).stdout), []);
  }).timeout(60_000);
});
