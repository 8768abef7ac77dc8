import assert from "node:assert/strict";
import { topologyFromLive } from "../../../model";
import { drillRoute } from "../../../operations/fireDrill/drillRoute";
import { fireDrill } from "../../../operations/fireDrill/fireDrill";
import { fireDrillSchema } from "../../../operations/fireDrill/result";
import { openAccess } from "../../../operations/live/access";
import { liveSettingsOf } from "../../../operations/live/options";
import { answerAlarms, type FakeAlarm } from "../../helpers/fakeAws/fakeAlarms";
import { type FakeS3, type FakeS3Options, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { ACCOUNT, REPLICA, ROLE_ARN, SOURCE, snapshotOf } from "../../helpers/snapshots";
import { jumpingClock } from "../verify/fakeRun";

const RULE = `to-${REPLICA}`;
/** Written with spaces on purpose: it has to come back byte for byte. */
const POLICY = `{ "Version":"2012-10-17",  "Statement": {"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::${REPLICA}/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}} }`;
const FOLDER = "_s3-replication-canary/fire-drill-1/";

interface Drilling {
  readonly intercept?: FakeS3Options["intercept"];
  /** @default - the one that the drill looks for, which S3's failure raises on AWS */
  readonly alarms?: (failures: FakeAlarm) => readonly FakeAlarm[];
  readonly policy?: string | undefined;
  readonly isEmulator?: boolean;
  readonly signal?: AbortSignal;
  readonly confirm?: boolean;
  /** How many canaries replicate although the change is there. */
  readonly late?: number;
  readonly isSilent?: boolean;
  readonly retains?: readonly string[];
  readonly minutes?: number;
}

const isBroken = (server: FakeS3) =>
  server.versioning.get(REPLICA) === "Suspended" ||
  (server.policies.get(REPLICA) ?? "").includes("S3ReplicationFireDrill");

async function drilled(options: Drilling = {}) {
  const { isEmulator = false, signal = new AbortController().signal, late = 0 } = options;
  const policy = "policy" in options ? options.policy : POLICY;
  const failures: FakeAlarm = {
    name: `${SOURCE}/${RULE}/failures`,
    dimensions: { SourceBucket: SOURCE, DestinationBucket: REPLICA, RuleId: RULE },
    state: "OK",
  };
  const alarms = options.alarms?.(failures) ?? [failures];
  let canaries = 0;
  let looksUntilOk = 3;
  const asked: string[] = [];
  const put: string[] = [];
  const server = await startFakeS3({
    account: ACCOUNT,
    buckets: { [SOURCE]: "eu-west-1", [REPLICA]: "eu-central-1" },
    ...(options.retains !== undefined && { retains: options.retains }),
    intercept: (call, fake) => {
      const given = options.intercept?.(call, fake);
      if (given !== undefined) return given;
      if (call.name === "PutBucketPolicy") put.push(call.body);
      // The metric stops when nothing fails any more.
      if (!isEmulator && call.name === "DescribeAlarms" && failures.state === "ALARM") {
        looksUntilOk -= 1;
        if (looksUntilOk === 0) failures.state = "OK";
      }
      return answerAlarms(call, alarms);
    },
    replicate: (version, bucket, fake) => {
      if (bucket !== SOURCE) return;
      canaries += 1;
      const fails = isBroken(fake) && canaries > late;
      version.status = fails ? "FAILED" : "COMPLETED";
      if (!fails) fake.copyTo(REPLICA, version);
      else if (!isEmulator && options.isSilent !== true) failures.state = "ALARM";
    },
  });
  if (policy !== undefined) server.policies.set(REPLICA, policy);
  const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
  const settings = liveSettingsOf({ endpoint: server.endpoint, region: "eu-west-1" });
  const access = await openAccess(settings, { environment, signal });
  const route = drillRoute(topologyFromLive(snapshotOf({})), { unique: () => "1" });
  assert.ok(!("problem" in route));
  try {
    const { drill, error } = await fireDrill({
      route,
      access: { ...access, isEmulator },
      clock: jumpingClock(),
      timeoutMs: (options.minutes ?? 30) * 60_000,
      acceptLeftovers: false,
      progress: () => {},
      confirm: async (change) => {
        asked.push(change);
        return options.confirm ?? true;
      },
    });
    fireDrillSchema.parse(drill);
    const after = {
      policy: server.policies.get(REPLICA),
      versioning: server.versioning.get(REPLICA),
      versions: server.total(),
    };
    return { drill, error, asked, put, after, calls: server.calls, state: failures.state, policy };
  } finally {
    access.close();
    await server.close();
  }
}

const UNCHANGED = { policy: POLICY, versioning: "Enabled", versions: 0 };
const CHANGES = new Set([
  ...["PutObject", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketVersioning"],
  ...["PutMetricData", "SetAlarmState"],
]);
const changesIn = (calls: readonly { readonly name: string }[]) =>
  calls.map(({ name }) => name).filter((name) => CHANGES.has(name));

describe("a fire drill", function () {
  this.timeout(120_000);
  this.slow(5000);

  it("denies the role the keys of the drill alone, sees the alarm, and puts the policy back byte for byte", async () => {
    const { drill, error, asked, put, after, calls, state } = await drilled();
    assert.deepEqual([drill.verdict, drill.status, error, state], ["works", "FAILED", undefined, "OK"]);
    assert.deepEqual(
      drill.alarms.map(({ name, before, raised, after: end }) => [name, before, raised, end]),
      [[`${SOURCE}/${RULE}/failures`, "OK", true, "OK"]],
    );
    const { Statement } = JSON.parse(put[0] ?? "");
    assert.deepEqual(Statement.slice(1), [
      {
        Sid: "S3ReplicationFireDrill",
        Effect: "Deny",
        Principal: { AWS: ROLE_ARN },
        Action: "s3:ReplicateObject",
        Resource: `arn:aws:s3:::${REPLICA}/${FOLDER}*`,
      },
    ]);
    assert.deepEqual(Statement[0], JSON.parse(POLICY).Statement);
    assert.deepEqual([after, drill.unrestored, drill.left, drill.lacking], [UNCHANGED, [], [], []]);
    assert.deepEqual(changesIn(calls), ["PutBucketPolicy", "PutObject", "PutBucketPolicy"]);
    assert.match(asked.join(), /^adds a Deny of s3:ReplicateObject for arn:aws:iam::/);
  });

  it("removes the policy again where there was none", async () => {
    const { drill, after } = await drilled({ policy: undefined });
    assert.deepEqual([drill.verdict, after], ["works", { ...UNCHANGED, policy: undefined }]);
  });

  it("suspends versioning in an emulator, publishes the metric itself, says so, and sets the alarm back", async () => {
    const { drill, after, calls, state } = await drilled({ isEmulator: true });
    assert.deepEqual([drill.verdict, after, state], ["works", UNCHANGED, "OK"]);
    assert.deepEqual(changesIn(calls), [
      ...["PutBucketVersioning", "PutObject", "PutBucketVersioning", "PutMetricData", "SetAlarmState"],
    ]);
    assert.match(drill.notes.join(), /an emulator has no metrics of replication: the drill published/);
  });

  it("tries again while the change is not in effect yet, and removes those canaries too", async () => {
    const { drill, after, calls } = await drilled({ late: 2 });
    assert.deepEqual([drill.verdict, drill.removed, after], ["works", 5, UNCHANGED]);
    assert.equal(calls.filter(({ name }) => name === "PutObject").length, 3);
  });

  it("is unproven where S3 goes on replicating", async () => {
    const { drill, after } = await drilled({ late: 1000, minutes: 5 });
    assert.deepEqual([drill.verdict, drill.status, after], ["unproven", "COMPLETED", UNCHANGED]);
  });

  it("is broken where the alarm stays silent", async () => {
    const { drill, after } = await drilled({ isSilent: true });
    assert.deepEqual([drill.verdict, drill.alarms[0]?.raised, after], ["broken", false, UNCHANGED]);
    assert.match(drill.because, /no alarm was raised within 30 minutes/);
  });

  it("says that nobody is told where the alarm has no action", async () => {
    const { drill } = await drilled({ alarms: (one) => [Object.assign(one, { actions: [] })] });
    assert.match(drill.notes.join(), /^nobody is told by acme-source\/to-acme-replica\/failures/);
  });

  const NOTHING_CHANGED: readonly (readonly [
    what: string,
    options: Drilling,
    verdict: "broken" | "unproven",
    because: RegExp,
  ])[] = [
    ["no alarm is there", { alarms: () => [] }, "broken", /^no alarm in eu-west-1 watches/],
    [
      "the alarm lacks a dimension",
      { alarms: (one) => [{ ...one, dimensions: { SourceBucket: SOURCE, RuleId: RULE } }] },
      "broken",
      /^no alarm in eu-west-1 watches/,
    ],
    [
      "the alarm watches another metric",
      { alarms: (one) => [{ ...one, metric: "ReplicationLatency" }] },
      "broken",
      /^no alarm in eu-west-1 watches/,
    ],
    [
      "the alarm is raised already",
      { alarms: (one) => [Object.assign(one, { state: "ALARM" })] },
      "unproven",
      /is raised already/,
    ],
    ["it is not agreed to", { confirm: false }, "unproven", /^it was not agreed to/],
    [
      "a default retention would keep the canary",
      { retains: [SOURCE] },
      "unproven",
      /has a default retention/,
    ],
    [
      "another drill has left its statement",
      { policy: POLICY.replace("Tls", "S3ReplicationFireDrill") },
      "unproven",
      /has a statement S3ReplicationFireDrill already/,
    ],
    [
      "the policy may not be read",
      {
        intercept: ({ name }) =>
          name === "GetBucketPolicy" ? { status: 403, code: "AccessDenied" } : undefined,
      },
      "unproven",
      /needs s3:GetBucketPolicy on/,
    ],
    [
      "the alarms may not be read",
      {
        intercept: ({ name }) =>
          name === "DescribeAlarms" ? { status: 403, code: "AccessDenied" } : undefined,
      },
      "unproven",
      /needs cloudwatch:DescribeAlarms on/,
    ],
  ];
  for (const [what, options, verdict, because] of NOTHING_CHANGED) {
    it(`changes nothing where ${what}`, async () => {
      const { drill, after, calls, policy } = await drilled(options);
      assert.deepEqual([drill.verdict, drill.changed], [verdict, null]);
      assert.match(drill.because, because);
      assert.deepEqual([changesIn(calls), after], [[], { ...UNCHANGED, policy }]);
    });
  }

  it("puts nothing back where the policy may not be changed", async () => {
    const { drill, after, calls } = await drilled({
      intercept: ({ name }) =>
        name === "PutBucketPolicy" ? { status: 403, code: "AccessDenied" } : undefined,
    });
    assert.deepEqual([drill.verdict, drill.changed, after], ["unproven", null, UNCHANGED]);
    assert.deepEqual(
      drill.lacking.map(({ action }) => action),
      ["s3:PutBucketPolicy"],
    );
    assert.deepEqual(changesIn(calls), ["PutBucketPolicy"]);
  });

  it("puts the policy back where the answer to the change was lost", async () => {
    const { drill, after } = await drilled({
      intercept: ({ name, ofName, body }, server) => {
        if (name !== "PutBucketPolicy" || ofName > 5) return undefined;
        server.policies.set(REPLICA, body);
        return { status: 500, code: "InternalError" };
      },
    });
    assert.deepEqual([drill.verdict, after], ["unproven", UNCHANGED]);
  });

  it("keeps what somebody else changed in the policy meanwhile, without the statement of the drill", async () => {
    const other = { Sid: "Other", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "*" };
    const { drill, after } = await drilled({
      intercept: ({ name }, server) => {
        const policy = server.policies.get(REPLICA) ?? "";
        if (name === "PutObject") {
          const parsed = JSON.parse(policy);
          server.policies.set(
            REPLICA,
            JSON.stringify({ ...parsed, Statement: [...parsed.Statement, other] }),
          );
        }
        return undefined;
      },
    });
    assert.deepEqual(JSON.parse(after.policy ?? "").Statement, [JSON.parse(POLICY).Statement, other]);
    assert.equal(drill.verdict, "works");
    assert.match(drill.notes.join(), /was changed by somebody else meanwhile/);
  });

  it("prints the command that puts the policy back where that is refused", async () => {
    const { drill } = await drilled({
      intercept: ({ name, ofName }) =>
        name === "PutBucketPolicy" && ofName > 1 ? { status: 403, code: "AccessDenied" } : undefined,
    });
    assert.equal(
      drill.unrestored[0]?.remedy,
      `aws s3api put-bucket-policy --bucket ${REPLICA} --policy '${POLICY}'`,
    );
  });

  for (const isEmulator of [false, true]) {
    it(`leaves nothing changed when it is interrupted at any request${isEmulator ? ", in an emulator too" : ""}`, async () => {
      const whole = await drilled({ isEmulator });
      for (let step = 2; step <= whole.calls.length; step += 1) {
        const interruption = new AbortController();
        const { drill, error, after, state } = await drilled({
          isEmulator,
          signal: interruption.signal,
          intercept: ({ count }) => {
            if (count === step) interruption.abort();
            return undefined;
          },
        });
        const at = `interrupted at request ${step}`;
        assert.deepEqual([after, drill.unrestored, error], [UNCHANGED, [], undefined], at);
        assert.deepEqual(
          drill.left.filter(({ certain }) => certain),
          [],
          at,
        );
        assert.equal(drill.interrupted, true, at);
        if (isEmulator) assert.equal(state, "OK", at);
      }
    });
  }
});
