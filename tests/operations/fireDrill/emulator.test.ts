import assert from "node:assert/strict";
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { fireDrillSchema } from "../../../operations/fireDrill/result";
import { budgetOf } from "../../../operations/live/budget";
import { clientsOf } from "../../../operations/live/clients";
import { run } from "../../helpers/commandLine";
import { deployed, INSTALL_TIMEOUT_MS, started } from "../emulator/emulator";
import { ACCOUNT, topology } from "../emulator/planFixture";

const REGION = "eu-west-1";

describe("a fire drill on an emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);
  let server: EmulatorServer;
  let count = 0;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());

  const environment = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test" };

  const drilled = async (alarmRegion: string | undefined) => {
    const bucketName = `acme-drilled-${count++}`;
    const { clients, deployment } = await deployed(
      server,
      topology({ bucketName, replicas: [{ region: "eu-central-1" }] }),
    );
    const own = clientsOf({
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: "test" },
      endpoint: server.endpoint,
      budget: budgetOf(1000),
    });
    const buckets = deployment.resources
      .filter(({ resource }) => resource.type === "aws:s3/bucket:Bucket")
      .map(({ site, computed }) => ({ name: computed["bucket"] ?? "", s3: site.s3 }));
    const state = async () => {
      const all = await Promise.all(
        buckets.map(async ({ name: Bucket, s3 }) => {
          const { Versions = [], DeleteMarkers = [] } = await s3.send(
            new ListObjectVersionsCommand({ Bucket }),
          );
          const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
          const policy = await s3.send(new GetBucketPolicyCommand({ Bucket })).then(
            ({ Policy }) => Policy,
            () => undefined,
          );
          return { Bucket, Status, policy, versions: Versions.length + DeleteMarkers.length };
        }),
      );
      const { MetricAlarms = [] } = await own.cloudwatch(REGION).send(new DescribeAlarmsCommand({}));
      return { all, alarms: MetricAlarms.map(({ AlarmName, StateValue }) => [AlarmName, StateValue]) };
    };
    try {
      const { stdout } = await run(
        ["verify", "--bucket", bucketName, "--endpoint", server.endpoint, "--json"],
        { environment },
      );
      const [destination] = JSON.parse(stdout).canaries[0].destinations;
      const names = { SourceBucket: bucketName, DestinationBucket: destination.destination };
      const dimensions = { ...names, RuleId: destination.rule };
      if (alarmRegion !== undefined) {
        await own.cloudwatch(alarmRegion).send(
          new PutMetricAlarmCommand({
            AlarmName: `${bucketName}/failures`,
            Namespace: "AWS/S3",
            MetricName: "OperationsFailedReplication",
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            Statistic: "Sum",
            Period: 300,
            EvaluationPeriods: 1,
            Threshold: 0,
            ComparisonOperator: "GreaterThanThreshold",
            TreatMissingData: "notBreaching",
          }),
        );
      }
      const before = await state();
      const ended = await run(
        ["verify", "--fire-drill", "--bucket", bucketName, "--endpoint", server.endpoint, "--json"],
        { environment },
      );
      assert.notEqual(ended.stdout, "", ended.stderr);
      const drill = fireDrillSchema.parse(JSON.parse(ended.stdout));
      return { status: ended.status, drill, before, after: await state() };
    } finally {
      own.close();
      clients.close();
    }
  };

  it("sees the alarm, and leaves policies, versioning, versions and alarms as they were", async () => {
    const { status, drill, before, after } = await drilled(REGION);
    assert.deepEqual([status, drill.verdict, drill.status], [0, "works", "FAILED"], JSON.stringify(drill));
    assert.deepEqual(
      drill.alarms.map(({ raised }) => raised),
      [true],
    );
    assert.deepEqual(after, before);
    assert.deepEqual(
      before.all.map(({ Status, versions }) => [Status, versions]),
      [
        ["Enabled", 0],
        ["Enabled", 0],
      ],
    );
  });

  it("changes nothing where the alarm is in the Region of the replica, where S3 does not publish its metric", async () => {
    const { status, drill, before, after } = await drilled("eu-central-1");
    assert.deepEqual([status, drill.verdict, drill.changed], [1, "broken", null]);
    assert.match(drill.because, /^no alarm in eu-west-1 watches OperationsFailedReplication/);
    assert.deepEqual(after, before);
  });
});
