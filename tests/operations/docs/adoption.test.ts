import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ts from "typescript";
import { parse, stringify } from "yaml";
import { readAnswers } from "../../../operations/rehearsal/answers";
import { record, rehearse } from "../../../operations/rehearsal/rehearse";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { configurationXml } from "../../helpers/fakeAws/replicationXml";
import { PROJECT_DIRECTORY, programPlan } from "../../helpers/plans";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "adoption.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text ?? "");
const BASE = {
  "s3-replication:prefix": "acme",
  "s3-replication:primaryRegion": "eu-west-1",
  "s3-replication:accountId": "111122223333",
  "s3-replication:replicas": ["eu-central-1"],
};
const [ADOPTED, LEFT, KEPT, KEYS, RECEIVER, RECEIVED, ANSWERS] = blocks("yaml");

/** What a rehearsal says of each example. */
const SAID: readonly (readonly [
  what: string,
  example: string | undefined,
  status: number,
  shows: readonly RegExp[],
])[] = [
  ["an adopted primary", ADOPTED, 0, [/1 route works/]],
  ["a primary that stays with its owner", LEFT, 3, [/unproven/, /acme-ledger/]],
  ["rules that stay", KEPT, 3, [/backup/, /acme-backup/, /unproven/]],
  ["keys that exist", KEYS, 3, [/unproven/, /mrk-1234abcd12ab34cd56ef1234567890ab/]],
  ["a receiving stack", RECEIVED, 3, [/partner/, /add to the bucket policy of partner-acme-vault/]],
];

describe("docs/adoption.md", function () {
  this.timeout(60_000);
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "adoption-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("has an example for each way", () => {
    // The receiver's and the answers have tests of their own.
    assert.equal(blocks("yaml").length, SAID.length + 2);
  });

  for (const [what, example, status, shows] of SAID)
    it(`shows ${what} as a rehearsal sees it`, async () => {
      const content: unknown = parse(example ?? "");
      assert.ok(isProperties(content));
      const file = join(directory, "Pulumi.example.yaml");
      writeFileSync(file, stringify({ config: { ...BASE, ...content } }));
      const result = await run(["rehearse", "--stack", "example", "--config-file", file, "--verbose"]);
      assert.equal(result.status, status, result.stdout + result.stderr);
      for (const text of shows) assert.match(result.stdout, text);
      assert.ok(!result.stdout.includes("not answered"), result.stdout);
    });

  it("shows a receiving bucket whose key stays with its owner, who is asked for the statements", async () => {
    const content: unknown = parse(RECEIVER ?? "");
    assert.ok(isProperties(content));
    const settings = Object.entries(content).map(([name, value]) => [
      name.replace("s3-replication:", ""),
      value,
    ]);
    const plan = await programPlan(Object.fromEntries(settings));
    assert.ok(plan.resources.every(({ type }) => type !== "aws:kms/key:Key"));
    assert.match(JSON.stringify(plan.outputs["handOver"]), /eu-north-1:777788889999:key/);
    assert.match(JSON.stringify(plan.outputs["othersMustGrant"]), /"receiver":.*"Sid":"ReplicationUse"/);
  });

  it("shows what diagnose --keep-rules prints of the bucket", async () => {
    const body = configurationXml({
      Role: "arn:aws:iam::111122223333:role/platform/ledger-replication",
      Rules: [
        {
          ID: "backup",
          Priority: 1,
          Status: "Enabled",
          Filter: { Prefix: "" },
          DeleteMarkerReplication: { Status: "Disabled" },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
          Destination: {
            Bucket: "arn:aws:s3:::acme-backup",
            EncryptionConfiguration: {
              ReplicaKmsKeyID: "arn:aws:kms:eu-west-3:111122223333:key/2345bcde-23bc-45de-67fa-2345678901bc",
            },
            Metrics: { Status: "Enabled" },
          },
        },
      ],
    });
    const server = await startFakeS3({
      account: "111122223333",
      buckets: { "acme-ledger": "eu-west-1" },
      intercept: ({ name }) => (name === "GetBucketReplication" ? { status: 200, body } : undefined),
    });
    try {
      const [, command = ""] = /`npx s3-replication (diagnose \S+ --keep-rules)` prints/.exec(PAGE) ?? [];
      const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
      const { status, stdout } = await run([...command.split(" "), "--endpoint", server.endpoint], {
        environment,
      });
      assert.deepEqual([status, stdout], [0, KEPT]);
    } finally {
      await server.close();
    }
  });

  it("answers for a receiving stack of another project", async () => {
    const file = join(directory, "answers.yaml");
    writeFileSync(file, ANSWERS ?? "");
    const replica = { region: "eu-north-1", accountId: "444455556666", receiver: "acme/vaults/prod" };
    const settings = { ...BASE, "s3-replication:replicas": [replica] };
    const values = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    const configuration = { project: "s3-replication", stack: "x", values, secretKeys: [], environments: [] };
    const plan = await rehearse(PROJECT_DIRECTORY, configuration, "update", readAnswers(file));
    assert.equal(plan.unanswered, undefined);
    assert.match(JSON.stringify(plan.outputs["replicas"]), /arn:aws:s3:::partner-acme-vault/);
  });

  it("shows a program that runs", async () => {
    const [program = ""] = blocks("ts");
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(program, { compilerOptions });
    const load = (name: string) => require(name === "s3-replication" ? "../../../components/index" : name);
    const plan = await record({ project: "ledger", stack: "test", kind: "update" }, () => {
      const outputs = {};
      new Function("require", "exports", outputText)(load, outputs);
      return outputs;
    });
    const keys = plan.resources.filter(
      ({ type, name }) => type === "aws:kms/key:Key" && !name.includes("-alarms-"),
    );
    assert.deepEqual(
      keys.map(({ name }) => name),
      ["company", "ledger-primary-key"],
    );
  });
});
