import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FakeAccount, FakeRole } from "../../helpers/fakeAws/fakeAccount";
import { type FakeBatch, type FakeBatchOptions, startFakeBatch } from "../../helpers/fakeAws/fakeBatch";
import { reportOf, runBackfill, succeeded } from "./backfillRun";

const SOURCE = "acme-archive";
const REPLICA = "acme-replica";
const REPORTS = "acme-archive-backfill-reports";
const REPLICATION = "arn:aws:iam::111122223333:role/replicate";
/** In another path than the one that the program gives. */
const JOB_ROLE = "arn:aws:iam::111122223333:role/platform/acme-archive-backfill";

const allow = (Action: string | readonly string[], Resource: string) => ({
  Effect: "Allow",
  Action,
  Resource,
});

const jobRole = (...without: readonly string[]): FakeRole => ({
  arn: JOB_ROLE,
  service: "batchoperations.s3.amazonaws.com",
  statements: [
    allow("s3:InitiateReplication", `arn:aws:s3:::${SOURCE}/*`),
    allow("s3:GetReplicationConfiguration", `arn:aws:s3:::${SOURCE}`),
    allow("s3:PutInventoryConfiguration", `arn:aws:s3:::${SOURCE}`),
    allow("s3:PutObject", `arn:aws:s3:::${REPORTS}/backfill/${SOURCE}/*`),
  ].filter(({ Action }) => !without.includes(String(Action))),
});

const ACCOUNT: FakeAccount = {
  buckets: {
    [SOURCE]: { region: "eu-west-1", replicates: { role: REPLICATION, to: [REPLICA] } },
    [REPLICA]: { region: "eu-central-1" },
    [REPORTS]: { region: "eu-west-1" },
  },
  roles: {
    replicate: {
      arn: REPLICATION,
      service: "s3.amazonaws.com",
      statements: [
        allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], `arn:aws:s3:::${SOURCE}`),
        allow(
          ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
          `arn:aws:s3:::${SOURCE}/*`,
        ),
        allow(["s3:ReplicateObject", "s3:ReplicateTags"], `arn:aws:s3:::${REPLICA}/*`),
      ],
    },
    "acme-archive-backfill": jobRole(),
  },
};

const report: NonNullable<FakeBatchOptions["report"]> = (job) =>
  Object.fromEntries(
    Object.entries(reportOf(succeeded("a"))(job)).map(([key, text]) => [
      key.replace("acme-reports/", `${REPORTS}/`),
      text.replaceAll("acme-reports", REPORTS),
    ]),
  );

const live = { live: true, bucket: SOURCE };

async function against<T>(
  reads: FakeAccount,
  test: (server: FakeBatch) => Promise<T>,
  options: FakeBatchOptions = {},
): Promise<T> {
  const server = await startFakeBatch({ report, ...options, reads });
  try {
    return await test(server);
  } finally {
    await server.close();
  }
}

const jobCalls = ({ calls }: FakeBatch) =>
  calls.filter(({ name }) => name.endsWith("Job") || name === "ListJobs");

const withBucket = (name: string, changes: object): FakeAccount => ({
  ...ACCOUNT,
  buckets: { ...ACCOUNT.buckets, [name]: { region: "eu-west-1", ...ACCOUNT.buckets[name], ...changes } },
});
const without = (kind: "buckets" | "roles", name: string): FakeAccount => ({
  ...ACCOUNT,
  [kind]: Object.fromEntries(Object.entries(ACCOUNT[kind]).filter(([key]) => key !== name)),
});

