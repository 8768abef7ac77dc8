import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { FakeS3, FakeS3Options, FakeVersion } from "../../helpers/fakeAws/fakeS3";
import { ACCOUNT, bucketNamed, REPLICA, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";
import { first, ran } from "./ran";

describe("verify", function () {
  this.timeout(30_000);
  this.slow(2000);

  it("works where the copy arrives as foretold", async () => {
    const { verification, versions } = await ran({});
    const { canary, destination } = first(verification);
    assert.equal(verification.verdict, "works");
    assert.equal(canary.status, "COMPLETED");
    assert.equal(destination?.found, "arrived");
    assert.deepEqual(
      destination?.checks.map(({ what, verdict }) => [what, verdict]),
      [
        ["replication status", "as foretold"],
        ["version id", "as foretold"],
        ["tags", "as foretold"],
        ["encryption", "as foretold"],
        ["key", "as foretold"],
        ["storage class", "as foretold"],
        ["owner", "as foretold"],
      ],
    );
    assert.deepEqual(
      [verification.left, verification.lacking, verification.removed, versions],
      [[], [], 2, 0],
    );
  });

  it("writes one canary for each distinct filter, with its tags, and knows which destinations stay empty", async () => {
    const rules = [
      ruleTo(REPLICA, { Filter: { Prefix: "logs/" } }),
      ruleTo("acme-second", {
        Priority: 2,
        Filter: { And: { Prefix: "logs/", Tags: [{ Key: "copy", Value: "yes & no" }] } },
      }),
    ];
    const snapshot = snapshotOf({ rules, others: [bucketNamed("acme-second", "us-east-1")] });
    const replicate: FakeS3Options["replicate"] = (version, _bucket, server) => {
      version.status = "COMPLETED";
      server.copyTo(REPLICA, version);
      if (version.tags !== "") server.copyTo("acme-second", version);
    };
    const { verification, versions } = await ran({ replicate }, { snapshot });
    assert.deepEqual(
      verification.canaries.map(({ key, tags, destinations }) => [
        key,
        tags,
        destinations.map(({ destination, expected, found, verdict }) => [
          destination,
          expected,
          found,
          verdict,
        ]),
      ]),
      [
        [
          "logs/_s3-replication-canary/canary-1",
          {},
          [
            [REPLICA, "replicated", "arrived", "works"],
            ["acme-second", "not replicated", "did not arrive", "works"],
          ],
        ],
        [
          "logs/_s3-replication-canary/canary-2",
          { copy: "yes & no" },
          [
            [REPLICA, "replicated", "arrived", "works"],
            ["acme-second", "replicated", "arrived", "works"],
          ],
        ],
      ],
    );
    assert.deepEqual([verification.verdict, verification.removed, versions], ["works", 5, 0]);
  });

  it("is broken where S3 fails although nothing is unmet, and names what it cannot read", async () => {
    const { verification, versions } = await ran({
      replicate: (version) => {
        version.status = "FAILED";
      },
    });
    const { destination } = first(verification);
    assert.deepEqual([verification.verdict, destination?.found, versions], ["broken", "did not arrive", 0]);
    assert.match(destination?.because ?? "", /^s3 failed to replicate it; the model foretold that it works$/);
    assert.match(verification.notes.join(), /organization policies/);
  });

  it("is broken with the unmet requirement where S3 fails as foretold", async () => {
    const { verification } = await ran(
      {
        replicate: (version) => {
          version.status = "FAILED";
        },
      },
      { snapshot: snapshotOf({ destinationActions: ["s3:ReplicateTags"] }) },
    );
    const { destination, canary } = first(verification);
    assert.deepEqual(
      [destination?.expected, destination?.verdict, canary.expectedStatus],
      ["fails", "broken", "FAILED"],
    );
    assert.match(destination?.unmet.join() ?? "", /^destination-replicate-object: /);
    assert.doesNotMatch(verification.notes.join(), /organization policies/);
  });

  it("is broken where a copy arrives otherwise than foretold", async () => {
    const rules = [
      ruleTo(REPLICA, { Destination: { Bucket: `arn:aws:s3:::${REPLICA}`, StorageClass: "GLACIER_IR" } }),
    ];
    const { verification } = await ran({}, { snapshot: snapshotOf({ rules }) });
    const { destination } = first(verification);
    assert.equal(verification.verdict, "broken");
    assert.equal(
      destination?.because,
      "it arrived otherwise than foretold: storage class is STANDARD instead of GLACIER_IR",
    );
  });

  it("is broken where a copy arrives that was to stay away", async () => {
    const rules = [ruleTo(REPLICA), ruleTo("acme-second", { Priority: 2, Filter: { Prefix: "other/" } })];
    const replicate: FakeS3Options["replicate"] = (version, _bucket, server) => {
      version.status = "COMPLETED";
      server.copyTo(REPLICA, version);
      server.copyTo("acme-second", version);
    };
    const { verification, versions } = await ran(
      { replicate },
      { snapshot: snapshotOf({ rules, others: [bucketNamed("acme-second", "us-east-1")] }) },
    );
    assert.equal(verification.verdict, "broken");
    assert.match(
      verification.canaries[0]?.destinations[1]?.because ?? "",
      /^it arrived, and the model foretold that it stays away/,
    );
    assert.equal(versions, 0);
  });

  it("waits while S3 is pending, longer each time, and sees the copy when it comes", async () => {
    let heads = 0;
    const { verification, waitedMs } = await ran({
      replicate: (version, _bucket, server) => {
        version.status = "PENDING";
        const poll = setInterval(() => {
          if (heads < 4) return;
          clearInterval(poll);
          version.status = "COMPLETED";
          server.copyTo(REPLICA, version);
        }, 1);
      },
      intercept: ({ name, bucket }) => {
        if (name === "HeadObject" && bucket === SOURCE) heads += 1;
        return undefined;
      },
    });
    assert.equal(verification.verdict, "works");
    assert.ok(waitedMs >= 1000 + 2000 + 4000, `waited ${waitedMs} ms`);
  });

  it("is unproven where S3 is still pending when the time is up, and says that a copy may still arrive", async () => {
    const { verification, versions, waitedMs } = await ran(
      {
        replicate: (version) => {
          version.status = "PENDING";
        },
      },
      { timeoutMinutes: 2 },
    );
    const { destination } = first(verification);
    assert.deepEqual([verification.verdict, destination?.found], ["unproven", "still pending"]);
    assert.ok(waitedMs >= 120_000 && waitedMs < 130_000, `waited ${waitedMs} ms`);
    assert.deepEqual(
      verification.left.map(({ bucket, certain }) => [bucket, certain]),
      [[REPLICA, false]],
    );
    assert.match(
      verification.left[0]?.remedy ?? "",
      /^aws s3api delete-object --bucket acme-replica --key '_s3/,
    );
    assert.equal(versions, 0);
  });

  it("removes a copy that arrives while it is cleaning up", async () => {
    let pending: FakeVersion | undefined;
    let server: FakeS3 | undefined;
    const { verification, versions } = await ran(
      {
        replicate: (version, _bucket, fake) => {
          version.status = "PENDING";
          pending = version;
          server = fake;
        },
        intercept: ({ name, bucket }) => {
          if (name === "DeleteObject" && bucket === SOURCE && pending !== undefined) {
            const late = pending;
            pending = undefined;
            setTimeout(() => server?.copyTo(REPLICA, late), 0);
          }
          return undefined;
        },
      },
      { timeoutMinutes: 1 },
    );
    assert.deepEqual([versions, verification.left, verification.removed], [0, [], 2]);
  });

  it("is broken where S3 shows no status, after half a minute", async () => {
    const { verification, waitedMs } = await ran({ replicate: () => {} });
    const { destination, canary } = first(verification);
    assert.deepEqual([verification.verdict, canary.status], ["broken", "absent"]);
    assert.match(destination?.because ?? "", /s3 shows no replication status, as if no rule matched/);
    assert.ok(waitedMs >= 30_000 && waitedMs < 60_000, `waited ${waitedMs} ms`);
  });

  it("writes nothing where a default retention would keep the canary, unless that is accepted", async () => {
    for (const bucket of [SOURCE, REPLICA]) {
      const refused = await ran({ retains: [bucket] });
      assert.equal(refused.verification.verdict, "unproven");
      assert.match(
        first(refused.verification).canary.because ?? "",
        new RegExp(`^${bucket} has a default retention`),
      );
      assert.equal(refused.calls.filter(({ name }) => name === "PutObject").length, 0);
    }
    const accepted = await ran({ retains: [SOURCE] }, { acceptLeftovers: true });
    assert.equal(accepted.verification.verdict, "works");
  });

  it("says what is left, and how to remove it, where a version may not be removed", async () => {
    const { verification, versions } = await ran({
      intercept: ({ name, bucket }) =>
        name === "DeleteObject" && bucket === REPLICA ? { status: 403, code: "AccessDenied" } : undefined,
    });
    assert.equal(verification.verdict, "works");
    assert.equal(versions, 1);
    assert.deepEqual(
      verification.left.map(({ bucket, certain }) => [bucket, certain]),
      [[REPLICA, true]],
    );
    assert.deepEqual(
      verification.lacking.map(({ action }) => action),
      ["s3:DeleteObjectVersion"],
    );
  });

  it("ends with what is lacking where the caller may not write, and has nothing to remove", async () => {
    const { verification, calls } = await ran({
      intercept: ({ name }) => (name === "PutObject" ? { status: 403, code: "AccessDenied" } : undefined),
    });
    assert.equal(verification.verdict, "unproven");
    assert.match(
      first(verification).canary.because ?? "",
      /^needs s3:PutObject on arn:aws:s3:::acme-source\//,
    );
    assert.deepEqual(
      verification.lacking.map(({ action }) => action),
      ["s3:PutObject"],
    );
    assert.equal(calls.filter(({ name }) => name === "DeleteObject").length, 0);
  });

  const LACKING: readonly (readonly [call: string, bucket: string, action: string, isProven: boolean])[] = [
    ["HeadObject", REPLICA, "s3:GetObjectVersion", false],
    ["HeadObject", SOURCE, "s3:GetObjectVersion", true],
    ["GetObjectTagging", REPLICA, "s3:GetObjectVersionTagging", false],
    ["GetObjectAcl", REPLICA, "s3:GetObjectVersionAcl", false],
    ["GetBucketAcl", REPLICA, "s3:GetBucketAcl", true],
    ["ListObjectVersions", REPLICA, "s3:ListBucketVersions", true],
  ];
  for (const [call, bucket, action, isProven] of LACKING) {
    it(`names ${action} where ${call} of ${bucket} is refused, ${isProven ? "and still sees the copy" : "and never reports success"}`, async () => {
      const { verification } = await ran({
        intercept: ({ name, bucket: asked }) =>
          name === call && asked === bucket ? { status: 403, code: "AccessDenied" } : undefined,
      });
      assert.equal(verification.verdict, isProven ? "works" : "unproven");
      assert.ok(
        verification.lacking.some((lack) => lack.action === action && lack.resource.includes(bucket)),
      );
    });
  }

  it("goes on where AWS throttles, and tries again", async () => {
    const { verification, calls } = await ran({
      intercept: ({ name, ofName }) =>
        name === "PutObject" && ofName < 3 ? { status: 503, code: "SlowDown" } : undefined,
    });
    assert.equal(verification.verdict, "works");
    assert.equal(calls.filter(({ name }) => name === "PutObject").length, 3);
  });

  it("removes both versions of a write that was sent twice, since the first answer was lost", async () => {
    const { verification, versions } = await ran({
      intercept: ({ name, ofName, bucket, key }, server) => {
        if (name !== "PutObject" || ofName > 1) return undefined;
        server.versions.get(bucket)?.push({ key, id: "first", tags: "", status: undefined });
        return { status: 500, code: "InternalError" };
      },
    });
    assert.deepEqual([verification.verdict, verification.removed, versions], ["works", 3, 0]);
  });

  it("removes what may have been written where no answer ever came", async () => {
    const { verification, versions } = await ran({
      intercept: ({ name, ofName, bucket, key }, server) => {
        if (name !== "PutObject") return undefined;
        server.versions.get(bucket)?.push({ key, id: `sent ${ofName}`, tags: "", status: undefined });
        return { status: 500, code: "InternalError" };
      },
    });
    assert.equal(verification.verdict, "unproven");
    assert.ok(verification.removed >= 2, String(verification.removed));
    assert.equal(versions, 0);
    assert.deepEqual(
      verification.left.map(({ bucket, certain, versionId }) => [bucket, certain, versionId]),
      [[REPLICA, false, null]],
    );
  });

  it("stops where the source vanishes, with nothing to find", async () => {
    const { verification } = await ran({ buckets: { [REPLICA]: "eu-central-1" } });
    assert.equal(verification.verdict, "unproven");
    assert.equal(first(verification).canary.because, "the bucket acme-source does not exist");
  });

  it("stops waiting where the source vanishes meanwhile", async () => {
    const { verification, waitedMs } = await ran({
      replicate: (version) => {
        version.status = "PENDING";
      },
      intercept: ({ name, bucket, ofName }) =>
        name === "HeadObject" && bucket === SOURCE && ofName > 3
          ? { status: 404, code: "NoSuchBucket" }
          : undefined,
    });
    const { destination } = first(verification);
    assert.deepEqual([verification.verdict, destination?.found], ["unproven", "did not arrive"]);
    assert.match(destination?.because ?? "", /^its status at the source is not known: .* does not exist/);
    assert.ok(waitedMs < 60_000, `waited ${waitedMs} ms`);
  });

  it("gives S3's reason for a failure, where its queue of events has it", async () => {
    const headers = { "content-type": "application/x-amz-json-1.0" };
    let key = "";
    const { verification, calls } = await ran({
      replicate: (version) => {
        version.status = "FAILED";
        key = version.key;
      },
      intercept: ({ name, ofName }) => {
        if (name === "GetBucketNotificationConfiguration") {
          const queue = `<Queue>arn:aws:sqs:eu-west-1:${ACCOUNT}:failures</Queue><Event>s3:Replication:*</Event>`;
          const body = `<NotificationConfiguration><QueueConfiguration>${queue}</QueueConfiguration></NotificationConfiguration>`;
          return { status: 200, body };
        }
        if (name === "GetQueueUrl")
          return { status: 200, headers, body: '{"QueueUrl":"http://127.0.0.1/q"}' };
        if (name !== "ReceiveMessage") return undefined;
        const Body = JSON.stringify({
          Records: [
            {
              eventName: "Replication:OperationFailedReplication",
              s3: { bucket: { name: SOURCE }, object: { key, versionId: "v" } },
              replicationEventData: {
                destinationBucket: `arn:aws:s3:::${REPLICA}`,
                failureReason: "DstPutObjectNotPermitted",
              },
            },
          ],
        });
        const MD5OfBody = createHash("md5").update(Body).digest("hex");
        const Messages = ofName === 1 ? [{ MessageId: "m", Body, MD5OfBody, ReceiptHandle: "r" }] : [];
        return { status: 200, headers, body: JSON.stringify({ Messages }) };
      },
    });
    const { destination } = first(verification);
    assert.equal(destination?.reason, "DstPutObjectNotPermitted");
    assert.match(destination?.because ?? "", /DstPutObjectNotPermitted: the role may not write the copy/);
    assert.ok(!calls.some(({ name }) => name === "DeleteMessage"));
    assert.deepEqual(verification.lacking, []);
  });

  it("is broken where a destination does not exist", async () => {
    const { verification, versions } = await ran({
      buckets: { [SOURCE]: "eu-west-1" },
      replicate: (version) => {
        version.status = "FAILED";
      },
    });
    const { destination } = first(verification);
    assert.deepEqual([destination?.found, verification.verdict, versions], ["did not arrive", "broken", 0]);
    assert.equal(destination?.because, "the bucket acme-replica does not exist");
  });

  it("removes everything also where the budget of requests is used up", async () => {
    for (const maxRequests of ["6", "7", "8", "9", "10", "11"]) {
      const { verification, versions } = await ran({}, { maxRequests });
      assert.notEqual(verification.verdict, "works", maxRequests);
      assert.equal(versions, 0, maxRequests);
    }
  });

  it("goes on where the clock differs once, since the SDK takes the time of the answer", async () => {
    const refused = new Set<string>();
    const { verification, versions } = await ran({
      intercept: ({ name }) => {
        if (refused.has(name)) return undefined;
        refused.add(name);
        const date = new Date(Date.now() + 3_600_000).toUTCString();
        return { status: 403, code: "RequestTimeTooSkewed", headers: { date } };
      },
    });
    assert.ok(refused.size > 3);
    assert.equal(verification.verdict, "works");
    assert.equal(versions, 0);
  });

  it("ends with an error where the clock differs for good, and lists what it could not remove", async () => {
    let isSkewed = false;
    const { verification, error } = await ran({
      intercept: ({ name }) => {
        if (name === "GetObjectTagging") isSkewed = true;
        return isSkewed ? { status: 403, code: "RequestTimeTooSkewed" } : undefined;
      },
    });
    assert.match(String(error), /expected a signature that AWS accepts, .* set the clock of this machine/);
    assert.equal(verification.left.length, 2);
  });

  it("ends with an error where the credentials expire, and says what it could not remove", async () => {
    let hasExpired = false;
    const { verification, error, versions } = await ran({
      intercept: ({ name }) => {
        if (name === "GetObjectTagging") hasExpired = true;
        return hasExpired ? { status: 400, code: "ExpiredToken" } : undefined;
      },
    });
    assert.match(
      String(error),
      /credentials of arn:aws:iam::111122223333:user\/tester: expected valid ones, found expired/,
    );
    assert.equal(versions, 2);
    assert.deepEqual(
      verification.left.map(({ bucket }) => bucket),
      [SOURCE, REPLICA],
    );
    assert.notEqual(verification.verdict, "works");
  });

  it("leaves nothing behind when it is interrupted at any request", async () => {
    const whole = await ran({});
    for (let step = 2; step <= whole.calls.length; step += 1) {
      const interruption = new AbortController();
      const { verification, error, versions } = await ran(
        {
          intercept: ({ count }) => {
            if (count === step) interruption.abort();
            return undefined;
          },
        },
        { signal: interruption.signal },
      );
      assert.equal(versions, 0, `interrupted at request ${step}`);
      assert.deepEqual(
        verification.left.filter(({ certain }) => certain),
        [],
      );
      assert.equal(error, undefined);
      assert.equal(verification.interrupted, true);
    }
  });
});
