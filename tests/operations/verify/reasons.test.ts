import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { FakeAnswer, FakeS3Options } from "../../helpers/fakeAws/fakeS3";
import { configurationXml } from "../../helpers/fakeAws/replicationXml";
import { ACCOUNT, bucketNamed, REPLICA, ROLE_ARN, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";
import { first, ran } from "./ran";

const HEADERS = { "content-type": "application/x-amz-json-1.0" };
const fails: NonNullable<FakeS3Options["replicate"]> = (version) => {
  version.status = "FAILED";
};

interface Event {
  readonly key: string;
  readonly reason: string;
  readonly destination?: string;
  readonly versionId?: string;
}

/** A queue that hides what it has given out, as SQS does. */
function queueOf(events: () => readonly Event[], looksUntilThere = 0) {
  const hidden = new Set<string>();
  let looks = 0;
  const received: { readonly hiddenSeconds: number; readonly messages: number }[] = [];
  const answer: NonNullable<FakeS3Options["intercept"]> = ({ name, body }): FakeAnswer | undefined => {
    if (name === "GetBucketNotificationConfiguration") {
      looks += 1;
      const queue = `<Queue>arn:aws:sqs:eu-west-1:${ACCOUNT}:failures</Queue><Event>s3:Replication:*</Event>`;
      return {
        status: 200,
        body: `<NotificationConfiguration><QueueConfiguration>${queue}</QueueConfiguration></NotificationConfiguration>`,
      };
    }
    if (name === "GetQueueUrl") {
      return { status: 200, headers: HEADERS, body: '{"QueueUrl":"http://127.0.0.1/q"}' };
    }
    if (name !== "ReceiveMessage") return undefined;
    const given = looks <= looksUntilThere ? [] : events().filter(({ key }) => !hidden.has(key));
    for (const { key } of given) hidden.add(key);
    received.push({ hiddenSeconds: JSON.parse(body).VisibilityTimeout, messages: given.length });
    const Messages = given.map(({ key, reason, destination = REPLICA, versionId = "v" }) => {
      const Body = JSON.stringify({
        Records: [
          {
            eventName: "Replication:OperationFailedReplication",
            s3: { bucket: { name: SOURCE }, object: { key, versionId } },
            replicationEventData: {
              destinationBucket: `arn:aws:s3:::${destination}`,
              failureReason: reason,
            },
          },
        ],
      });
      const MD5OfBody = createHash("md5").update(Body).digest("hex");
      return { MessageId: key, Body, MD5OfBody, ReceiptHandle: "r" };
    });
    return { status: 200, headers: HEADERS, body: JSON.stringify({ Messages }) };
  };
  return { answer, received };
}

/** The rules of the source as S3 gives them to a reader. */
const RULES = configurationXml({ Role: ROLE_ARN, Rules: [ruleTo(REPLICA)] });

describe("the reasons of verify", function () {
  this.timeout(30_000);
  this.slow(2000);

  it("are found for several canaries of one bucket, whose looks do not hide the messages from each other", async () => {
    const keys: string[] = [];
    const { answer, received } = queueOf(() =>
      keys.map((key) => ({
        key,
        reason: key.startsWith("a/") ? "DstKmsKeyNotFound" : "DstBucketUnversioned",
      })),
    );
    const rules = ["a/", "b/"].map((Prefix, place) =>
      ruleTo(REPLICA, { ID: Prefix, Priority: place + 1, Filter: { Prefix } }),
    );
    const { verification, calls } = await ran(
      {
        replicate: (version, bucket, server) => {
          fails(version, bucket, server);
          keys.push(version.key);
        },
        intercept: answer,
      },
      { snapshot: snapshotOf({ rules }) },
    );
    assert.deepEqual(
      verification.canaries.map(({ destinations }) => destinations.map(({ reason }) => reason)),
      [["DstKmsKeyNotFound"], ["DstBucketUnversioned"]],
    );
    assert.deepEqual([...new Set(received.map(({ hiddenSeconds }) => hiddenSeconds))], [15]);
    assert.deepEqual(
      calls.filter(({ name }) => /^(Delete|Change)Message/.test(name)),
      [],
      "messages stay for others",
    );
  });

  it("are waited for a while, since the event comes after the status", async () => {
    let key = "";
    const { answer } = queueOf(() => [{ key, reason: "AssumeRoleNotPermitted" }], 2);
    const { verification, waitedMs } = await ran({
      replicate: (version) => {
        version.status = "FAILED";
        key = version.key;
      },
      intercept: answer,
    });
    assert.equal(first(verification).destination?.reason, "AssumeRoleNotPermitted");
    assert.ok(waitedMs >= 20_000 && waitedMs < 30_000, `waited ${waitedMs} ms`);
  });

  it("are given for the delete marker by its own version id", async () => {
    let marker = { key: "", versionId: "" };
    const { answer } = queueOf(() => [{ ...marker, reason: "DstDelObjNotPermitted" }]);
    const rules = [ruleTo(REPLICA, { DeleteMarkerReplication: { Status: "Enabled" } })];
    const { verification } = await ran(
      {
        replicateMarker: (version) => {
          version.status = "FAILED";
          marker = { key: version.key, versionId: version.id };
        },
        intercept: answer,
      },
      { deleteMarkers: true, snapshot: snapshotOf({ rules }) },
    );
    const [destination] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.equal(destination?.reason, "DstDelObjNotPermitted");
    assert.match(
      destination?.because ?? "",
      /DstDelObjNotPermitted: the role may not write the delete marker/,
    );
  });

  it("cost a bounded number of requests, and end nothing where the queue holds only others' messages", async () => {
    let number = 0;
    const { answer } = queueOf(() => {
      number += 1;
      return [{ key: `other-${number}`, reason: "DstKmsKeyNotFound" }];
    });
    const { verification, calls, error } = await ran({ replicate: fails, intercept: answer });
    const asked = calls.filter(({ name }) =>
      ["GetBucketNotificationConfiguration", "GetQueueUrl", "ReceiveMessage"].includes(name),
    );
    assert.ok(asked.length <= 30, `${asked.length} requests`);
    assert.deepEqual([verification.verdict, error, verification.lacking], ["broken", undefined, []]);
  });

  it("are not asked for where S3 has not failed", async () => {
    const { calls } = await ran({});
    assert.ok(!calls.some(({ name }) => name === "GetBucketNotificationConfiguration"));
  });

  it("say that the model and S3 disagree where nothing is unmet, with what was not read", async () => {
    const { verification } = await ran({ replicate: fails });
    assert.deepEqual(first(verification).destination?.diagnosis, {
      read: "before",
      unmet: [],
      notRead: ["organization policies (SCPs and RCPs)"],
    });
    assert.deepEqual(verification.notes, [
      `to-${REPLICA} of ${SOURCE}: the model and S3 disagree: nothing is unmet; not read: organization policies (SCPs and RCPs)`,
    ]);
  });

  it("are what the accounts do not meet now, where an export says that everything works", async () => {
    const { verification } = await ran(
      {
        replicate: fails,
        intercept: ({ name, bucket }, server) => {
          server.versioning.set(REPLICA, "Suspended");
          if (name !== "GetBucketReplication") return undefined;
          return bucket === SOURCE
            ? { status: 200, body: RULES }
            : { status: 404, code: "ReplicationConfigurationNotFoundError" };
        },
      },
      { isLive: false },
    );
    const { destination } = first(verification);
    assert.deepEqual([destination?.unmet, destination?.diagnosis?.read], [[], "now"]);
    assert.match(
      destination?.diagnosis?.unmet.join() ?? "",
      /destination-versioning: versioning of .* is Suspended/,
    );
    assert.deepEqual(verification.notes, [
      "the accounts do not meet now what the export says that they meet: npx s3-replication diagnose --diff <export> says what was changed",
    ]);
  });

  it("name what may not be read, which is no permission that verify lacks", async () => {
    const { verification, error } = await ran(
      {
        replicate: fails,
        intercept: ({ name, bucket }) => {
          if (name === "GetBucketReplication" && bucket === SOURCE) return { status: 200, body: RULES };
          return ["GetBucketPolicy", "GetBucketVersioning", "GetRole"].includes(name)
            ? { status: 403, code: "AccessDenied" }
            : undefined;
        },
      },
      { isLive: false },
    );
    const { diagnosis } = first(verification).destination ?? {};
    assert.deepEqual([diagnosis?.read, diagnosis?.unmet, error], ["now", [], undefined]);
    assert.match(diagnosis?.notRead.join() ?? "", /needs s3:Get/);
    assert.match(
      verification.notes.join(),
      /the model and S3 disagree: nothing is unmet; not read: organization/,
    );
    assert.deepEqual(verification.lacking, []);
  });

  it("are not looked for where the model foretold the failure", async () => {
    const snapshot = snapshotOf({ destinationActions: ["s3:ReplicateTags"] });
    const { verification } = await ran({ replicate: fails }, { snapshot });
    const { destination } = first(verification);
    assert.equal(destination?.diagnosis, undefined);
    assert.match(destination?.unmet.join() ?? "", /^destination-replicate-object: /);
  });

  it("remove the canary also when they are interrupted at any request", async () => {
    const key = { now: "" };
    const options = (): FakeS3Options["intercept"] & object => queueOf(() => [], 0).answer;
    const replicate: FakeS3Options["replicate"] = (version) => {
      version.status = "FAILED";
      key.now = version.key;
    };
    const whole = await ran({ replicate, intercept: options() }, { isLive: false });
    for (let step = 2; step <= whole.calls.length; step += 1) {
      const interruption = new AbortController();
      const queue = options();
      const { versions, error } = await ran(
        {
          replicate,
          intercept: (call, server) => {
            if (call.count === step) interruption.abort();
            return queue(call, server);
          },
        },
        { isLive: false, signal: interruption.signal },
      );
      assert.deepEqual([versions, error], [0, undefined], `interrupted at request ${step}`);
    }
  });
});

/** The policy that the setting `writers` makes. */
const onlyWriters = (writer: string, action: readonly string[] = ["s3:PutObject", "s3:DeleteObject"]) => ({
  known: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyWriters",
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: [SOURCE, REPLICA].map((name) => `arn:aws:s3:::${name}/*`),
        Condition: {
          ArnNotLike: { "aws:PrincipalArn": [writer] },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ],
  }),
});