describe("backfill of a live account, without an export", function () {
  this.timeout(60_000);
  this.slow(4000);
  const directory = mkdtempSync(join(tmpdir(), "backfill-live-"));
  after(() => rmSync(directory, { recursive: true }));
  const outputsWith = (values: object): string => {
    const file = join(directory, "outputs.json");
    writeFileSync(file, JSON.stringify({ primary: { bucketName: SOURCE }, ...values }));
    return file;
  };

  it("needs only the bucket's name: role and reports are those that the program makes", () =>
    against(ACCOUNT, async (server) => {
      const { status, result } = await runBackfill(server, live);
      assert.equal(status, 0, JSON.stringify(result));
      assert.equal(result?.outcome, "replicated");
      assert.equal(result?.role?.verdict, "works");
      assert.deepEqual(result?.unread, []);
      const { RoleArn, Report } = server.jobs[0]?.request ?? {};
      assert.equal(RoleArn, JOB_ROLE, "with the path that IAM tells");
      assert.deepEqual([Report.Bucket, Report.Prefix], [`arn:aws:s3:::${REPORTS}`, `backfill/${SOURCE}`]);
    }));

  it("takes bucket, role and place for reports from the outputs of the stack", () =>
    against(withBucket("acme-elsewhere", {}), async (server) => {
      const outputs = outputsWith({
        backfillRoleArn: JOB_ROLE,
        backfillReport: `s3://acme-elsewhere/backfill/${SOURCE}`,
      });
      const { status, result } = await runBackfill(server, { live: true, outputs });
      assert.equal(status, 1);
      assert.deepEqual(
        result?.role?.requirements.filter(({ verdict }) => verdict === "unmet").map(({ id }) => id),
        ["backfill-write-report"],
      );
      assert.deepEqual(jobCalls(server), []);
    }));

  it("stops on a role that cannot run the job, and on a broken route, before it asks for a job", async () => {
    const withRole = (role: FakeRole): FakeAccount => ({
      ...ACCOUNT,
      roles: { ...ACCOUNT.roles, "acme-archive-backfill": role },
    });
    const broken: readonly (readonly [FakeAccount, RegExp])[] = [
      [withRole(jobRole("s3:InitiateReplication")), /^no job can run with the role; nothing was started$/],
      [withRole({ ...jobRole(), service: "s3.amazonaws.com" }), /^no job can run with the role/],
      [withBucket(REPLICA, { versioning: "Suspended" }), /^a route is broken, and a job tries every rule/],
    ];
    for (const [account, because] of broken) {
      await against(account, async (server) => {
        const { status, result } = await runBackfill(server, { ...live, despiteUnknown: true });
        assert.equal(status, 1);
        assert.match(result?.because ?? "", because);
        assert.deepEqual(jobCalls(server), []);
      });
    }
  });

  it("does not start where something may not be read, names the permission, and starts with --despite-unknown", () =>
    against({ ...ACCOUNT, refused: ["GetRolePolicy"] }, async (server) => {
      const { status, result } = await runBackfill(server, live);
      assert.equal(status, 3);
      assert.equal(result?.outcome, "unproven");
      assert.match(
        result?.because ?? "",
        /^a route is not proven; the role is not proven; nothing was started/,
      );
      assert.ok(result?.unread.some(({ action }) => action === "iam:GetRolePolicy"));
      assert.match(result?.unprovenRoutes[0]?.requirements.join() ?? "", /needs iam:GetRolePolicy/);
      assert.deepEqual(jobCalls(server), []);
      assert.equal((await runBackfill(server, { ...live, despiteUnknown: true })).status, 0);
    }));

  it("proves the routes before it starts a job that waits", () =>
    against(ACCOUNT, async (server) => {
      await runBackfill(server, { ...live, dryRun: true });
      const [job] = server.jobs;
      assert.ok(job);
      job.states = ["Suspended"];
      const alone = await runBackfill(server, { live: true, job: job.id, yes: true });
      assert.equal(alone.status, "bad input");
      assert.match(alone.message, /expected --export <file>, --outputs <file> or --bucket <name> to prove/);
      const { status, result } = await runBackfill(server, { ...live, job: job.id, yes: true });
      assert.equal(status, 0);
      assert.equal(result?.role, null);
      assert.equal(job.confirmed, 1);
    }));

  const refusals: readonly (readonly [what: string, account: FakeAccount, message: RegExp])[] = [
    [
      "there is no role of that name",
      without("roles", "acme-archive-backfill"),
      /^--job-role: expected it, .* found neither; set s3-replication:backfill to true/,
    ],
    [
      "there is no bucket for reports of that name",
      without("buckets", REPORTS),
      /^--report: expected it, .* found neither/,
    ],
    [
      "the bucket of that name is a stranger's",
      withBucket(REPORTS, { isForeign: true }),
      /^--report: expected it, .* found neither/,
    ],
    [
      "the bucket has no rules",
      withBucket(SOURCE, { replicates: undefined }),
      /^--bucket: expected a bucket with replication rules, found acme-archive, which has none$/,
    ],
    [
      "there is no such bucket",
      without("buckets", SOURCE),
      /^--bucket: expected a bucket that exists, found none named acme-archive$/,
    ],
  ];
  for (const [what, account, message] of refusals) {
    it(`makes no job where ${what}`, () =>
      against(account, async (server) => {
        const ended = await runBackfill(server, live);
        assert.equal(ended.status, "bad input");
        assert.match(ended.message, message);
        assert.deepEqual(jobCalls(server), []);
      }));
  }

  it("refuses a bucket that is not that of the outputs", () =>
    against(ACCOUNT, async (server) => {
      const { message } = await runBackfill(server, {
        live: true,
        bucket: "acme-other",
        outputs: outputsWith({}),
      });
      assert.equal(message, "--bucket: expected acme-archive, the bucket of --outputs, found acme-other");
      assert.deepEqual(server.calls, []);
    }));
});
