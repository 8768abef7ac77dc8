import assert from "node:assert/strict";
import fc from "fast-check";
import type { AlarmArgs } from "../../components/alarmArgs";
import { alarmName, alarmRules, alarmTopicName, failureQueueName } from "../../components/alarmRules";
import type { Plan, PlannedResource } from "../../operations/rehearsal/plan";
import { UNKNOWN_VALUE } from "../../operations/rehearsal/values";
import { nameOf, ofType, planOf, policyOf, resource } from "../helpers/plans";

const HERE = "111122223333";
const THERE = "444455556666";
const ALARM = "aws:cloudwatch:MetricAlarm";
const OTHER = {
  region: "eu-north-1",
  accountId: THERE,
  assumeRole: { roleArn: `arn:aws:iam::${THERE}:role/deployer` },
};
/** Types that exist for alarms alone. */
const OF_ALARMS = [
  ALARM,
  "aws:cloudwatch:Dashboard",
  "aws:sns:Topic",
  "aws:sns:TopicSubscription",
  "aws:sqs:Queue",
  "aws:s3:BucketNotification",
  "s3-replication:index:ReplicationAlarms",
];

const namesOf = (plan: Plan, type: string) =>
  ofType(plan, type)
    .map(({ name }) => name)
    .sort();
const alarm = (plan: Plan, name: string) => resource(plan, ALARM, `archive-alarms-${name}`);
/** Region and account of a resource: its provider's, unless it states a region. */
function placeOf(plan: Plan, { provider, inputs }: PlannedResource) {
  const { inputs: settings } = resource(plan, "pulumi:providers:aws", nameOf(provider) ?? "");
  return [inputs["region"] ?? settings["region"], settings["allowedAccountIds"]];
}

