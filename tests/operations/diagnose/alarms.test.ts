import assert from "node:assert/strict";
import { topologyFromLive } from "../../../model";
import { type Alarms, alarmsSchema } from "../../../operations/diagnose/alarmsResult";
import { findAlarms } from "../../../operations/diagnose/findAlarms";
import { openAccess } from "../../../operations/live/access";
import { liveSettingsOf } from "../../../operations/live/options";
import { type Lack, readerOf } from "../../../operations/live/reader";
import { alarmsText } from "../../../operations/report/alarmsText";
import { paint } from "../../../operations/report/paint";
import { answerAlarms, type FakeAlarm, type FakeCloudWatch } from "../../helpers/fakeAws/fakeAlarms";
import { type FakeCall, type FakeS3Options, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { ACCOUNT, REPLICA, ruleTo, type SnapshotFixture, SOURCE, snapshotOf } from "../../helpers/snapshots";

const RULE = `to-${REPLICA}`;
const [FAILED, LATENCY, PENDING] = [
  "OperationsFailedReplication",
  "ReplicationLatency",
  "OperationsPendingReplication",
];
const DIMENSIONS = { SourceBucket: SOURCE, DestinationBucket: REPLICA, RuleId: RULE };
const HERE = { region: "eu-west-1", dimensions: DIMENSIONS, state: "OK" };
const THERE = { ...HERE, region: "eu-central-1" };
const FAILURES: FakeAlarm = { ...HERE, name: "failures" };
const ALL: readonly FakeAlarm[] = [
  FAILURES,
  { ...THERE, name: "latency", metric: LATENCY, statistic: "Maximum" },
  { ...THERE, name: "pending", metric: PENDING, statistic: "Maximum" },
];
const METERED = ruleTo(REPLICA, {
  Destination: { Bucket: `arn:aws:s3:::${REPLICA}`, Metrics: { Status: "Enabled" } },
});

interface Looked {
  readonly alarms?: readonly FakeAlarm[];
  readonly cloudwatch?: FakeCloudWatch;
  readonly snapshot?: SnapshotFixture;
  readonly account?: string | undefined;
  readonly intercept?: (call: FakeCall) => ReturnType<NonNullable<FakeS3Options["intercept"]>>;
}

async function looked(given: Looked): Promise<{
  readonly alarms: Alarms;
  readonly lacks: readonly Lack[];
  readonly calls: readonly string[];
}> {
  // Both alarms and metrics are there unless a test says otherwise.
  const { alarms = ALL, cloudwatch = { metrics: ALL }, snapshot = { rules: [METERED] } } = given;
  const account = "account" in given ? given.account : ACCOUNT;
  const server = await startFakeS3({
    account: ACCOUNT,
    buckets: {},
    intercept: (call) => given.intercept?.(call) ?? answerAlarms(call, alarms, cloudwatch),
  });
  const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
  const { signal } = new AbortController();
  const settings = liveSettingsOf({ endpoint: server.endpoint, region: "us-east-1" });
  const access = await openAccess(settings, { environment, signal });
  try {
    const reader = readerOf(signal);
    const source = {
      ...{ name: SOURCE, partition: "aws", region: { known: "eu-west-1" }, caller: access.main },
      account: account === undefined ? { unknown: "no credentials belong to it" } : { known: account },
    };
    const topology = topologyFromLive(snapshotOf(snapshot));
    const found = await findAlarms({ sources: [source], topology, reader });
    const calls = server.calls
      .filter(({ name }) => name !== "GetCallerIdentity")
      .map(({ name, region }) => `${name} ${region}`);
    return { alarms: alarmsSchema.parse(found), lacks: reader.lacks(), calls: calls.sort() };
  } finally {
    access.close();
    await server.close();
  }
}

/** Metric -> status, and the kinds of remarks on its alarms. */
const statuses = ({ routes }: Alarms) =>
  routes.map(({ metrics }) =>
    metrics.map(({ status, alarms }) =>
      [status, ...alarms.flatMap(({ remarks }) => remarks.map(({ kind }) => kind))].join(" "),
    ),
  );
const becauseOf = ({ routes }: Alarms, metric: string | undefined) =>
  routes[0]?.metrics.find((one) => one.metric === metric)?.because ?? "";
const withFailures = (changes: Partial<FakeAlarm>) => [{ ...FAILURES, ...changes }, ...ALL.slice(1)];
const WATCHED = ["watched", "watched", "watched"];

describe("the alarms of diagnose", function () {
  this.timeout(60_000);
  this.slow(3000);

  it("are found where S3 publishes what they watch, each Region asked once", async () => {
    const { alarms, lacks, calls } = await looked({});
    assert.deepEqual(
      alarms.routes.map(({ rule, source, destination, metrics }) => [
        ...[rule, source, destination],
        metrics.map(({ metric, region, status, published, alarms: found }) => [
          ...[metric, region, status, published],
          found,
        ]),
      ]),
      [
        [
          ...[RULE, SOURCE, REPLICA],
          [
            [
              FAILED,
              "eu-west-1",
              "watched",
              true,
              [{ name: "failures", state: "OK", notifies: true, remarks: [] }],
            ],
            [
              LATENCY,
              "eu-central-1",
              "watched",
              true,
              [{ name: "latency", state: "OK", notifies: true, remarks: [] }],
            ],
            [
              PENDING,
              "eu-central-1",
              "watched",
              true,
              [{ name: "pending", state: "OK", notifies: true, remarks: [] }],
            ],
          ],
        ],
      ],
    );
    assert.deepEqual([alarms.misplaced, lacks], [[], []]);
    assert.deepEqual(calls, [
      "DescribeAlarms eu-central-1",
      "DescribeAlarms eu-west-1",
      "ListMetrics eu-central-1",
      "ListMetrics eu-west-1",
    ]);
  });

  const CASES: readonly (readonly [
    what: string,
    looked: Looked,
    expected: readonly string[],
    because: RegExp,
  ])[] = [
    ["are none", { alarms: [] }, ["none", "none", "none"], /^no alarm in eu-west-1, account 111122223333$/],
    [
      "are raised",
      { alarms: withFailures({ state: "ALARM" }) },
      ["raised", "watched", "watched"],
      /^alarm failures, ALARM$/,
    ],
    [
      "have seen too little",
      { alarms: withFailures({ state: "INSUFFICIENT_DATA" }) },
      ["doubtful no-data", "watched", "watched"],
      /^alarm failures, INSUFFICIENT_DATA: it has not seen enough values/,
    ],
    [
      "have no actions",
      { alarms: withFailures({ actions: [] }) },
      ["doubtful no-actions", "watched", "watched"],
      /it has no action when it is raised, so that only EventBridge is told$/,
    ],
    [
      "have actions that are disabled",
      { alarms: withFailures({ actionsEnabled: false }) },
      ["doubtful actions-disabled", "watched", "watched"],
      /its actions are disabled, so that nobody is told$/,
    ],
    [
      "have a statistic that means nothing",
      { alarms: withFailures({ statistic: "Maximum" }) },
      ["doubtful statistic", "watched", "watched"],
      /its statistic is Maximum, which means nothing here: use Sum$/,
    ],
    [
      "watch what was not published for two weeks",
      { cloudwatch: { metrics: [] } },
      ["doubtful metric-not-found", "doubtful metric-not-found", "doubtful metric-not-found"],
      /its metric does not exist in eu-west-1, account 111122223333, as far as CloudWatch lists it, which is what had values in the past two weeks: nothing was replicated, the metrics are younger than 15 minutes, or S3 publishes them elsewhere$/,
    ],
    [
      "watch what is published in another Region only",
      { cloudwatch: { metrics: ALL.map((one) => ({ ...one, region: "us-east-1" })) } },
      ["doubtful metric-not-found", "doubtful metric-not-found", "doubtful metric-not-found"],
      /does not exist in eu-west-1/,
    ],
    [
      "can never be raised since the rule has no metrics",
      { snapshot: {} },
      ["impossible no-metrics", "impossible no-metrics", "impossible no-metrics"],
      /^the rule has no metrics, so that S3 publishes none and no alarm on it can be raised: set Metrics/,
    ],
    [
      "are on a metric that is computed",
      { alarms: withFailures({ computed: {} }) },
      WATCHED,
      /^alarm failures, OK$/,
    ],
    [
      "compute from a metric of another account",
      { alarms: withFailures({ computed: { account: "444455556666" } }) },
      ["none", "watched", "watched"],
      /^no alarm/,
    ],
    [
      "are several, one of which is in order",
      { alarms: [...ALL, { ...FAILURES, name: "old", actions: [] }] },
      ["watched no-actions", "watched", "watched"],
      /^alarm failures, OK; alarm old, OK: it has no action/,
    ],
    [
      "watch the size of what waits",
      {
        alarms: [
          ...ALL,
          { ...THERE, name: "bytes", metric: "BytesPendingReplication", statistic: "Maximum" },
        ],
      },
      [...WATCHED, "doubtful metric-not-found"],
      /^alarm failures, OK$/,
    ],
    ["are on several pages", { cloudwatch: { metrics: ALL, pageSize: 1 } }, WATCHED, /^alarm failures, OK$/],
  ];
  for (const [what, given, expected, because] of CASES) {
    it(`are told where they ${what}`, async () => {
      const { alarms, lacks } = await looked(given);
      assert.deepEqual(statuses(alarms), [expected]);
      assert.match(becauseOf(alarms, FAILED), because);
      assert.deepEqual([alarms.misplaced, lacks], [[], []]);
    });
  }

  const TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms";
  const FOLLOWERS: readonly (readonly [rule: string, actions: readonly string[], notifies: boolean])[] = [
    ['ALARM("failures") OR ALARM("other")', [TOPIC], true],
    ["ALARM(failures)", [TOPIC], true],
    ["ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:failures)", [TOPIC], true],
    ["AT_LEAST(2, ALARM, (other, failures))", [TOPIC], true],
    ['ALARM("failures")', [], false],
    ['ALARM("old-failures") OR ALARM("failures.2")', [TOPIC], false],
  ];
  for (const [rule, actions, notifies] of FOLLOWERS) {
    it(`tell ${notifies ? "somebody" : "nobody"} through a composite alarm of ${rule} with ${actions.length} actions`, async () => {
      const composites = [{ name: "both", rule, actions }];
      const { alarms } = await looked({
        alarms: withFailures({ actions: [] }),
        cloudwatch: { metrics: ALL, composites },
      });
      assert.equal(alarms.routes[0]?.metrics[0]?.alarms[0]?.notifies, notifies);
      assert.equal(statuses(alarms)[0]?.[0], notifies ? "watched" : "doubtful no-actions");
    });
  }

  const MISPLACED: readonly (readonly [what: string, alarm: Partial<FakeAlarm>, because: string])[] = [
    [
      "in the Region of the replica",
      { region: "eu-central-1" },
      "S3 publishes it in eu-west-1, the Region of the source, and the alarm is in eu-central-1",
    ],
    [
      "on latency in the Region of the source",
      { metric: LATENCY },
      "S3 publishes it in eu-central-1, the Region of the destination, and the alarm is in eu-west-1",
    ],
    [
      "without the destination",
      { dimensions: { SourceBucket: SOURCE, RuleId: RULE } },
      "S3 publishes it under SourceBucket, DestinationBucket, RuleId together, and the alarm has RuleId, SourceBucket",
    ],
    [
      "with one dimension too many",
      { dimensions: { ...DIMENSIONS, StorageType: "AllStorageTypes" } },
      "S3 publishes it under SourceBucket, DestinationBucket, RuleId together, and the alarm has DestinationBucket, RuleId, SourceBucket, StorageType",
    ],
    [
      "with an ARN",
      { dimensions: { ...DIMENSIONS, SourceBucket: `arn:aws:s3:::${SOURCE}` } },
      `no rule of the bucket has these dimensions, which are names and no ARNs: {"SourceBucket":"arn:aws:s3:::${SOURCE}","DestinationBucket":"${REPLICA}","RuleId":"${RULE}"}`,
    ],
    [
      "on a rule that is not there",
      { dimensions: { ...DIMENSIONS, RuleId: "gone" } },
      `no rule of the bucket has these dimensions, which are names and no ARNs: {"SourceBucket":"${SOURCE}","DestinationBucket":"${REPLICA}","RuleId":"gone"}`,
    ],
  ];
  for (const [what, changes, because] of MISPLACED) {
    it(`are named where they can never be raised: ${what}`, async () => {
      const { alarms } = await looked({ alarms: withFailures(changes) });
      assert.deepEqual(statuses(alarms), [["none", "watched", "watched"]]);
      assert.deepEqual(
        alarms.misplaced.map((one) => [one.name, one.metric, one.because]),
        [["failures", changes.metric ?? FAILED, because]],
      );
    });
  }

  it("of other buckets, and on other metrics, are left alone", async () => {
    const others: readonly FakeAlarm[] = [
      { ...FAILURES, name: "other", dimensions: { ...DIMENSIONS, SourceBucket: `${SOURCE}-2` } },
      { ...FAILURES, name: "size", metric: "BucketSizeBytes", dimensions: { BucketName: SOURCE } },
    ];
    const { alarms } = await looked({ alarms: [...ALL, ...others] });
    assert.deepEqual([statuses(alarms), alarms.misplaced], [[WATCHED], []]);
  });

  it("of a rule that is disabled are not asked for, and one beside an enabled rule is named", async () => {
    const disabled = { ...METERED, ID: "old", Priority: 2, Status: "Disabled" };
    const alone = await looked({ snapshot: { rules: [disabled] } });
    assert.deepEqual([alone.alarms, alone.calls], [{ routes: [], misplaced: [] }, []]);
    const old = { ...FAILURES, name: "old", dimensions: { ...DIMENSIONS, RuleId: "old" } };
    const { alarms } = await looked({ snapshot: { rules: [METERED, disabled] }, alarms: [...ALL, old] });
    assert.deepEqual(statuses(alarms), [WATCHED]);
    assert.deepEqual(
      alarms.misplaced.map(({ name, because }) => [name, because]),
      [["old", "rule old is disabled, so that S3 publishes nothing of it"]],
    );
  });

  const denied = (action: string) => ({
    ...{ status: 400, headers: { "content-type": "application/x-amz-json-1.0" } },
    body: JSON.stringify({ __type: "AccessDeniedException", message: `not authorized to perform ${action}` }),
  });

  it("are unknown in the Region that refuses them, with the permission, and known in the other", async () => {
    const { alarms, lacks } = await looked({
      intercept: ({ name, region }) =>
        name === "DescribeAlarms" && region === "eu-central-1"
          ? denied("cloudwatch:DescribeAlarms")
          : undefined,
    });
    assert.deepEqual(statuses(alarms), [["watched", "unknown", "unknown"]]);
    assert.equal(
      becauseOf(alarms, LATENCY),
      "unknown: alarms in eu-central-1, account 111122223333: needs cloudwatch:DescribeAlarms on * (AccessDeniedException: not authorized to perform cloudwatch:DescribeAlarms)",
    );
    assert.deepEqual(
      lacks.map(({ action, resource }) => [action, resource]),
      [["cloudwatch:DescribeAlarms", "*"]],
    );
  });

  it("are doubtful where the metrics may not be listed, and no metric is said to be missing", async () => {
    const { alarms, lacks } = await looked({
      intercept: ({ name }) => (name === "ListMetrics" ? denied("cloudwatch:ListMetrics") : undefined),
    });
    assert.deepEqual(statuses(alarms), [Array(3).fill("doubtful metric-unknown")]);
    assert.deepEqual(
      alarms.routes[0]?.metrics.map(({ published }) => published),
      [null, null, null],
    );
    assert.match(
      becauseOf(alarms, FAILED),
      /whether its metric exists is unknown: needs cloudwatch:ListMetrics on \*/,
    );
    assert.deepEqual(
      lacks.map(({ action }) => action),
      ["cloudwatch:ListMetrics"],
    );
  });

  it("are asked for again where CloudWatch throttles, and unknown where it goes on", async () => {
    const throttled = {
      ...{ status: 400, headers: { "content-type": "application/x-amz-json-1.0" } },
      body: JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }),
    };
    const once = await looked({
      intercept: ({ name, ofName }) => (name === "DescribeAlarms" && ofName === 1 ? throttled : undefined),
    });
    assert.deepEqual(statuses(once.alarms), [WATCHED]);
    const { alarms, lacks, calls } = await looked({
      intercept: ({ name, region }) =>
        name === "DescribeAlarms" && region === "eu-west-1" ? throttled : undefined,
    });
    assert.deepEqual([statuses(alarms), lacks], [[["unknown", "watched", "watched"]], []]);
    assert.match(
      becauseOf(alarms, FAILED),
      /AWS throttled the request for \* \(ThrottlingException: Rate exceeded\)/,
    );
    assert.equal(calls.filter((call) => call === "DescribeAlarms eu-west-1").length, 5);
  });

  it("are not looked for in an account that is not the source's", async () => {
    const { alarms, calls } = await looked({ account: undefined });
    assert.deepEqual([statuses(alarms), calls], [[["unknown", "unknown", "unknown"]], []]);
    assert.equal(becauseOf(alarms, FAILED), "unknown: no credentials belong to it");
  });

  it("on latency are unknown where the Region of the destination is", async () => {
    const { alarms } = await looked({
      snapshot: { rules: [METERED], destination: { region: { unknown: "S3 did not tell the Region" } } },
    });
    assert.deepEqual(statuses(alarms), [["watched", "unknown", "unknown"]]);
    assert.equal(becauseOf(alarms, LATENCY), "unknown: S3 did not tell the Region");
  });

  it("are a section of the report, with its marks", async () => {
    const text = async (given: Looked, verbose = false) =>
      alarmsText((await looked(given)).alarms, paint(false), verbose);
    assert.equal(
      await text({}),
      `alarms on failed operations: 1 of 1 rule\n  ✓ ${RULE}: failures, latency, pending\n`,
    );
    assert.equal(
      await text({}, true),
      [
        "alarms on failed operations: 1 of 1 rule",
        `  ✓ ${RULE}`,
        "      ✓ OperationsFailedReplication: alarm failures, OK",
        "      ✓ ReplicationLatency: alarm latency, OK",
        "      ✓ OperationsPendingReplication: alarm pending, OK",
        "",
      ].join("\n"),
    );
    assert.equal(
      await text({ alarms: [{ ...THERE, name: "failures" }] }),
      [
        "alarms on failed operations: 0 of 1 rule",
        `  ! ${RULE}`,
        "      ! OperationsFailedReplication: no alarm in eu-west-1, account 111122223333",
        "      – ReplicationLatency, OperationsPendingReplication: no alarm in",
        "        eu-central-1, account 111122223333",
        "  ! alarm failures in eu-central-1 can never be raised:",
        "    OperationsFailedReplication: S3 publishes it in eu-west-1, the Region of the",
        "    source, and the alarm is in eu-central-1",
        "",
      ].join("\n"),
    );
    const raised = await text({ alarms: withFailures({ state: "ALARM" }) });
    assert.match(raised, /^alarms on failed operations: 1 of 1 rule, 1 raised$/m);
    assert.match(raised, /^ {2}✗ to-acme-replica$/m);
    assert.match(raised, /^ {6}✗ OperationsFailedReplication: alarm failures, ALARM$/m);
    assert.match(
      await text({ account: undefined }),
      /^ {2}\? to-acme-replica: unknown: no credentials belong to it$/m,
    );
    assert.match(
      await text({ alarms: withFailures({ actions: [] }) }),
      /^ {6}! OperationsFailedReplication: alarm/m,
    );
    assert.match(
      await text({ cloudwatch: {} }),
      /^ {6}\? OperationsFailedReplication: alarm failures, OK: its/m,
    );
    assert.match(
      await text({ snapshot: {}, alarms: [] }),
      /^ {2}! to-acme-replica: the rule has no metrics/m,
    );
    assert.equal(await text({ snapshot: { rules: [] } }), "");
  });
});
