import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { Clients } from "../../../operations/emulator/clients";
import { LIMITS } from "../../../operations/emulator/limits";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { programPlan } from "../../helpers/plans";
import { deployed, INSTALL_TIMEOUT_MS, started } from "./emulator";

const ACCOUNT = "111122223333";
const REGIONS = ["eu-west-1", "eu-central-1", "eu-north-1"];
/** Long enough for the emulator to evaluate every alarm. */
const SETTLE_MS = 1_500;

const dimensionsOf = (rule: string) => ({
  SourceBucket: "acme-archive",
  DestinationBucket: `acme-archive-replication-${rule}`,
  RuleId: rule,
});

describe("alarms on the emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(10_000);
  let server: EmulatorServer;
  let clients: Clients;
  let pager: string | undefined;
  let replicas = ["eu-central-1"];

  beforeEach(async () => {
    server = await started();
    const plan = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      accountId: ACCOUNT,
      replicas,
      alarms: { queues: [`arn:aws:sqs:eu-west-1:${ACCOUNT}:pager`] },
    });
    ({ clients } = await deployed(server, plan, ACCOUNT));
    const made = await clients
      .rootSite(ACCOUNT, "eu-west-1")
      .sqs.send(new CreateQueueCommand({ QueueName: "pager", Attributes: { Policy: pagerPolicy() } }));
    pager = made.QueueUrl;
  });
  afterEach(async () => {
    clients.close();
    await server.stop();
  });

  const publish = async (
    region: string,
    name: string,
    dimensions: { readonly [name: string]: string },
    value: number,
    unit: StandardUnit,
  ) => {
    const { cloudwatch } = clients.rootSite(ACCOUNT, region);
    const now = Date.now();
    // One value in each of the three periods that the alarms on latency look at.
    for (const minutes of [12, 7, 1])
      await cloudwatch.send(
        new PutMetricDataCommand({
          Namespace: "AWS/S3",
          MetricData: [
            {
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
              Value: value,
              Unit: unit,
              Timestamp: new Date(now - minutes * 60_000),
            },
          ],
        }),
      );
    await sleep(SETTLE_MS);
  };
  /** Every alarm that is raised, in any region. */
  const raised = async () => {
    const all = await Promise.all(
      REGIONS.map(async (region) => {
        const { cloudwatch } = clients.rootSite(ACCOUNT, region);
        const { MetricAlarms = [] } = await cloudwatch.send(
          new DescribeAlarmsCommand({ StateValue: "ALARM" }),
        );
        return MetricAlarms.map(({ AlarmName }) => `${region} ${AlarmName}`);
      }),
    );
    return all.flat();
  };
  const messages = async () => {
    const { Messages = [] } = await clients
      .rootSite(ACCOUNT, "eu-west-1")
      .sqs.send(new ReceiveMessageCommand({ QueueUrl: pager, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = "" }) => {
      const { Message, TopicArn }: { Message: string; TopicArn: string } = JSON.parse(Body);
      const { AlarmName, NewStateValue }: { AlarmName: string; NewStateValue: string } = JSON.parse(Message);
      return [TopicArn, AlarmName, NewStateValue];
    });
  };
  const topicIn = (region: string) => `arn:aws:sns:${region}:${ACCOUNT}:acme-archive-replication-alarms`;

  /** The alarms that would be raised by the values that the emulator has under exactly their dimensions. */
  const breached = async () => {
    const names: string[] = [];
    for (const region of REGIONS) {
      const { cloudwatch } = clients.rootSite(ACCOUNT, region);
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      for (const {
        AlarmName,
        Namespace,
        MetricName,
        Dimensions,
        Period,
        Statistic,
        Threshold = 0,
      } of MetricAlarms) {
        assert.ok(Statistic);
        const { Datapoints = [] } = await cloudwatch.send(
          new GetMetricStatisticsCommand({
            Namespace,
            MetricName,
            Dimensions,
            Period,
            Statistics: [Statistic],
            StartTime: new Date(Date.now() - 3_600_000),
            EndTime: new Date(),
          }),
        );
        if (Datapoints.some((point) => (point[Statistic] ?? 0) > Threshold))
          names.push(`${region} ${AlarmName}`);
      }
    }
    return names;
  };

  it("raise that of the rule whose operation failed, and tell the queue behind its topic", async () => {
    await publish("eu-west-1", "OperationsFailedReplication", dimensionsOf("eu-central-1"), 1, "Count");
    assert.deepEqual(await raised(), ["eu-west-1 acme-archive/eu-central-1/failures"]);
    assert.deepEqual(await messages(), [
      [topicIn("eu-west-1"), "acme-archive/eu-central-1/failures", "ALARM"],
    ]);
  });

  it("raise that on the latency of the replica that is behind, in its own region", async () => {
    await publish("eu-central-1", "ReplicationLatency", dimensionsOf("eu-central-1"), 3601, "Seconds");
    assert.deepEqual(await raised(), ["eu-central-1 acme-archive/eu-central-1/latency"]);
    assert.deepEqual(await messages(), [
      [topicIn("eu-central-1"), "acme-archive/eu-central-1/latency", "ALARM"],
    ]);
  });

  it("raise that on pending operations of the replica, in its own region", async () => {
    await publish(
      "eu-central-1",
      "OperationsPendingReplication",
      dimensionsOf("eu-central-1"),
      10_001,
      "Count",
    );
    assert.deepEqual(await raised(), ["eu-central-1 acme-archive/eu-central-1/pending"]);
  });

  for (const [what, region, name, value] of [
    ["failures in another region", "eu-central-1", "OperationsFailedReplication", 1],
    ["no failures", "eu-west-1", "OperationsFailedReplication", 0],
    ["latency in the source's region", "eu-west-1", "ReplicationLatency", 3601],
    ["latency within the limit", "eu-central-1", "ReplicationLatency", 3600],
    ["as many pending operations as may wait", "eu-central-1", "OperationsPendingReplication", 10_000],
  ] as const)
    it(`raise none for ${what}`, async () => {
      const unit = name === "ReplicationLatency" ? "Seconds" : "Count";
      await publish(region, name, dimensionsOf("eu-central-1"), value, unit);
      assert.deepEqual(await raised(), []);
      assert.deepEqual(
        (await messages()).filter(([, , state]) => state === "ALARM"),
        [],
      );
    });

  describe("on two rules", () => {
    before(() => {
      replicas = ["eu-central-1", "eu-north-1"];
    });
    after(() => {
      replicas = ["eu-central-1"];
    });
    const { RuleId: _, ...withoutRule } = dimensionsOf("eu-north-1");
    for (const [what, dimensions, expected] of [
      ["one of the rules", dimensionsOf("eu-north-1"), ["eu-west-1 acme-archive/eu-north-1/failures"]],
      ["a rule that no alarm watches", dimensionsOf("eu-west-3"), []],
      ["both buckets, without the rule's id", withoutRule, []],
      ["a rule with the name of its bucket alone", { BucketName: "acme-archive", RuleId: "eu-north-1" }, []],
    ] as const)
      it(`see a failure of ${what}: ${expected.length === 0 ? "none does" : "its own alone"}`, async () => {
        await publish("eu-west-1", "OperationsFailedReplication", dimensions, 1, "Count");
        assert.deepEqual(await breached(), expected);
      });

    it("are raised by the emulator whatever the dimensions, so that it proves the place of an alarm only", async () => {
      assert.match(LIMITS["alarm-dimensions"], /whatever its dimensions/);
      await publish("eu-west-1", "OperationsFailedReplication", dimensionsOf("eu-west-3"), 1, "Count");
      assert.equal((await raised()).length, 2);
    });
  });
});

/** Lets the topics of the account send to the queue. */
function pagerPolicy(): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:pager`,
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ],
  });
}
