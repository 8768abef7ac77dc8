import assert from "node:assert/strict";
import { partitionOfRegion } from "../aws/partitions";
import { KNOWN_REGIONS } from "../aws/regions";
import { topologyFromRehearsal } from "../model";
import { judge } from "../model/judge";
import { rehearse } from "../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../operations/rehearsal/stackFiles";
import { nameOf, ofType, PROJECT_DIRECTORY, programPlan } from "./helpers/plans";

const REGIONS = KNOWN_REGIONS.filter(
  (region) => partitionOfRegion(region) === "aws" && region !== "eu-west-1",
);

describe("the program", () => {
  for (const count of [1, 2, 4, 8, 16]) {
    it(`makes nineteen resources a replica, seven of them for its alarms, and nothing more, for ${count}`, async () => {
      const replicas = REGIONS.slice(0, count);
      const plan = await programPlan({ prefix: "acme", primaryRegion: "eu-west-1", replicas });
      assert.equal(plan.resources.length, 27 + 19 * count);
      assert.equal(ofType(plan, "pulumi:providers:aws").length, 1 + count);
      assert.equal(ofType(plan, "aws:s3:Bucket").length, 1 + count);
      // A key for the data and one for the messages of alarms in each region.
      assert.equal(ofType(plan, "aws:kms:Key").length, 2 * (1 + count));
      assert.equal(ofType(plan, "aws:sns:Topic").length, 1 + count);
      assert.equal(ofType(plan, "aws:cloudwatch:MetricAlarm").length, 3 * count);
      assert.equal(ofType(plan, "aws:iam:Role").length, 1);
      assert.equal(ofType(plan, "aws:s3:BucketReplicationConfig").length, 1);
      assert.equal(new Set(plan.resources.map(({ urn }) => urn)).size, plan.resources.length);
    });
  }

  it("leaves nothing to the default provider", async () => {
    const plan = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      replicas: REGIONS.slice(0, 16),
    });
    const onDefault = plan.resources.filter(
      ({ type, provider }) => type.startsWith("aws:") && provider === undefined,
    );
    assert.deepEqual(onDefault, []);
  });

  it("says in its outputs where everything is", async () => {
    const plan = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      replicas: ["eu-central-1"],
    });
    const key = (name: string) =>
      ofType(plan, "aws:kms:Key").find((found) => found.name === name)?.outputs["arn"];
    assert.deepEqual(plan.outputs, {
      bucket: "acme-archive",
      primary: {
        accountId: "111122223333",
        bucketArn: "arn:aws:s3:::acme-archive",
        bucketName: "acme-archive",
        keyArn: key("archive-primary-key"),
        region: "eu-west-1",
      },
      replicas: {
        "eu-central-1": {
          accountId: "111122223333",
          bucketArn: "arn:aws:s3:::acme-archive-replication-eu-central-1",
          bucketName: "acme-archive-replication-eu-central-1",
          keyArn: key("archive-eu-central-1-key"),
          region: "eu-central-1",
        },
      },
      replicationRoleArn: "arn:aws:iam::111122223333:role/service-role/acme-archive-replication",
    });
  });

  it("registers nothing when its settings are wrong, and says every problem with the stack's name", async () => {
    await assert.rejects(programPlan({ prefix: "acme", replicas: ["eu-west-9"], metric: true }), {
      message: [
        "the settings of stack test have 3 problems:",
        "  primaryRegion: expected text, found nothing; add it to the stack's settings",
        '  metric: expected a known setting, found "metric"; did you mean "metrics"?',
        '  replicas[0].region: expected an AWS region, found "eu-west-9"; did you mean "eu-west-1"?',
      ].join("\n"),
    });
  });

  for (const stack of ["dev", "local", "prod", "sender"]) {
    it(`accepts Pulumi.${stack}.yaml as it is`, async () => {
      const configuration = readStackConfiguration(PROJECT_DIRECTORY, stack);
      const plan = await rehearse(PROJECT_DIRECTORY, configuration);
      assert.equal(ofType(plan, "aws:s3:BucketReplicationConfig").length, 1);
      assert.deepEqual(configuration.secretKeys, []);
    });
  }

  it("makes a complete example of two accounts and three regions of Pulumi.prod.yaml, and proves it", async () => {
    const plan = await rehearse(PROJECT_DIRECTORY, readStackConfiguration(PROJECT_DIRECTORY, "prod"));
    const sites = ofType(plan, "pulumi:providers:aws").map(({ inputs }) => [
      inputs["region"],
      inputs["allowedAccountIds"],
      "assumeRoles" in inputs,
    ]);
    assert.deepEqual(sites.sort(), [
      ["eu-central-1", '["111122223333"]', false],
      ["eu-north-1", '["444455556666"]', true],
      ["eu-west-1", '["111122223333"]', false],
    ]);
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ rule, verdict }) => [rule, verdict]),
      [
        ["eu-central-1", "works"],
        ["partner", "works"],
      ],
    );
  });

  it("makes the two halves of one replication of Pulumi.receiver.yaml and Pulumi.sender.yaml", async () => {
    const halves = await Promise.all(
      ["receiver", "sender"].map((stack) => readStackConfiguration(PROJECT_DIRECTORY, stack)),
    );
    const plans = [];
    for (const half of halves) plans.push(await rehearse(PROJECT_DIRECTORY, half));
    const [receiver, sender] = plans;
    const handOver = Object(receiver?.outputs["handOver"]);
    const partner = Object(Object(sender?.outputs["replicas"])["partner"]);
    for (const name of ["region", "accountId", "bucketArn"])
      assert.equal(partner[name], handOver[name], name);
    // The key's id is only known once the receiver has been deployed: the example holds its place.
    assert.match(handOver.keyArn, /^arn:aws:kms:eu-north-1:444455556666:key\//);
    const role = String(sender?.outputs["replicationRoleArn"]);
    assert.ok(JSON.stringify(receiver?.resources).includes(role));
  });

  it("gives its replicas a rule each, on the primary", async () => {
    const plan = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      replicas: REGIONS.slice(0, 2),
    });
    const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
    assert.equal(configuration?.inputs["bucket"], "acme-archive");
    assert.equal(nameOf(configuration?.provider), "archive-primary");
  });
});
