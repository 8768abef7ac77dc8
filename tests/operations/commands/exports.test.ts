/** What `prove` and `explain --export` make of exports that are written in another way, or are damaged. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { onOneLine } from "../../helpers/reportText";

const EXPORT = join(PROJECT_DIRECTORY, "tests/fixtures/engine/stack-export.json");
const TEXT = readFileSync(EXPORT, "utf8");
const PROGRAM = join(PROJECT_DIRECTORY, "operations/s3-replication.js");

const littleEndian = Buffer.from(`\uFEFF${TEXT}`, "utf16le");

/** The export with its role policy's text, or its replication rules, replaced. */
function damaged(change: (inputs: ReturnType<typeof JSON.parse>, type: string) => void): string {
  const parsed = JSON.parse(TEXT);
  for (const { type, inputs, outputs } of parsed.deployment.resources) {
    for (const side of [inputs, outputs]) if (side !== undefined) change(side, type);
  }
  return JSON.stringify(parsed).replaceAll('"<deep>"', `${"[".repeat(100_000)}${"]".repeat(100_000)}`);
}

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("an export", () => {
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "exports-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  function written(content: string | Buffer): string {
    const file = join(directory, "export.json");
    writeFileSync(file, content);
    return file;
  }

  const encodings: readonly (readonly [string, Buffer])[] = [
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16, little end first", littleEndian],
    ["UTF-16, big end first", Buffer.from(littleEndian).swap16()],
  ];
  for (const [name, content] of encodings) {
    it(`is read in ${name}`, async () => {
      const file = written(content);
      const named = await run(["prove", EXPORT]);
      const plain = { ...named, stdout: named.stdout.replace(/judged: .*/, "") };
      const { stdout, ...ended } = await run(["prove", file]);
      assert.deepEqual({ ...ended, stdout: stdout.replace(/judged: .*/, "") }, plain);
      assert.equal((await run(["explain", "a", "--export", file])).status, 0);
    });
  }

  it("is read from standard input by explain as by prove", async () => {
    const words = ["explain", "a", "--json", "--export"];
    const fromFile = await run([...words, EXPORT]);
    assert.deepEqual(await run([...words, "-"], { input: TEXT }), fromFile);
    assert.equal(fromFile.status, 0);
    assert.equal((await run([...words, "-"], { input: "[]" })).status, 2);
  });

  const deep: readonly { readonly what: string; readonly text: string }[] = [
    {
      what: "a policy document that is nested 20,000 deep",
      text: damaged((inputs, type) => {
        if (type.includes("rolePolicy")) inputs.policy = nested(20_000);
      }),
    },
    {
      what: "a policy document with a statement that is nested 20,000 deep",
      text: damaged((inputs, type) => {
        if (type.includes("rolePolicy")) inputs.policy = `{"Statement":[${nested(20_000)}]}`;
      }),
    },
    {
      what: "a trust policy of 20,000 levels",
      text: damaged((inputs, type) => {
        if (type === "aws:iam/role:Role") inputs.assumeRolePolicy = nested(20_000);
      }),
    },
    {
      what: "100,000 nested lists in a rule",
      text: damaged((inputs, type) => {
        if (type.includes("bucketReplicationConfig")) inputs.rules = "<deep>";
      }),
    },
    {
      what: "100,000 nested lists in a provider",
      text: damaged((inputs, type) => {
        if (type === "pulumi:providers:aws") inputs.region = "<deep>";
      }),
    },
  ];
  for (const { what, text } of deep) {
    it(`is refused in one sentence for ${what}`, async () => {
      for (const words of [
        ["prove", "-"],
        ["explain", "a", "--export", "-"],
      ]) {
        const { status, stdout, stderr } = await run(words, { input: text });
        assert.equal(status, 2, stderr);
        assert.match(
          stderr,
          /^-: urn:pulumi:.*: expected the properties of a resource, found values nested too deep to be any\n$/,
        );
        assert.equal(stdout, "");
      }
    });
  }

  it("is judged for a text with many brackets that are no nesting", async () => {
    const text = damaged((inputs, type) => {
      if (type.includes("kms/key"))
        inputs.description = `{"a": "${"[{".repeat(5000)}\\"", "b": [${"[],".repeat(900)}[]]}`;
    });
    assert.equal((await run(["prove", "-"], { input: text })).status, 0);
  });

  it("tells what an interrupted update has left open, and nothing where there is none", async () => {
    const parsed = JSON.parse(TEXT);
    const urn = parsed.deployment.resources[5].urn;
    parsed.deployment.pending_operations = [
      { resource: { urn, type: "aws:s3/bucket:Bucket" }, type: "creating" },
    ];
    const input = JSON.stringify(parsed);
    for (const words of [
      ["prove", "-"],
      ["explain", "a", "--export", "-"],
    ]) {
      const { status, stdout } = await run(words, { input });
      assert.ok(
        onOneLine(stdout).includes(
          `interrupted, so that the export may not say how it ended: creating ${urn} `,
        ),
      );
      assert.equal(status, 0);
      assert.doesNotMatch((await run(words, { input: TEXT })).stdout, /interrupted/);
    }
    const json = await run(["prove", "-", "--json"], { input });
    assert.equal(json.stdout, (await run(["prove", "-", "--json"], { input: TEXT })).stdout);
  });

  it("is refused where it has its resources twice, but not where a replacement has left an old one", async () => {
    const twice = JSON.parse(TEXT);
    twice.deployment.resources.push(...twice.deployment.resources);
    const { status, stderr } = await run(["prove", "-"], { input: JSON.stringify(twice) });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^-: deployment\.resources: expected each resource once, found urn:pulumi:.* again\n$/,
    );
    const replaced = JSON.parse(TEXT);
    replaced.deployment.resources.push({ ...replaced.deployment.resources[5], delete: true });
    assert.equal((await run(["prove", "-"], { input: JSON.stringify(replaced) })).status, 0);
  });

  it("ends with 1 and one line where the report cannot be written", function () {
    if (!existsSync("/dev/full")) this.skip();
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "prove", EXPORT], {
      cwd: PROJECT_DIRECTORY,
      encoding: "utf8",
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    assert.equal(status, 1);
    assert.match(stderr, /^standard output cannot be written \(ENOSPC: .*\)\n$/);
  });
});
