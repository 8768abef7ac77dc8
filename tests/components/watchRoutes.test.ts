import assert from "node:assert/strict";
import fc from "fast-check";
import { alarmName, alarmRules } from "../../components/alarmRules";
import { problemsOf } from "../../components/checks";
import { problemLine } from "../../components/problems";
import type { KeptRule, ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import type { Plan, PlannedResource } from "../../operations/rehearsal/plan";
import { alarmCanBeRaised, everyRouteHasItsAlarm } from "../../policy-pack/policies/alarms";
import { nameOf, ofType, planOf, resource, SMALL } from "../helpers/plans";
import { judgeStack } from "../policy-pack/judge";

const HERE = "111122223333";
const THERE = "444455556666";
const ALARM = "aws:cloudwatch:MetricAlarm";
const KINDS = ["failures", "latency", "pending"];
const AWAY = { accountId: THERE, assumeRole: { roleArn: `arn:aws:iam::${THERE}:role/deployer` } };
const KEY = `arn:aws:kms:eu-west-3:${HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const KEPT: KeptRule = {
  id: "backup",
  priority: 0,
  status: "Enabled",
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Disabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination: {
    bucket: "arn:aws:s3:::acme-backup",
    encryptionConfiguration: { replicaKmsKeyId: KEY },
    metrics: { status: "Enabled" },
  },
};

/** Region and account of a resource: those of its provider, unless it states a region. */
function placeOf(plan: Plan, { provider, inputs }: PlannedResource): string {
  const { inputs: settings } = resource(plan, "pulumi:providers:aws", nameOf(provider) ?? "");
  return `${inputs["region"] ?? settings["region"]} ${JSON.parse(String(settings["allowedAccountIds"]))[0]}`;
}

/** Name and place of each resource of a type. */
const placed = (plan: Plan, type: string) =>
  ofType(plan, type)
    .map((one) => `${one.name}: ${placeOf(plan, one)}`)
    .sort();
const buckets = (plan: Plan, type: string) =>
  ofType(plan, type)
    .map(({ inputs }) => inputs["bucket"])
    .sort();

async function violationsOf(plan: Plan): Promise<readonly string[]> {
  const stack = analyzerResources(plan.resources);
  const results = await Promise.all(
    [everyRouteHasItsAlarm, alarmCanBeRaised].map((policy) => judgeStack(policy, stack)),
  );
  return results.flatMap(({ violations }) => violations);
}

/** Each alias with its place; KMS takes it once there. */
const aliases = (plan: Plan) =>
  ofType(plan, "aws:kms:Alias").map((one) => `${one.inputs["name"]} ${placeOf(plan, one)}`);

describe("alarms on two-way replication", () => {
  it("watch both directions in one account, with one topic in each region", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-central-1", twoWay: true }] });
    assert.deepEqual(placed(plan, ALARM), [
      `archive-alarms-eu-central-1-failures: eu-west-1 ${HERE}`,
      `archive-alarms-eu-central-1-latency: eu-central-1 ${HERE}`,
      `archive-alarms-eu-central-1-pending: eu-central-1 ${HERE}`,
      `archive-eu-central-1-alarms-primary-failures: eu-central-1 ${HERE}`,
      `archive-eu-central-1-alarms-primary-latency: eu-west-1 ${HERE}`,
      `archive-eu-central-1-alarms-primary-pending: eu-west-1 ${HERE}`,
    ]);
    assert.deepEqual(placed(plan, "aws:sns:Topic"), [
      `archive-alarms-eu-central-1: eu-central-1 ${HERE}`,
      `archive-alarms-eu-west-1: eu-west-1 ${HERE}`,
    ]);
    const back = resource(plan, ALARM, "archive-eu-central-1-alarms-primary-failures").inputs;
    assert.deepEqual(back["dimensions"], {
      SourceBucket: "acme-archive-replication-eu-central-1",
      DestinationBucket: "acme-archive",
      RuleId: "primary",
    });
    assert.deepEqual(back["alarmActions"], [
      `arn:aws:sns:eu-central-1:${HERE}:acme-archive-replication-alarms`,
    ]);
    assert.deepEqual(buckets(plan, "aws:s3:BucketNotification"), [
      "acme-archive",
      "acme-archive-replication-eu-central-1",
    ]);
    assert.deepEqual(await violationsOf(plan), []);
  });

  it("are in the account of each direction's source, with topics of that account", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-north-1", twoWay: true, ...AWAY }] });
    assert.deepEqual(placed(plan, ALARM), [
      `archive-alarms-eu-north-1-failures: eu-west-1 ${HERE}`,
      `archive-alarms-eu-north-1-latency: eu-north-1 ${HERE}`,
      `archive-alarms-eu-north-1-pending: eu-north-1 ${HERE}`,
      `archive-eu-north-1-alarms-primary-failures: eu-north-1 ${THERE}`,
      `archive-eu-north-1-alarms-primary-latency: eu-west-1 ${THERE}`,
      `archive-eu-north-1-alarms-primary-pending: eu-west-1 ${THERE}`,
    ]);
    assert.deepEqual(placed(plan, "aws:sns:Topic"), [
      `archive-alarms-eu-north-1: eu-north-1 ${HERE}`,
      `archive-alarms-eu-west-1: eu-west-1 ${HERE}`,
      `archive-eu-north-1-alarms-eu-north-1: eu-north-1 ${THERE}`,
      `archive-eu-north-1-alarms-eu-west-1: eu-west-1 ${THERE}`,
    ]);
    assert.deepEqual(await violationsOf(plan), []);
  });

  it("share the topics of another account: one topic and key in each region", async () => {
    const plan = await planOf({
      replicas: [
        { region: "eu-north-1", twoWay: true, ...AWAY },
        { region: "eu-south-1", twoWay: true, ...AWAY },
      ],
    });
    assert.deepEqual(
      placed(plan, "aws:sns:Topic").filter((one) => one.endsWith(THERE)),
      [
        `archive-eu-north-1-alarms-eu-north-1: eu-north-1 ${THERE}`,
        `archive-eu-north-1-alarms-eu-west-1: eu-west-1 ${THERE}`,
        `archive-eu-south-1-alarms-eu-south-1: eu-south-1 ${THERE}`,
      ],
    );
    assert.deepEqual(
      resource(plan, ALARM, "archive-eu-south-1-alarms-primary-latency").inputs["alarmActions"],
      [`arn:aws:sns:eu-west-1:${THERE}:acme-archive-replication-eu-north-1-replication-alarms`],
    );
    assert.equal(new Set(aliases(plan)).size, aliases(plan).length, aliases(plan).join("\n"));
  });

  it("watch neither direction of a rule that is paused, and both of the rule beside it", async () => {
    const rules = [
      { name: "on", filter: { prefix: "a/" } },
      { name: "off", filter: { prefix: "b/" }, paused: true },
    ];
    const plan = await planOf({ replicas: [{ region: "eu-central-1", twoWay: true, rules }] });
    assert.deepEqual(
      ofType(plan, ALARM)
        .map(({ name }) => name)
        .sort(),
      KINDS.flatMap((kind) => [
        `archive-alarms-eu-central-1.on-${kind}`,
        `archive-eu-central-1-alarms-primary.on-${kind}`,
      ]).sort(),
    );
    const off = await planOf({ replicas: [{ region: "eu-central-1", twoWay: true, paused: true }] });
    assert.deepEqual([ofType(off, ALARM), ofType(off, "aws:s3:BucketNotification")], [[], []]);
  });

  it("leave the notifications of a two-way replica that existed before, or replace them, as the program says", async () => {
    const replicas = [{ region: "eu-central-1", twoWay: true, adopt: {} }];
    const notified = async (failureEvents: boolean) =>
      buckets(await planOf({ replicas, alarms: { failureEvents } }), "aws:s3:BucketNotification");
    assert.deepEqual(await notified(false), []);
    assert.deepEqual(await notified(true), ["acme-archive", "acme-archive-replication-eu-central-1"]);
  });
});

describe("alarms with one provider for each account", () => {
  it("state their region, as topics, keys, queues and notifications do, on the provider of their account", async () => {
    const plan = await planOf({
      providers: "account",
      replicas: [{ region: "eu-central-1" }, { region: "eu-north-1", twoWay: true, ...AWAY }],
    });
    const made = plan.resources.filter(
      ({ name, custom, type }) => custom && type.startsWith("aws:") && name.includes("-alarms"),
    );
    assert.ok(made.length > 20);
    for (const { name, inputs, type, provider } of made) {
      // A dashboard belongs to no region, and states the one of its provider's calls.
      assert.equal(typeof inputs["region"], "string", `${type} ${name}`);
      const isBack = name.startsWith("archive-eu-north-1-alarms");
      assert.equal(nameOf(provider), isBack ? `archive-${THERE}` : "archive-primary", name);
    }
    assert.deepEqual(placed(plan, ALARM), [
      `archive-alarms-eu-central-1-failures: eu-west-1 ${HERE}`,
      `archive-alarms-eu-central-1-latency: eu-central-1 ${HERE}`,
      `archive-alarms-eu-central-1-pending: eu-central-1 ${HERE}`,
      `archive-alarms-eu-north-1-failures: eu-west-1 ${HERE}`,
      `archive-alarms-eu-north-1-latency: eu-north-1 ${HERE}`,
      `archive-alarms-eu-north-1-pending: eu-north-1 ${HERE}`,
      `archive-eu-north-1-alarms-primary-failures: eu-north-1 ${THERE}`,
      `archive-eu-north-1-alarms-primary-latency: eu-west-1 ${THERE}`,
      `archive-eu-north-1-alarms-primary-pending: eu-west-1 ${THERE}`,
    ]);
    assert.deepEqual(await violationsOf(plan), []);
  });
});

describe("alarms on a primary that existed before", () => {
  const site = { region: "eu-west-1", accountId: HERE, keepRules: [] };
  const adopted = { ...site, adopt: {} };
  const left = {
    ...site,
    bucketArn: "arn:aws:s3:::acme-archive",
    keyArn: KEY.replace("eu-west-3", "eu-west-1"),
  };
  for (const [what, primary, alarms] of [
    ["that is adopted, as the program says", adopted, { failureEvents: false }],
    ["that stays with its owner", left, {}],
  ] as const) {
    it(`are those of any other where it is one ${what}, and its notifications stay`, async () => {
      const plan = await planOf({ primary, alarms });
      assert.deepEqual(
        ofType(plan, ALARM).map(({ name }) => name),
        KINDS.map((kind) => `archive-alarms-eu-central-1-${kind}`),
      );
      assert.equal(ofType(plan, "aws:sns:Topic").length, 2);
      assert.deepEqual([ofType(plan, "aws:s3:BucketNotification"), ofType(plan, "aws:sqs:Queue")], [[], []]);
      assert.deepEqual(await violationsOf(plan), []);
    });

    for (const alarms of [{ failureEvents: true }, { notifications: { eventbridge: true } }])
      it(`replace its notifications where it is one ${what}, and they are asked for: ${JSON.stringify(alarms)}`, async () => {
        const plan = await planOf({ primary, alarms });
        assert.deepEqual(buckets(plan, "aws:s3:BucketNotification"), ["acme-archive"]);
      });
  }

  it("are refused until the program says what happens to the notifications of what it adopts", () => {
    const twoWay = [{ region: "eu-central-1", twoWay: true, adopt: {} }];
    const told = (args: Partial<ReplicatedBucketArgs>) =>
      problemsOf({ ...SMALL, ...args })
        .map(problemLine)
        .filter((line) => line.includes("failureEvents"));
    assert.deepEqual(told({ primary: adopted }), [
      "alarms.failureEvents: expected true or false, since the primary existed before, found nothing; s3 has one notification configuration for a bucket: false leaves it, true replaces it by a queue of failures; aws s3api get-bucket-notification-configuration shows it",
    ]);
    assert.match(
      told({ primary: adopted, replicas: twoWay }).join(),
      /^alarms\.failureEvents: expected true or false, since the primary and replica eu-central-1 existed before/,
    );
    for (const alarms of [{ enabled: false }, { failureEvents: false }, { failureEvents: true }])
      assert.deepEqual(told({ primary: adopted, replicas: twoWay, alarms }), []);
    const notifications = { eventbridge: true };
    assert.deepEqual(told({ primary: adopted, alarms: { notifications } }), []);
    assert.equal(told({ replicas: twoWay, alarms: { notifications } }).length, 1);
    assert.deepEqual(told({ replicas: [{ region: "eu-central-1", adopt: {} }] }), []);
  });
});

describe("alarms on rules that a primary keeps", () => {
  const keeping = (...keepRules: readonly KeptRule[]): Partial<ReplicatedBucketArgs> => ({
    roleArn: `arn:aws:iam::${HERE}:role/replication`,
    primary: { region: "eu-west-1", accountId: HERE, adopt: {}, keepRules },
    alarms: { failureEvents: false },
  });
  const { encryptionConfiguration: _, ...withoutKey } = KEPT.destination;
  const { metrics: __, ...silent } = KEPT.destination;
  const keptAlarms = (plan: Plan) => placed(plan, ALARM).filter((one) => one.includes("-backup-"));

  it("watch all that S3 publishes of a rule whose key tells the region", async () => {
    const plan = await planOf(keeping(KEPT));
    assert.deepEqual(keptAlarms(plan), [
      `archive-alarms-backup-failures: eu-west-1 ${HERE}`,
      `archive-alarms-backup-latency: eu-west-3 ${HERE}`,
      `archive-alarms-backup-pending: eu-west-3 ${HERE}`,
    ]);
    assert.deepEqual(resource(plan, ALARM, "archive-alarms-backup-failures").inputs["dimensions"], {
      SourceBucket: "acme-archive",
      DestinationBucket: "acme-backup",
      RuleId: "backup",
    });
    assert.deepEqual(resource(plan, ALARM, "archive-alarms-backup-latency").inputs["alarmActions"], [
      `arn:aws:sns:eu-west-3:${HERE}:acme-archive-replication-alarms`,
    ]);
    assert.deepEqual(await violationsOf(plan), []);
  });

  it("watch failures alone where the region of the destination is not known, on the dashboard as well", async () => {
    const plan = await planOf(keeping({ ...KEPT, destination: withoutKey }));
    assert.deepEqual(keptAlarms(plan), [`archive-alarms-backup-failures: eu-west-1 ${HERE}`]);
    const { dashboardBody } = resource(plan, "aws:cloudwatch:Dashboard", "archive-alarms-dashboard").inputs;
    const { widgets }: { widgets: { properties: { metrics: unknown[][] } }[] } = JSON.parse(
      String(dashboardBody),
    );
    assert.deepEqual(
      widgets.map(({ properties }) => properties.metrics.map((line) => line[7])),
      [["eu-central-1", "backup"], ["eu-central-1"], ["eu-central-1"], ["eu-central-1"]],
    );
    assert.deepEqual(await violationsOf(plan), []);
  });

  it("have the threshold of Replication Time Control where the rule has it", async () => {
    const timed = {
      ...KEPT.destination,
      metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      replicationTime: { status: "Enabled", time: { minutes: 15 } },
    };
    const plan = await planOf(keeping({ ...KEPT, destination: timed }));
    assert.equal(resource(plan, ALARM, "archive-alarms-backup-latency").inputs["threshold"], 900);
  });

  it("are not made on a rule that could raise none", async () => {
    for (const kept of [
      { ...KEPT, status: "Disabled" },
      { ...KEPT, destination: silent },
      { ...KEPT, destination: { ...KEPT.destination, metrics: { status: "Disabled" } } },
    ])
      assert.deepEqual(keptAlarms(await planOf(keeping(kept))), []);
    assert.deepEqual(await violationsOf(await planOf(keeping({ ...KEPT, destination: silent }))), [
      'metrics of rule "backup": expected "Enabled", without which no alarm on the rule could ever be raised, found nothing; set destination.metrics.status "Enabled", and add an alarm',
    ]);
  });

  it("are made where they are the only ones", async () => {
    const replicas = [{ region: "eu-central-1", paused: true }];
    assert.equal(keptAlarms(await planOf({ ...keeping(KEPT), replicas })).length, 3);
    assert.deepEqual(keptAlarms(await planOf({ ...keeping(KEPT), alarms: { enabled: false } })), []);
  });

  it("have names that CloudWatch takes, one for each rule, however long the id is", () => {
    const rule = { id: "", paused: false, metrics: true, replicationTimeControl: false };
    const kinds = alarmRules(rule, {});
    const id = fc.string({ minLength: 200, maxLength: 255 });
    const bucket = "b".repeat(63);
    fc.assert(
      fc.property(id, id, (one, other) => {
        const names = [one, other].flatMap((each) => kinds.map((kind) => alarmName(bucket, each, kind)));
        for (const name of names) assert.ok(name.length <= 255);
        assert.equal(new Set(names).size, one === other ? 3 : 6);
      }),
    );
    const [failures] = kinds;
    assert.ok(failures);
    assert.equal(alarmName("acme", "backup", failures), "acme/backup/failures");
  });
});