describe("verify on buckets that refuse the caller", function () {
  this.timeout(30_000);
  this.slow(2000);
  const CALLER = `arn:aws:iam::${ACCOUNT}:user/tester`;
  const denies: FakeS3Options["intercept"] = ({ name }) =>
    name === "PutObject" ? { status: 403, code: "AccessDenied" } : undefined;

  it("says before the write that it will be refused, and by which statement", async () => {
    const policy = onlyWriters(`arn:aws:iam::${ACCOUNT}:role/writer`);
    const { verification, warnings } = await ran(
      { intercept: denies },
      { snapshot: snapshotOf({ source: { policy } }) },
    );
    assert.equal(warnings.length, 1);
    const [warning] = warnings;
    assert.match(
      warning?.text ?? "",
      new RegExp(`^${CALLER} will be refused by ${SOURCE} when it writes the canary: .*"OnlyWriters"`),
    );
    assert.ok(!warning?.after.includes("PutObject"), "before the write");
    const { canary } = first(verification);
    assert.deepEqual([canary.foretoldRefusal, canary.versionId], [warning?.text, null]);
    assert.match(canary.because ?? "", /^needs s3:PutObject on/);
  });

  it("says it once for several canaries", async () => {
    const policy = onlyWriters(`arn:aws:iam::${ACCOUNT}:role/writer`);
    const rules = [
      ruleTo(REPLICA, { Filter: { Prefix: "a/" } }),
      ruleTo("acme-second", { Priority: 2, Filter: { Prefix: "b/" } }),
    ];
    const others = [bucketNamed("acme-second", "us-east-1")];
    const { warnings, verification } = await ran(
      { intercept: denies },
      { snapshot: snapshotOf({ rules, others, source: { policy } }) },
    );
    assert.deepEqual([verification.canaries.length, warnings.length], [2, 1]);
  });

  it("says that the canary stays where its versions may not be removed", async () => {
    const policy = onlyWriters(`arn:aws:iam::${ACCOUNT}:role/writer`, ["s3:DeleteObjectVersion"]);
    const { warnings, verification } = await ran({}, { snapshot: snapshotOf({ destination: { policy } }) });
    assert.match(
      warnings.map(({ text }) => text).join(),
      new RegExp(`^${CALLER} will be refused by ${REPLICA} when it removes the canary, which stays: `),
    );
    assert.equal(first(verification).canary.foretoldRefusal, undefined);
    const kept = await ran({}, { snapshot: snapshotOf({ destination: { policy } }), keep: true });
    assert.deepEqual(kept.warnings, [], "nothing is removed then");
  });

  it("says of a delete marker that it will be refused", async () => {
    const policy = onlyWriters(`arn:aws:iam::${ACCOUNT}:role/writer`, ["s3:DeleteObject"]);
    const run = { snapshot: snapshotOf({ source: { policy } }) };
    const { warnings } = await ran({ replicateMarker: () => {} }, { ...run, deleteMarkers: true });
    assert.match(warnings[0]?.text ?? "", /when it deletes the canary: /);
    assert.deepEqual((await ran({}, run)).warnings, []);
  });

  it("says nothing of a caller that is among the writers, nor where nothing is known", async () => {
    for (const policy of [
      onlyWriters(CALLER),
      { known: undefined },
      { unknown: "needs s3:GetBucketPolicy" },
    ]) {
      const { warnings, verification } = await ran({}, { snapshot: snapshotOf({ source: { policy } }) });
      assert.deepEqual([warnings, verification.verdict], [[], "works"]);
    }
  });

  it("notes where S3 accepts what the model refuses", async () => {
    const policy = onlyWriters(`arn:aws:iam::${ACCOUNT}:role/writer`);
    const { verification } = await ran({}, { snapshot: snapshotOf({ source: { policy } }) });
    assert.deepEqual(verification.notes, [
      `${SOURCE} accepted the canary although by the model it refuses the caller`,
    ]);
  });
});
