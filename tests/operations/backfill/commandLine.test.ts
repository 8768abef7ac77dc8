import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { backfillFiles } from "../../../operations/docs/backfill";
import { run } from "../../helpers/commandLine";
import { EXPORT_FILE } from "../../helpers/exports";
import { startFakeBatch } from "../../helpers/fakeAws/fakeBatch";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { tooWide } from "../../helpers/reportText";
import { failed, REPORT, ROLE, reportOf, succeeded } from "./backfillRun";

/** The role is in no export, so that it cannot be proven. */
const WORDS = [
  "backfill",
  "--despite-unknown",
  "--export",
  EXPORT_FILE,
  "--job-role",
  ROLE,
  "--report",
  REPORT,
];
const KEYS = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };

describe("backfill on the command line", function () {
  this.timeout(60_000);
  this.slow(8000);

  it("has help for every option", async () => {
    const { status, stdout } = await run(["backfill", "--help"]);
    assert.equal(status, 0);
    const page = backfillFiles()[0]?.content ?? "";
    const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = ""]) => option);
    assert.ok(options.length > 15, options.join());
    for (const option of options) assert.ok(page.includes(`${option}`), option);
  });

  it("wants an export or a job", async () => {
    const { status, stderr, stdout } = await run(["backfill"]);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^backfill: expected --export <file>, --outputs <file>, --bucket <name> or --job <id>, found none/,
    );
    assert.equal(stdout, "");
  });

  it("prints a policy of exactly the buckets and the role, without a condition that CreateJob does not send", async () => {
    const { status, stdout } = await run([...WORDS, "--policy"]);
    assert.equal(status, 0);
    const { Statement } = JSON.parse(stdout);
    const of = (sid: string) => Statement.find(({ Sid }: { readonly Sid: string }) => Sid === sid);
    assert.deepEqual(
      Statement.flatMap(({ Action }: { readonly Action: readonly string[] }) => Action).sort(),
      [
        "iam:PassRole",
        "s3:CreateJob",
        "s3:DescribeJob",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:ListJobs",
        "s3:UpdateJobStatus",
      ],
    );
    assert.deepEqual(of("PassTheRole"), {
      Sid: "PassTheRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ROLE,
    });
    assert.deepEqual(of("MakeReplicationJobs").Condition, {
      StringEquals: { "s3:RequestJobOperation": "S3ReplicateObject" },
    });
    assert.equal(of("ReadReports").Resource, "arn:aws:s3:::acme-reports/backfill/acme-archive/*");
    assert.equal(of("LookAtObjects").Resource, "arn:aws:s3:::acme-archive/*");
    assert.doesNotMatch(stdout, /PassedToService/);
  });

  it("prints a policy that also reads the account without an export, limited to the bucket where one is named", async () => {
    const { status, stdout } = await run(["backfill", "--policy"]);
    assert.equal(status, 0);
    const sids = (text: string): readonly string[] =>
      JSON.parse(text).Statement.map(({ Sid }: { readonly Sid: string }) => Sid);
    assert.deepEqual(sids(stdout), [
      "FindJobs",
      "MakeReplicationJobs",
      "PassTheRole",
      "FollowJobs",
      "ReadReports",
      "LookAtObjects",
      "TellMissingFromForbidden",
      "ReadS3",
      "ReadKMS",
      "ReadIAM",
    ]);
    assert.equal(sids((await run([...WORDS, "--policy"])).stdout).length, 7);
    const named = await run(["backfill", "--policy", "--bucket", "acme-archive", "--job-role", ROLE]);
    assert.match(named.stdout, /"Resource": "arn:aws:s3:::acme-archive\/\*"/);
    assert.match(named.stdout, new RegExp(`"Resource": "${ROLE}"`));
    assert.match(named.stdout, /"Sid": "ReadIAM"/);
  });

  it("shows job, versions, cost, reasons and remedies", async () => {
    const server = await startFakeBatch({
      before: ["Suspended"],
      afterwards: ["Complete"],
      counters: { succeeded: 1, failed: 1 },
      report: reportOf(succeeded("a"), failed("b c", "DstBucketUnversioned")),
    });
    try {
      const { status, stdout } = await run([...WORDS, "--yes", "--endpoint", server.endpoint], {
        environment: KEYS,
      });
      assert.equal(status, 1, stdout);
      for (const line of [
        /^✗ backfill of acme-archive: failed: the job could not replicate 1 version$/m,
        /job 00000000-\S+: Complete$/m,
        /3 versions, USD 0\.25 by prices of 2023/,
        /report\s+s3:\/\/acme-reports\/backfill\/acme-archive\/job-\S+\/manifest\.json:\s+1\s+started,\s+1\s+failed/,
        /DstBucketUnversioned: 1: the destination bucket is not versioned/,
        /look at destination-versioning$/m,
        /for example b c$/m,
        /1 version looked at: 1 completed, 0 failed/,
        /role \S+ is not part of what was read|backfill-role-exists: the role/,
      ]) {
        assert.match(stdout, line);
      }
      assert.deepEqual(tooWide(stdout), []);
    } finally {
      await server.close();
    }
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`leaves its job running after ${signal}, and prints the id`, async () => {
      let notify = () => {};
      const running = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const server = await startFakeBatch({
        before: ["Suspended"],
        afterwards: ["Active"],
        intercept: ({ name, ofName }) => {
          if (name === "DescribeJob" && ofName === 2) notify();
          return undefined;
        },
      });
      try {
        const words = [...WORDS, "--yes", "--endpoint", server.endpoint];
        const child = spawn(
          process.execPath,
          [join(PROJECT_DIRECTORY, "operations", "s3-replication.js"), ...words],
          {
            cwd: PROJECT_DIRECTORY,
            env: { ...process.env, ...KEYS },
            stdio: ["ignore", "pipe", "pipe"],
          },
        );
        let printed = "";
        for (const stream of [child.stdout, child.stderr]) {
          stream.on("data", (text) => {
            printed += String(text);
          });
        }
        const exited = once(child, "exit");
        await Promise.race([running, exited]);
        child.kill(signal);
        assert.deepEqual(await exited, [130, null], printed);
        assert.match(printed, /backfill of acme-archive: interrupted/);
        assert.ok(
          printed.includes(
            `note: this goes on with it:\n  npx s3-replication backfill --job ${server.jobs[0]?.id}\n`,
          ),
          printed,
        );
        assert.deepEqual([server.jobs.length, server.jobs[0]?.confirmed], [1, 1]);
        assert.deepEqual(server.jobs[0]?.states, ["Active"]);
      } finally {
        await server.close();
      }
    });
  }
});
