/** Every report fits 80 columns, and begins with its verdict. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stringify } from "yaml";
import { run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { tooWide } from "../../helpers/reportText";

const BROKEN = "docs/examples/broken-export.json";

const REGIONS = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-2",
];

/** A name as long as S3 lets it be. */
const longName = (end: string) => `acme-${"x".repeat(58 - end.length)}${end}`;

const TWELVE = {
  config: {
    "s3-replication:prefix": "acme",
    "s3-replication:accountId": "111122223333",
    "s3-replication:primaryRegion": "eu-west-1",
    "s3-replication:backfill": true,
    "s3-replication:readers": [
      { principals: [`arn:aws:iam::444455556666:role/${"r".repeat(64)}`], prefix: "reports/" },
    ],
    "s3-replication:replicas": REGIONS.map((region, index) => ({
      region,
      bucketName: longName(region),
      ...(index === 3 && { storageClass: "STANDARD_IA" }),
      ...(index === 5 && { filter: { prefix: "a/" } }),
      ...(index === 7 && {
        accountId: "444455556666",
        assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" },
        lifecycle: { noncurrentVersionsExpireInDays: 9 },
      }),
    })),
  },
};

describe("a report on a terminal", function () {
  this.timeout(120_000);
  const directory = mkdtempSync(join(tmpdir(), "width-"));
  const twelve = join(directory, "twelve.yaml");
  before(() => writeFileSync(twelve, stringify(TWELVE)));
  after(() => rmSync(directory, { recursive: true }));

  const isReport = (stdout: string) => {
    const [first = "", second = "", third = ""] = stdout.split("\n");
    assert.match(first, /^[✓✗?–] routes: /);
    assert.match(second, /^[✓✗!–] policies: /);
    assert.match(third, /^ {2}judged:/);
    assert.deepEqual(tooWide(stdout), []);
    assert.equal(stdout.includes("\u001b"), false);
    assert.equal(
      stdout.endsWith("\n") && !stdout.endsWith("\n\n") && !stdout.includes("\n\n\n"),
      true,
      stdout,
    );
  };

  const stacks = ["dev", "prod", "local", "sender", "receiver"];
  for (const words of [
    ...stacks.map((stack) => ["rehearse", "--stack", stack]),
    ...stacks.map((stack) => ["rehearse", "--verbose", "--stack", stack]),
    ["prove", BROKEN],
    ["prove", BROKEN, "--verbose"],
    ["explain", "a/b.txt"],
    ["explain", "a/b.txt", "--stack", "sender"],
    ["explain", "a/b.txt", "--export", BROKEN],
    ["explain", "k".repeat(1024), "--export", BROKEN, "--event", "delete-version"],
  ]) {
    it(`begins with the verdict and fits 80 columns: ${words.join(" ").slice(0, 60)}`, async () => {
      const { status, stdout } = await run(words);
      assert.notEqual(status, 2);
      isReport(stdout);
    });
  }

  it("shows twelve replicas with the longest names on two screens, each name whole", async () => {
    const { status, stdout } = await run(["rehearse", "--config-file", twelve]);
    assert.equal(status, 0);
    isReport(stdout);
    assert.ok(stdout.split("\n").length <= 100, stdout);
    for (const region of REGIONS) assert.ok(stdout.includes(`to ${longName(region)}\n`), region);
    assert.doesNotMatch(stdout, /─ |^sites$|aws:s3:BucketPolicy/m);
  });

  it("shows the resources and the sites one by one where asked to", async () => {
    const { stdout } = await run(["rehearse", "--config-file", twelve, "--verbose"]);
    isReport(stdout);
    assert.match(stdout, /^sites\n {2}archive-primary +eu-west-1 +111122223333$/m);
    assert.match(stdout, /─ archive-us-east-1-bucket aws:s3:Bucket us-east-1 111122223333$/m);
  });

  it("explains an object on twelve routes", async () => {
    isReport((await run(["explain", "a/b", "--config-file", twelve])).stdout);
  });

  it("names the route that is broken and the first reason in its first line", async () => {
    const { stdout } = await run(["prove", BROKEN]);
    assert.equal(
      stdout.split("\n").slice(0, 3).join("\n"),
      [
        "✗ routes: 1 of 1 route broken; ap-southeast-2: source-key-decrypt, see below",
        "– policies: not judged by prove; rehearse and pulumi preview do",
        "  judged: docs/examples/broken-export.json: ap-southeast-1, ap-southeast-2",
      ].join("\n"),
    );
  });

  it("says of what is known not to replicate nothing that looks like a question", async () => {
    const { stdout } = await run(["explain", "a", "--export", BROKEN, "--event", "delete-version"]);
    assert.match(stdout, /^– routes: delete-version: 1 of 1 not replicated\n/);
    assert.match(stdout, /^– ap-southeast-2: not replicated$/m);
    assert.doesNotMatch(stdout, /^\?/m);
  });

  it("says what an object's put comes to, and where it fails", async () => {
    const { status, stdout } = await run(["explain", "a", "--export", BROKEN]);
    assert.equal(status, 1);
    assert.match(stdout, /^✗ routes: put: 1 of 1 fails; first ap-southeast-2, see below\n/);
  });

  it("has colours on a terminal only, and the same words with them", async () => {
    const { stdout } = await run(["prove", BROKEN]);
    const printed = async (environment: NodeJS.ProcessEnv) => {
      const stream = Object.assign(new PassThrough(), { isTTY: true });
      const parts: string[] = [];
      stream.on("data", (part) => parts.push(String(part)));
      await run(["prove", BROKEN], { stdout: stream, environment });
      return parts.join("");
    };
    const coloured = await printed({});
    assert.ok(coloured.includes("\u001b[31m✗\u001b[39m"));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    assert.equal(coloured.replaceAll(/\u001b\[\d+m/g, ""), stdout);
    assert.equal(await printed({ NO_COLOR: "1" }), stdout);
  });

  it("is whole where the emulator's run is interrupted, and nothing else is printed for programs", async () => {
    const text = await run(["rehearse", "--emulator"], { signal: AbortSignal.abort() });
    assert.equal(text.status, 130);
    assert.match(text.stdout, /^\? routes: all 2 routes work; the emulator's run ended early\n/);
    isReport(text.stdout);
    const json = await run(["rehearse", "--emulator", "--json"], { signal: AbortSignal.abort() });
    assert.deepEqual([json.status, json.stdout], [130, ""]);
  });

  it("reads an export from standard input under that name", async () => {
    const input = readFileSync(join(PROJECT_DIRECTORY, BROKEN), "utf8");
    const { stdout } = await run(["prove", "-"], { input });
    assert.match(
      stdout,
      /\n {2}judged: standard input: ap-southeast-1, ap-southeast-2 in account 111122223333\n/,
    );
  });
});
