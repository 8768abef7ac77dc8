import assert from "node:assert/strict";
import { EXPORT_FILE, exportWithRules, FIRST_REPLICA, SOURCE } from "../../helpers/exports";
import { type FakeBatch, type FakeBatchOptions, startFakeBatch } from "../../helpers/fakeAws/fakeBatch";
import { failed, REPORT, ROLE, reportOf, runBackfill, succeeded } from "./backfillRun";

const GOOD_REPORT = reportOf(succeeded("a"), succeeded("b%20c"), succeeded("d/e"));

async function against<T>(options: FakeBatchOptions, test: (server: FakeBatch) => Promise<T>): Promise<T> {
  const server = await startFakeBatch(options);
  try {
    return await test(server);
  } finally {
    await server.close();
  }
}

function count(server: FakeBatch, name: string): number {
  return server.calls.filter((call) => call.name === name).length;
}

describe("backfill", function () {
  this.timeout(60_000);
  this.slow(4000);

  it("makes one job, confirms it once, and succeeds by report and copies", () =>
    against({ report: GOOD_REPORT }, async (server) => {
      const { status, result } = await runBackfill(server);
      assert.equal(status, 0, JSON.stringify(result));
      assert.equal(result?.outcome, "replicated");
      assert.deepEqual(
        server.jobs.map(({ confirmed }) => confirmed),
        [1],
      );
      assert.deepEqual(result?.sample, {
        looked: 3,
        completed: 3,
        failed: 0,
        pending: 0,
        gone: 0,
        unread: 0,
      });
      assert.equal(result?.versions, 3);
      assert.equal(result?.costUsd, 0.250003);
      assert.equal(result?.made, true);
    }));

  it("asks for what the rules replicate, never tried or failed, and nothing else", () =>
    against({ report: GOOD_REPORT }, async (server) => {
      await runBackfill(server);
      const { ClientRequestToken, Description, ...request } = server.jobs[0]?.request ?? {};
      assert.match(ClientRequestToken, /^[0-9a-f]{64}$/);
      assert.match(Description, /^s3-replication backfill [0-9a-f]{16}$/);
      assert.deepEqual(request, {
        ConfirmationRequired: true,
        Operation: { S3ReplicateObject: {} },
        Priority: 10,
        Report: {
          Bucket: "arn:aws:s3:::acme-reports",
          Format: "Report_CSV_20180820",
          Enabled: true,
          Prefix: "backfill/acme-archive",
          ReportScope: "AllTasks",
        },
        RoleArn: ROLE,
        ManifestGenerator: {
          S3JobManifestGenerator: {
            ExpectedBucketOwner: "111122223333",
            SourceBucket: `arn:aws:s3:::${SOURCE}`,
            EnableManifestOutput: false,
            Filter: { EligibleForReplication: true, ObjectReplicationStatuses: ["FAILED", "NONE"] },
          },
        },
      });
    }));

  it("narrows the objects by status, prefix and time", () =>
    against({ report: GOOD_REPORT }, async (server) => {
      await runBackfill(server, {
        status: "failed",
        prefix: "a&b/",
        after: "2026-01-02",
        before: "2026-03-04T05:06:07Z",
      });
      assert.deepEqual(server.jobs[0]?.request.ManifestGenerator.S3JobManifestGenerator.Filter, {
        EligibleForReplication: true,
        CreatedAfter: new Date("2026-01-02T00:00:00Z"),
        CreatedBefore: new Date("2026-03-04T05:06:07Z"),
        ObjectReplicationStatuses: ["FAILED"],
        KeyNameConstraint: { MatchAnyPrefix: ["a&b/"] },
      });
    }));

  it("adds what is completed for a new destination, and says that the others are tried again", () =>
    against({ report: GOOD_REPORT }, async (server) => {
      const { result } = await runBackfill(server, { newDestination: FIRST_REPLICA });
      assert.deepEqual(
        server.jobs[0]?.request.ManifestGenerator.S3JobManifestGenerator.Filter.ObjectReplicationStatuses,
        ["COMPLETED", "FAILED", "NONE"],
      );
      assert.match(result?.notes.join() ?? "", /tried for acme-archive-replication-ap-southeast-2 again/);
    }));

  it("stops on a broken route before it asks AWS for a job", () =>
    against({}, async (server) => {
      const exportText = exportWithRules((rules) => {
        rules[0].destination.encryptionConfiguration.replicaKmsKeyId =
          "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
      });
      const { status, result } = await runBackfill(server, { exportText });
      assert.equal(status, 1);
      assert.equal(result?.outcome, "failed");
      assert.equal(result?.brokenRoutes.length, 1);
      assert.match(
        result?.because ?? "",
        /a route is broken, and a job tries every rule; nothing was started/,
      );
      assert.deepEqual(server.jobs, []);
      assert.equal(count(server, "CreateJob"), 0);
    }));

  describe("before it starts", () => {
    it("refuses where nobody can be asked, without a request", () =>
      against({}, async (server) => {
        const { status, message } = await runBackfill(server, { yes: false });
        assert.equal(status, "bad input");
        assert.match(message, /^--yes: expected it where nobody can be asked/);
        assert.deepEqual(server.calls, []);
      }));

    const answers: readonly (readonly [typed: string, starts: boolean])[] = [
      ["y\n", true],
      ["yes\n", true],
      ["n\n", false],
      ["\n", false],
      ["", false],
      ["perhaps\n", false],
    ];
    for (const [typed, starts] of answers) {
      it(`${starts ? "starts" : "cancels the job that it made"} after ${JSON.stringify(typed)}`, () =>
        against({ report: GOOD_REPORT }, async (server) => {
          const { status, result, stderr } = await runBackfill(server, { typed, export: [EXPORT_FILE] });
          assert.match(stderr, /replicate 3 versions of acme-archive \(USD 0\.25 for the job, and what/);
          assert.equal(status, starts ? 0 : 3);
          assert.equal(result?.outcome, starts ? "replicated" : "declined");
          assert.equal(server.jobs.length, 1);
          assert.equal(server.jobs[0]?.confirmed, starts ? 1 : 0);
          if (!starts) assert.deepEqual(server.jobs[0]?.states, ["Cancelled"]);
        }));
    }

    it("counts in a dry run, starts nothing and leaves nothing open", () =>
      against({}, async (server) => {
        const { status, result } = await runBackfill(server, { dryRun: true, yes: false });
        assert.equal(status, 0);
        assert.equal(result?.outcome, "dry run");
        assert.equal(result?.versions, 3);
        assert.deepEqual(
          server.jobs.map(({ confirmed, states }) => [confirmed, states]),
          [[0, ["Cancelled"]]],
        );
        assert.deepEqual(result?.notes, []);
      }));

    const nothing: readonly (readonly [what: string, options: FakeBatchOptions])[] = [
      [
        "no key was found",
        {
          before: ["New", "Preparing", "Failed"],
          failureReasons: [
            { FailureCode: "ManifestGenerationFailed", FailureReason: "found no keys matching" },
          ],
        },
      ],
      ["the list is empty", { total: 0 }],
    ];
    for (const [what, options] of nothing) {
      it(`has nothing to do where ${what}`, () =>
        against(options, async (server) => {
          const { status, result } = await runBackfill(server);
          assert.equal(status, 0);
          assert.equal(result?.outcome, "nothing to do");
          assert.equal(server.jobs[0]?.confirmed, 0);
          assert.ok(["Failed", "Cancelled"].includes(server.jobs[0]?.states[0] ?? ""));
        }));
    }

    it("fails where the list could not be made", () =>
      against(
        {
          before: ["New", "Failed"],
          failureReasons: [{ FailureCode: "AccessDenied", FailureReason: "s3:PutInventoryConfiguration" }],
        },
        async (server) => {
          const { status, result } = await runBackfill(server);
          assert.equal(status, 1);
          assert.match(result?.because ?? "", /AccessDenied: s3:PutInventoryConfiguration/);
        },
      ));

    it("does not wait when it is told so", () =>
      against({ afterwards: ["Ready"] }, async (server) => {
        const { status, result } = await runBackfill(server, { wait: false });
        assert.equal(status, 3);
        assert.equal(result?.outcome, "started");
        assert.equal(server.jobs[0]?.confirmed, 1);
        assert.match(result?.notes.join() ?? "", /npx s3-replication backfill --job \S+ goes on with it/);
      }));
  });

  describe("never makes a job twice", () => {
    it("takes up the open job of a run that was killed", () =>
      against({ report: GOOD_REPORT }, async (server) => {
        await runBackfill(server, { dryRun: true, signal: killedAfter(server, "DescribeJob") });
        const [job] = server.jobs;
        assert.ok(job);
        job.states = ["Suspended"];
        const { status, result } = await runBackfill(server);
        assert.equal(status, 0);
        assert.equal(result?.made, false);
        assert.equal(server.jobs.length, 1);
        assert.equal(job.confirmed, 1);
      }));

    it("gets the same job where the answer to the request was lost", () =>
      against(
        {
          report: GOOD_REPORT,
          intercept: ({ name, ofName }) =>
            name === "CreateJob" && ofName === 1 ? { status: 0, after: true, hangUp: true } : undefined,
        },
        async (server) => {
          const { status } = await runBackfill(server);
          assert.equal(status, 0);
          assert.equal(count(server, "CreateJob"), 2);
          assert.equal(server.jobs.length, 1);
        },
      ));

    it("sends the same request where the list of jobs does not show the new one yet", () =>
      against(
        {
          report: GOOD_REPORT,
          intercept: ({ name }) => (name === "ListJobs" ? { status: 200, body: EMPTY_LIST } : undefined),
        },
        async (server) => {
          await Promise.all([runBackfill(server), runBackfill(server)]);
          assert.equal(server.jobs.length, 1);
          assert.equal(server.jobs[0]?.confirmed, 1);
        },
      ));

    it("confirms once where the answer to the confirmation was lost", () =>
      against(
        {
          report: GOOD_REPORT,
          intercept: ({ name, ofName }) =>
            name === "UpdateJobStatus" && ofName === 1 ? { status: 0, after: true, hangUp: true } : undefined,
        },
        async (server) => {
          const { status } = await runBackfill(server);
          assert.equal(status, 0);
          assert.equal(server.jobs[0]?.confirmed, 1);
        },
      ));

    it("makes another one once the last has ended, and for other objects", () =>
      against({ report: GOOD_REPORT }, async (server) => {
        await runBackfill(server);
        await runBackfill(server);
        await runBackfill(server, { prefix: "other/" });
        assert.equal(server.jobs.length, 3);
        assert.equal(new Set(server.jobs.map(({ token }) => token)).size, 3);
      }));

    it("leaves a job that was there before as it is in a dry run, and when the answer is no", () =>
      against({}, async (server) => {
        await runBackfill(server, { dryRun: true, signal: killedAfter(server, "DescribeJob") });
        const [job] = server.jobs;
        assert.ok(job);
        job.states = ["Suspended"];
        assert.equal((await runBackfill(server, { dryRun: true })).status, 0);
        assert.deepEqual(job.states, ["Suspended"]);
        const { status, result } = await runBackfill(server, { typed: "n\n", export: [EXPORT_FILE] });
        assert.equal(status, 3);
        assert.deepEqual(job.states, ["Suspended"]);
        assert.match(result?.notes.join() ?? "", /--requested-job-status Cancelled ends it/);
      }));
  });

  describe("by what became of the objects", () => {
    it("names reasons, requirements and remedies, since Complete is not success", () =>
      against(
        {
          counters: { succeeded: 3, failed: 0 },
          report: reportOf(
            succeeded("a"),
            failed("b", "DstPutObjectNotPermitted"),
            failed("c", "DstPutObjectNotPermitted"),
            failed("d", "InitiateReplicationNotPermitted"),
            failed("e", "SomethingNew"),
          ),
        },
        async (server) => {
          const { status, result } = await runBackfill(server);
          assert.equal(status, 1);
          assert.equal(result?.jobStatus, "Complete");
          assert.equal(result?.because, "the job could not replicate 4 versions");
          assert.deepEqual(
            result?.failures.map(({ code, count: times, examples }) => [code, times, examples]),
            [
              ["DstPutObjectNotPermitted", 2, ["b", "c"]],
              ["InitiateReplicationNotPermitted", 1, ["d"]],
              ["SomethingNew", 1, ["e"]],
            ],
          );
          assert.ok(result?.failures[0]?.requirements.includes("destination-replicate-object"));
          assert.match(result?.failures[1]?.remedy ?? "", /s3:InitiateReplication/);
          assert.match(result?.failures[2]?.remedy ?? "", /replication-failure-codes/);
          assert.deepEqual(result?.notes, [
            "the job's own counters differ from its report; the report counts",
          ]);
        },
      ));

    const fates: readonly (readonly [
      what: string,
      statusOf: FakeBatchOptions["statusOf"],
      status: number,
      because: RegExp,
    ])[] = [
      ["succeeds once they have arrived", (_, looks) => (looks > 3 ? "COMPLETED" : "PENDING"), 0, /^$/],
      [
        "fails where one failed afterwards",
        (key) => (key === "a" ? "FAILED" : "COMPLETED"),
        1,
        /1 version of 3 failed/,
      ],
      [
        "is not sure where one stays pending",
        (key) => (key === "a" ? "PENDING" : "COMPLETED"),
        3,
        /1 version.* pending/,
      ],
      [
        "does not mind one that was deleted meanwhile",
        (key) => (key === "a" ? undefined : "COMPLETED"),
        0,
        /^$/,
      ],
    ];
    for (const [what, statusOf, expected, because] of fates) {
      it(what, () =>
        against({ report: GOOD_REPORT, ...(statusOf !== undefined && { statusOf }) }, async (server) => {
          const { status, result, waitedMs } = await runBackfill(server);
          assert.equal(status, expected, JSON.stringify(result));
          assert.match(result?.because ?? "", because);
          if (expected === 3) assert.ok(waitedMs >= 15 * 60_000 && waitedMs < 20 * 60_000, String(waitedMs));
        }),
      );
    }

    it("waits for a report that is late, and is not sure without one", () =>
      against({}, async (server) => {
        const { status, result } = await runBackfill(server);
        assert.equal(status, 3);
        assert.equal(count(server, "GetObject"), 6);
        assert.match(result?.because ?? "", /acme-reports has none of job/);
      }));

    const unread: readonly (readonly [code: string, status: number, because: RegExp])[] = [
      ["AccessDenied", 403, /needs s3:GetObject on acme-reports\/backfill/],
      ["NoSuchBucket", 404, /s3:GetObject: acme-reports\/\S+ does not exist/],
    ];
    for (const [code, httpStatus, because] of unread) {
      it(`is not sure where the report answers ${code}`, () =>
        against(
          { intercept: ({ name }) => (name === "GetObject" ? { status: httpStatus, code } : undefined) },
          async (server) => {
            const { status, result } = await runBackfill(server);
            assert.equal(status, 3);
            assert.equal(result?.jobStatus, "Complete");
            assert.match(result?.because ?? "", because);
          },
        ));
    }

    it("says that the bucket has vanished, where the job fails for it", () =>
      against(
        {
          afterwards: ["Ready", "Active", "Failing", "Failed"],
          failureReasons: [{ FailureCode: "SrcBucketNotFound", FailureReason: "the bucket is gone" }],
          counters: { succeeded: 0, failed: 0 },
        },
        async (server) => {
          const { status, result } = await runBackfill(server);
          assert.equal(status, 1);
          assert.equal(result?.because, "the job failed: SrcBucketNotFound: the bucket is gone");
        },
      ));

    it("fails where somebody cancels the job", () =>
      against(
        { afterwards: ["Ready", "Active", "Cancelling", "Cancelled"], report: GOOD_REPORT },
        async (server) => {
          const { status, result } = await runBackfill(server);
          assert.equal(status, 1);
          assert.equal(result?.because, "the job was cancelled by somebody else");
        },
      ));
  });

  describe("goes on with a job", () => {
    it("by its id alone, once it runs", () =>
      against(
        { report: GOOD_REPORT, afterwards: ["Ready", "Active", "Active", "Complete"] },
        async (server) => {
          const { result } = await runBackfill(server, { wait: false });
          const again = await runBackfill(server, { job: result?.jobId ?? "", region: "eu-west-1" });
          assert.equal(again.status, 0);
          assert.equal(again.result?.made, false);
          assert.equal(again.result?.bucket, SOURCE);
          assert.deepEqual([server.jobs.length, server.jobs[0]?.confirmed], [1, 1]);
          assert.equal(count(server, "CreateJob"), 1);
        },
      ));

    it("and reads the report of one that has ended", () =>
      against({ report: GOOD_REPORT }, async (server) => {
        const { result } = await runBackfill(server);
        const again = await runBackfill(server, { job: result?.jobId ?? "", region: "eu-west-1" });
        assert.equal(again.status, 0);
        assert.equal(again.result?.report?.succeeded, 3);
      }));

    it("and starts none whose routes it cannot prove", () =>
      against({}, async (server) => {
        await runBackfill(server, { dryRun: true, signal: killedAfter(server, "DescribeJob") });
        const [job] = server.jobs;
        assert.ok(job);
        job.states = ["Suspended"];
        const { status, message } = await runBackfill(server, { job: job.id, region: "eu-west-1" });
        assert.equal(status, "bad input");
        assert.match(message, /expected --export <file> to prove the routes before it starts/);
        assert.equal(job.confirmed, 0);
      }));

    it("and says so where there is no such job", () =>
      against({}, async (server) => {
        const { status, result } = await runBackfill(server, { job: "no-such-job", region: "eu-west-1" });
        assert.equal(status, 1);
        assert.match(result?.because ?? "", /s3:DescribeJob: job no-such-job does not exist/);
      }));
  });

  describe("where AWS does not answer as it should", () => {
    for (const [code, httpStatus] of [
      ["SlowDown", 503],
      ["TooManyRequestsException", 429],
    ] as const) {
      it(`sends requests again that are throttled with ${httpStatus}`, () =>
        against(
          {
            report: GOOD_REPORT,
            intercept: ({ ofName, name }) =>
              ofName === 1 && name !== "GetCallerIdentity" ? { status: httpStatus, code } : undefined,
          },
          async (server) => {
            const { status } = await runBackfill(server);
            assert.equal(status, 0);
            assert.deepEqual([server.jobs.length, server.jobs[0]?.confirmed], [1, 1]);
          },
        ));
    }

    const refusals: readonly (readonly [call: string, because: RegExp, status: number, jobs: number])[] = [
      ["ListJobs", /^needs s3:ListJobs on \*/, 1, 0],
      ["CreateJob", /^needs s3:CreateJob on .*, with iam:PassRole on arn:aws:iam::111122223333/, 1, 0],
      ["DescribeJob", /^needs s3:DescribeJob on job /, 1, 1],
      ["UpdateJobStatus", /^needs s3:UpdateJobStatus on job /, 1, 1],
    ];
    for (const [call, because, expected, jobs] of refusals) {
      it(`says which permission ${call} needs, and never loses the job`, () =>
        against(
          { intercept: ({ name }) => (name === call ? { status: 403, code: "AccessDenied" } : undefined) },
          async (server) => {
            const { status, result } = await runBackfill(server);
            assert.equal(status, expected);
            assert.equal(result?.outcome, "refused");
            assert.match(result?.because ?? "", because);
            assert.equal(server.jobs.length, jobs);
            assert.equal(result?.jobId, server.jobs[0]?.id ?? null);
          },
        ));
    }

    it("ends with the job's id where credentials expire while it runs", () =>
      against(
        {
          intercept: ({ name, ofName }) =>
            name === "DescribeJob" && ofName > 4 ? { status: 400, code: "ExpiredToken" } : undefined,
          afterwards: ["Ready", "Active", "Active", "Active"],
        },
        async (server) => {
          const { status, result, message } = await runBackfill(server);
          assert.equal(status, "bad input");
          assert.match(message, /found expired ones .*; log in again/);
          assert.equal(result?.outcome, "pending");
          assert.equal(result?.jobId, server.jobs[0]?.id);
          assert.match(result?.notes.join() ?? "", /the job goes on in AWS by itself/);
        },
      ));

    it("refuses expired credentials before anything else", () =>
      against(
        {
          intercept: ({ name }) =>
            name === "GetCallerIdentity" ? { status: 403, code: "ExpiredToken" } : undefined,
        },
        async (server) => {
          const { status, message } = await runBackfill(server);
          assert.equal(status, "bad input");
          assert.match(message, /expected credentials that AWS accepts, found none, or expired ones/);
          assert.deepEqual(server.jobs, []);
        },
      ));

    it("refuses credentials of another account than the bucket's", () =>
      against({ account: "444455556666" }, async (server) => {
        const { status, message } = await runBackfill(server);
        assert.equal(status, "bad input");
        assert.match(
          message,
          /expected those of account 111122223333, where acme-archive is, found those of 444455556666/,
        );
        assert.equal(count(server, "CreateJob"), 0);
      }));
  });

  describe("after Ctrl-C", () => {
    for (const call of [
      "ListJobs",
      "CreateJob",
      "DescribeJob",
      "UpdateJobStatus",
      "GetObject",
      "HeadObject",
    ]) {
      for (const dryRun of [false, true]) {
        if (dryRun && ["GetObject", "HeadObject"].includes(call)) continue;
        it(`during ${call}${dryRun ? " of a dry run" : ""} has one job at most, and tells its id`, () =>
          against({ report: GOOD_REPORT }, async (server) => {
            const { status, result } = await runBackfill(server, {
              dryRun,
              signal: killedAfter(server, call),
            });
            const isOver = dryRun && call === "UpdateJobStatus";
            assert.equal(status, isOver ? 0 : 130, JSON.stringify(result));
            assert.equal(result?.outcome, isOver ? "dry run" : "interrupted");
            assert.equal(server.jobs.length, call === "ListJobs" ? 0 : 1);
            assert.equal(result?.jobId, server.jobs[0]?.id ?? null);
            assert.ok((server.jobs[0]?.confirmed ?? 0) <= 1);
            if (dryRun) for (const { states } of server.jobs) assert.deepEqual(states, ["Cancelled"]);
            const isOpen = server.jobs.some(
              ({ states }) => !["Complete", "Cancelled"].includes(states[0] ?? ""),
            );
            assert.equal(/goes on with it/.test(result?.notes.join() ?? ""), isOpen);
          }));
      }
    }
  });

  describe("options", () => {
    const wrong: readonly (readonly [options: Parameters<typeof runBackfill>[1], message: RegExp])[] = [
      [{ status: "none,all" }, /^--status: expected none, failed, completed, replica, found "all"$/],
      [{ status: "constructor" }, /^--status: expected .* found "constructor"$/],
      [{ after: "yesterday" }, /^--after: expected a time such as/],
      [{ before: "2026-13-01" }, /^--before: expected a time such as/],
      [{ after: "2026-02-01", before: "2026-01-01" }, /^--after --before: expected a time after --after/],
      [{ prefix: "" }, /^--prefix: expected 1 to 1024 bytes, found 0$/],
      [{ role: "backfill" }, /^--role: expected arn:aws:iam::<account>:role/],
      [{ report: "acme-reports" }, /^--report: expected s3:\/\/bucket\/prefix, found acme-reports$/],
      [{ report: `s3://${SOURCE}/reports` }, /^--report: expected a bucket other than the source/],
      [{ bucket: "acme-other" }, /^--bucket: expected a source bucket, found acme-other/],
      [{ newDestination: "acme-other" }, /^--new-destination: expected one of .*, found acme-other$/],
      [{ job: "x" }, /^--job: expected the id of a job/],
      [
        { job: "abcdef", status: "none" },
        /^--job: expected no --status beside it, found one; a job has its own$/,
      ],
      [{ endpoint: "nowhere" }, /^--endpoint: expected a URL/],
    ];
    for (const [options, message] of wrong) {
      it(`refuse ${JSON.stringify(options)} without a request`, () =>
        against({}, async (server) => {
          const ended = await runBackfill(server, options);
          assert.equal(ended.status, "bad input");
          assert.match(ended.message, message);
          assert.deepEqual(server.calls, []);
        }));
    }

    it("take role and report from the outputs of the stack", () =>
      against({ report: GOOD_REPORT }, async (server) => {
        const exported = JSON.parse(exportWithRules(() => {}));
        const stack = exported.deployment.resources.find(
          ({ type }: { readonly type: string }) => type === "pulumi:pulumi:Stack",
        );
        stack.outputs = {
          primary: { bucketName: SOURCE },
          backfillRoleArn: ROLE,
          backfillReport: REPORT,
        };
        const exportText = JSON.stringify(exported);
        const { status } = await runBackfill(server, { exportText, fromOutputs: true });
        assert.equal(status, 0);
        assert.equal(server.jobs[0]?.request.RoleArn, ROLE);
      }));

    it("say how to get them where the stack has none", () =>
      against({}, async (server) => {
        const { message } = await runBackfill(server, { fromOutputs: true });
        assert.match(
          message,
          /--role: expected it, or the output backfillRoleArn, found neither; set s3-replication:backfill/,
        );
        assert.match(message, /--report: expected it, or the output backfillReport, found neither/);
      }));
  });
});

const EMPTY_LIST = `<ListJobsResult xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Jobs/></ListJobsResult>`;

/** Aborted while the server answers the first call of a name. */
function killedAfter(server: FakeBatch, call: string): AbortSignal {
  const stop = new AbortController();
  const push = server.calls.push.bind(server.calls);
  server.calls.push = (...added) => {
    if (added.some(({ name }) => name === call)) stop.abort();
    return push(...added);
  };
  return stop.signal;
}