describe("ReplicationAlarms", () => {
  it("has keys that may be deleted with their region, and say so by a tag, apart from one tag too many", async () => {
    const tags = { team: "storage" };
    const most = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index}`, "x"]));
    const keyOf = (plan: Plan) => resource(plan, "aws:kms:Key", "archive-alarms-eu-central-1-key");
    const key = keyOf(await planOf({ tags, protect: true, retainOnDelete: true }));
    assert.deepEqual(key.inputs["tags"], { team: "storage", "s3-replication:use": "alarms" });
    assert.deepEqual([key.protect, key.retainOnDelete], [false, false]);
    assert.deepEqual(keyOf(await planOf({ tags: most })).inputs["tags"], most);
  });

  it("watches failures, latency and pending operations of a rule with the names S3 publishes them under", async () => {
    const plan = await planOf();
    const { region: _, tags: __, ...failures } = alarm(plan, "eu-central-1-failures").inputs;
    const topic = (region: string) => [`arn:aws:sns:${region}:${HERE}:acme-archive-replication-alarms`];
    const dimensions = {
      SourceBucket: "acme-archive",
      DestinationBucket: "acme-archive-replication-eu-central-1",
      RuleId: "eu-central-1",
    };
    assert.deepEqual(failures, {
      name: "acme-archive/eu-central-1/failures",
      alarmDescription:
        "rule eu-central-1, acme-archive to acme-archive-replication-eu-central-1: S3 failed to replicate operations, and does not try them again",
      namespace: "AWS/S3",
      metricName: "OperationsFailedReplication",
      dimensions,
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: topic("eu-west-1"),
      okActions: topic("eu-west-1"),
    });
    for (const [kind, metricName, threshold] of [
      ["latency", "ReplicationLatency", 3600],
      ["pending", "OperationsPendingReplication", 10000],
    ] as const) {
      const { inputs } = alarm(plan, `eu-central-1-${kind}`);
      assert.deepEqual(
        [inputs["metricName"], inputs["statistic"], inputs["threshold"], inputs["treatMissingData"]],
        [metricName, "Maximum", threshold, "ignore"],
      );
      assert.deepEqual(
        [inputs["period"], inputs["evaluationPeriods"], inputs["datapointsToAlarm"]],
        [300, 3, 3],
      );
      assert.deepEqual(inputs["dimensions"], dimensions);
      assert.deepEqual(inputs["alarmActions"], topic("eu-central-1"));
      assert.equal("unit" in inputs, false);
    }
  });

  it("has failures in the source's region and the rest in the replica's, all in the primary's account", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-central-1" }, OTHER] });
    const accounts = `["${HERE}"]`;
    for (const [name, region, provider] of [
      ["eu-central-1-failures", "eu-west-1", "archive-primary"],
      ["eu-central-1-latency", "eu-central-1", "archive-eu-central-1"],
      ["eu-central-1-pending", "eu-central-1", "archive-eu-central-1"],
      ["eu-north-1-failures", "eu-west-1", "archive-primary"],
      ["eu-north-1-latency", "eu-north-1", "archive-primary"],
      ["eu-north-1-pending", "eu-north-1", "archive-primary"],
    ] as const) {
      const found = alarm(plan, name);
      assert.equal(nameOf(found.provider), provider, name);
      assert.deepEqual(placeOf(plan, found), [region, accounts], name);
    }
    const foreign = plan.resources.filter(
      ({ inputs, custom, type }) => custom && type.startsWith("aws:") && inputs["region"] !== undefined,
    );
    assert.deepEqual(foreign.map(({ name, inputs }) => [name, inputs["region"]]).sort(), [
      ["archive-alarms-eu-north-1", "eu-north-1"],
      ["archive-alarms-eu-north-1-alias", "eu-north-1"],
      ["archive-alarms-eu-north-1-key", "eu-north-1"],
      ["archive-alarms-eu-north-1-latency", "eu-north-1"],
      ["archive-alarms-eu-north-1-pending", "eu-north-1"],
    ]);
  });

  it("publishes to a topic of each region, encrypted with a key that lets CloudWatch use it", async () => {
    const plan = await planOf();
    const topic = resource(plan, "aws:sns:Topic", "archive-alarms-eu-central-1");
    const key = resource(plan, "aws:kms:Key", "archive-alarms-eu-central-1-key");
    assert.equal(topic.inputs["kmsMasterKeyId"], key.outputs["arn"]);
    const Condition = {
      ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-central-1:${HERE}:alarm:*` },
      StringEquals: { "aws:SourceAccount": HERE },
    };
    const Principal = { Service: "cloudwatch.amazonaws.com" };
    assert.deepEqual(policyOf(topic)["Statement"], [
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Principal,
        Action: "SNS:Publish",
        Resource: `arn:aws:sns:eu-central-1:${HERE}:acme-archive-replication-alarms`,
        Condition,
      },
    ]);
    assert.deepEqual(policyOf(key)["Statement"], [
      {
        Sid: "AccountAdministration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${HERE}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Principal,
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition,
      },
    ]);
    assert.deepEqual([key.protect, key.retainOnDelete, topic.retainOnDelete], [false, false, false]);
  });

  it("leaves the keys of the data as they are", async () => {
    const [plan, without] = [await planOf(), await planOf({ alarms: { enabled: false } })];
    for (const name of ["archive-primary-key", "archive-eu-central-1-key"])
      assert.deepEqual(
        resource(plan, "aws:kms:Key", name).inputs,
        resource(without, "aws:kms:Key", name).inputs,
      );
  });

  it("has nothing of its own unknown in a first preview but the keys", async () => {
    const plan = await planOf({}, "first preview");
    const unknown = plan.resources
      .filter(({ name }) => name.includes("-alarms"))
      .flatMap(({ name, inputs }) =>
        Object.entries(inputs).flatMap(([property, value]) =>
          JSON.stringify(value)?.includes(UNKNOWN_VALUE) ? [`${name} ${property}`] : [],
        ),
      );
    assert.deepEqual(unknown.sort(), [
      "archive-alarms-eu-central-1 kmsMasterKeyId",
      "archive-alarms-eu-central-1-alias targetKeyId",
      "archive-alarms-eu-west-1 kmsMasterKeyId",
      "archive-alarms-eu-west-1-alias targetKeyId",
    ]);
  });

  it("sends S3's replication events, and the user's other notifications with them, to a queue", async () => {
    const lambda = {
      lambdaFunctionArn: `arn:aws:lambda:eu-west-1:${HERE}:function:scan`,
      events: ["s3:ObjectCreated:*"],
    };
    const plan = await planOf({
      alarms: { notifications: { lambdaFunctions: [lambda], eventbridge: true } },
    });
    const arn = `arn:aws:sqs:eu-west-1:${HERE}:acme-archive-failure-events`;
    const notification = resource(plan, "aws:s3:BucketNotification", "archive-alarms-events");
    assert.deepEqual(notification.inputs, {
      bucket: "acme-archive",
      eventbridge: true,
      lambdaFunctions: [lambda],
      queues: [{ id: "replication-events", queueArn: arn, events: ["s3:Replication:*"] }],
    });
    const queue = resource(plan, "aws:sqs:Queue", "archive-alarms-events");
    assert.equal(queue.inputs["sqsManagedSseEnabled"], true);
    assert.equal(queue.inputs["messageRetentionSeconds"], 1209600);
    assert.equal("kmsMasterKeyId" in queue.inputs, false);
    assert.deepEqual(policyOf(queue)["Statement"], [
      {
        Sid: "BucketSends",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:s3:::acme-archive" },
          StringEquals: { "aws:SourceAccount": HERE },
        },
      },
    ]);
    for (const found of [queue, notification]) assert.equal(nameOf(found.provider), "archive-primary");
  });

  it("shows every route on a dashboard, each metric from the region where S3 publishes it", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-central-1" }, OTHER] });
    const { inputs } = resource(plan, "aws:cloudwatch:Dashboard", "archive-alarms-dashboard");
    assert.equal(inputs["dashboardName"], "acme-archive-replication");
    const body: { widgets: { properties: { title: string; metrics: unknown[][] } }[] } = JSON.parse(
      String(inputs["dashboardBody"]),
    );
    assert.deepEqual(
      body.widgets.map(({ properties: { title, metrics } }) => [
        title,
        metrics.map((line) => [line[1], line[7], Object(line[8]).region]),
      ]),
      [
        ["failed operations", "OperationsFailedReplication", "eu-west-1", "eu-west-1"],
        ["seconds behind the source", "ReplicationLatency", "eu-central-1", "eu-north-1"],
        ["pending operations", "OperationsPendingReplication", "eu-central-1", "eu-north-1"],
        ["pending bytes", "BytesPendingReplication", "eu-central-1", "eu-north-1"],
      ].map(([title, metric, first, second]) => [
        title,
        [
          [metric, "eu-central-1", first],
          [metric, "eu-north-1", second],
        ],
      ]),
    );
  });

  it("subscribes addresses and queues to the topic of every region", async () => {
    const queue = `arn:aws:sqs:eu-west-1:${HERE}:pager`;
    const plan = await planOf({ alarms: { email: ["team@example.com"], queues: [queue] } });
    assert.deepEqual(
      ofType(plan, "aws:sns:TopicSubscription")
        .map(({ inputs }) => `${inputs["topic"]} ${inputs["protocol"]} ${inputs["endpoint"]}`)
        .sort(),
      ["eu-central-1", "eu-west-1"].flatMap((region) =>
        [`email team@example.com`, `sqs ${queue}`].map(
          (receiver) => `arn:aws:sns:${region}:${HERE}:acme-archive-replication-alarms ${receiver}`,
        ),
      ),
    );
  });

  it("publishes to an existing topic instead of a new one, in its region alone", async () => {
    const existing = `arn:aws:sns:eu-west-1:${HERE}:on-call`;
    const plan = await planOf({ alarms: { topics: [existing], email: ["team@example.com"] } });
    assert.deepEqual(alarm(plan, "eu-central-1-failures").inputs["alarmActions"], [existing]);
    assert.deepEqual(namesOf(plan, "aws:sns:Topic"), ["archive-alarms-eu-central-1"]);
    assert.equal(ofType(plan, "aws:sns:TopicSubscription").length, 1);
    assert.equal(ofType(plan, "aws:kms:Key").length, 3);
  });

  const without = (alarms: AlarmArgs, type: string) => async () =>
    assert.deepEqual(namesOf(await planOf({ alarms }), type), []);
  it(
    "makes no dashboard where it is switched off",
    without({ dashboard: false }, "aws:cloudwatch:Dashboard"),
  );
  it(
    "makes no queue of failures where it is switched off",
    without({ failureEvents: false }, "aws:sqs:Queue"),
  );
  it(
    "leaves the bucket's notifications alone where failure events are switched off",
    without({ failureEvents: false }, "aws:s3:BucketNotification"),
  );

  for (const [what, args] of [
    ["where alarms are switched off", { alarms: { enabled: false } }],
    ["where no rule has metrics, since none could be raised", { metrics: false }],
    ["where every rule is paused", { replicas: [{ region: "eu-central-1", paused: true }] }],
  ] as const)
    it(`makes nothing ${what}`, async () => {
      const plan = await planOf(args);
      assert.deepEqual(
        plan.resources
          .map(({ type }) => type.replace(/\/[^:]*/, ""))
          .filter((type) => OF_ALARMS.includes(type)),
        [],
      );
      assert.equal(ofType(plan, "aws:kms:Key").length, 2);
    });

  it("watches each rule by its own settings, and none that cannot be raised", async () => {
    const plan = await planOf({
      replicas: [
        {
          region: "eu-central-1",
          rules: [
            { name: "fast", filter: { prefix: "a/" }, replicationTimeControl: true },
            { name: "paused", filter: { prefix: "b/" }, paused: true },
            { name: "silent", filter: { prefix: "c/" }, metrics: false },
          ],
        },
      ],
    });
    assert.deepEqual(namesOf(plan, ALARM), [
      "archive-alarms-eu-central-1.fast-failures",
      "archive-alarms-eu-central-1.fast-latency",
      "archive-alarms-eu-central-1.fast-pending",
    ]);
    assert.equal(alarm(plan, "eu-central-1.fast-latency").inputs["threshold"], 900);
  });

  it("takes the thresholds of the settings", async () => {
    const plan = await planOf({ alarms: { lagMinutes: 30, pendingOperations: 5 } });
    assert.equal(alarm(plan, "eu-central-1-latency").inputs["threshold"], 1800);
    assert.equal(alarm(plan, "eu-central-1-pending").inputs["threshold"], 5);
  });

  it("gives two buckets no topic, queue or alarm of one name, within the limits of each service", () => {
    const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
    const [failures] = alarmRules(
      { id: "", paused: false, metrics: true, replicationTimeControl: false },
      {},
    );
    assert.ok(failures);
    fc.assert(
      fc.property(bucket, bucket, (one, other) => {
        assert.match(alarmTopicName(one), /^[\w-]{1,256}$/);
        assert.match(failureQueueName(one), /^[\w-]{1,80}$/);
        if (one === other) return;
        assert.notEqual(alarmTopicName(one), alarmTopicName(other));
        assert.notEqual(failureQueueName(one), failureQueueName(other));
        assert.notEqual(alarmName(one, "a", failures), alarmName(other, "a", failures));
      }),
    );
  });
});
