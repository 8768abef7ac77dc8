import assert from "node:assert/strict";
import { GetBucketTaggingCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { type Clients, createClients } from "../../../operations/emulator/clients";
import { deploy } from "../../../operations/emulator/deploy";
import { RefusedResourceError, WrongAccountError } from "../../../operations/emulator/errors";
import type { ProgressStep } from "../../../operations/emulator/progress";
import { readProviders } from "../../../operations/emulator/providers";
import type { EmulatorServer } from "../../../operations/emulator/server";
import type { Plan } from "../../../operations/rehearsal/plan";
import { INSTALL_TIMEOUT_MS, started, startedWithAccessChecks } from "./emulator";
import { ACCOUNT, planOf, provider, resource, topology } from "./planFixture";

const OTHER = "444455556666";

describe("deploying a plan into the emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(2000);
  let server: EmulatorServer;
  let clients: Clients;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());
  afterEach(() => clients.close());

  const make = async (plan: Plan, caller = ACCOUNT) => {
    clients = createClients(server.endpoint, caller);
    const steps: ProgressStep[] = [];
    const run = deploy({
      plan,
      clients,
      providers: readProviders(plan),
      progress: (step) => void steps.push(step),
    });
    return { deployment: await run, steps };
  };
  const own = provider("main", { region: "eu-west-1", allowedAccountIds: [ACCOUNT] });
  const bucketNamed = (name: string, inputs: { readonly [key: string]: unknown } = {}) =>
    resource({
      type: "aws:s3/bucket:Bucket",
      name,
      id: name,
      provider: own.urn,
      inputs: { bucket: name, ...inputs },
      outputs: { arn: `arn:aws:s3:::${name}` },
    });
  const bucketsOf = async (account: string) => {
    const held = await clients.rootSite(account, "us-east-1").s3.send(new ListBucketsCommand({}));
    return (held.Buckets ?? []).map(({ Name }) => Name);
  };

  it("makes every resource of the topology, each in its provider's region", async () => {
    const plan = topology();
    const { deployment, steps } = await make(plan);
    const wanted = plan.resources.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(
      deployment.resources.map(({ resource: { urn } }) => urn),
      wanted.map(({ urn }) => urn),
    );
    assert.equal(wanted.length, 30);
    const regions = new Map(deployment.resources.map(({ resource: { name }, site }) => [name, site.region]));
    assert.equal(regions.get("archive-bucket"), "eu-west-1");
    assert.equal(regions.get("archive-eu-central-1-key"), "eu-central-1");
    assert.equal(regions.get("archive-us-east-1-bucket"), "us-east-1");
    assert.deepEqual(deployment.notEmulated, []);
    const [last] = steps.slice(-1);
    assert.ok(last?.step === "creating" && last.done === 30 && last.total === 30);
  });

  it("puts the emulator's key ids wherever the plan has invented ones", async () => {
    const { deployment } = await make(topology({ bucketName: "acme-ids" }));
    const invented = /0000000\d-aaaa-4bbb-8ccc-0123456789ab/;
    for (const {
      inputs,
      resource: { name },
    } of deployment.resources) {
      assert.ok(!invented.test(JSON.stringify(inputs)), name);
    }
    const policy = deployment.resources.find(({ resource: { name } }) => name === "archive-role-policy");
    const key = deployment.resources.find(({ resource: { name } }) => name === "archive-key");
    assert.ok(JSON.stringify(policy?.inputs).includes(String(key?.computed["arn"])));
  });

  it("makes a resource only after those it depends on, and independent ones meanwhile", async () => {
    const plan = topology({ bucketName: "acme-order" });
    const { deployment, steps } = await make(plan);
    const order = steps.flatMap((step) => (step.step === "creating" ? [step.name] : []));
    const at = (name: string) => order.indexOf(name);
    for (const { resource: one } of deployment.resources) {
      for (const urn of one.dependencies) {
        const other = plan.resources.find((candidate) => candidate.urn === urn);
        if (other?.type.startsWith("aws:"))
          assert.ok(at(other.name) < at(one.name), `${other.name} before ${one.name}`);
      }
    }
    assert.ok(at("archive-role-policy") < at("archive-replication"));
    assert.ok(at("archive-us-east-1-bucket") < at("archive-role-policy"));
  });

  it("names the resource, the call and AWS's own words when a call is refused, and starts nothing after it", async () => {
    const versioned = (name: string) =>
      resource({
        type: "aws:s3/bucketVersioning:BucketVersioning",
        name: `${name}-versioning`,
        provider: own.urn,
        inputs: { bucket: name, versioningConfiguration: { status: "Enabled" } },
        dependencies: [bucketNamed(name).urn],
      });
    const role = "arn:aws:iam::111122223333:role/replication";
    const replication = resource({
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      name: "replication",
      provider: own.urn,
      inputs: {
        bucket: "refused-source",
        role,
        rules: [
          {
            id: "all",
            status: "Enabled",
            priority: 0,
            filter: {},
            deleteMarkerReplication: { status: "Enabled" },
            destination: { bucket: "arn:aws:s3:::refused-replica" },
          },
        ],
      },
      dependencies: [versioned("refused-source").urn, bucketNamed("refused-replica").urn],
    });
    const late = { ...bucketNamed("refused-late"), dependencies: [replication.urn] };
    const plan = planOf([
      own,
      bucketNamed("refused-source"),
      bucketNamed("refused-replica"),
      versioned("refused-source"),
      replication,
      late,
    ]);
    await assert.rejects(make(plan), (error) => {
      assert.ok(error instanceof RefusedResourceError);
      assert.equal(
        error.message,
        "replication (aws:s3/bucketReplicationConfig:BucketReplicationConfig): PutBucketReplication was refused: InvalidRequest: Destination bucket must have versioning enabled.",
      );
      assert.equal(error.refusal.code, "InvalidRequest");
      return true;
    });
    const names = await bucketsOf(ACCOUNT);
    assert.ok(names.includes("refused-source"));
    assert.ok(!names.includes("refused-late"));
  });

  it("reports a type that it has no handler for, and makes the rest", async () => {
    const plan = planOf([
      own,
      bucketNamed("still-made"),
      resource({ type: "aws:dynamodb/table:Table", name: "events", provider: own.urn }),
      resource({ type: "random:index/randomId:RandomId", name: "suffix" }),
    ]);
    const { deployment } = await make(plan);
    const because = "the rehearsal has no handler for this type";
    assert.deepEqual(deployment.notEmulated, [
      { resource: "events (aws:dynamodb/table:Table)", what: "all of it", because },
      { resource: "suffix (random:index/randomId:RandomId)", what: "all of it", because },
    ]);
    assert.deepEqual(
      deployment.resources.map(({ resource: { name } }) => name),
      ["still-made"],
    );
    assert.ok((await bucketsOf(ACCOUNT)).includes("still-made"));
  });

  describe("with resources that depend on one that is not emulated", () => {
    const kind = "aws:s3/bucketV2:BucketV2";
    const lost = resource({ type: kind, name: "lost", provider: own.urn, inputs: { bucket: "lost" } });
    const versioningOf = (bucket: string, sources: readonly string[]) =>
      resource({
        type: "aws:s3/bucketVersioning:BucketVersioning",
        name: `${bucket}-versioning`,
        provider: own.urn,
        inputs: { bucket, versioningConfiguration: { status: "Enabled" } },
        dependencies: [lost.urn],
        propertyDependencies: { bucket: sources },
      });

    it("makes those that can do with the planned value", async () => {
      const tagged = {
        ...bucketNamed("can-do", { tags: { beside: "lost" } }),
        dependencies: [lost.urn],
        propertyDependencies: { tags: [lost.urn] },
      };
      const { deployment } = await make(planOf([own, lost, tagged]));
      assert.deepEqual(
        deployment.notEmulated.map(({ resource: label }) => label),
        ["lost (aws:s3/bucketV2:BucketV2)"],
      );
      assert.ok((await bucketsOf(ACCOUNT)).includes("can-do"));
    });

    it("reports those that need it, and those that need these", async () => {
      const first = versioningOf("lost", [lost.urn]);
      const second = {
        ...versioningOf("lost-too", [first.urn]),
        dependencies: [first.urn],
      };
      const { deployment } = await make(planOf([own, lost, first, second]));
      assert.deepEqual(
        deployment.notEmulated.map(({ resource: label, what }) => [label, what]),
        [
          ["lost (aws:s3/bucketV2:BucketV2)", "all of it"],
          ["lost-versioning (aws:s3/bucketVersioning:BucketVersioning)", "all of it"],
          ["lost-too-versioning (aws:s3/bucketVersioning:BucketVersioning)", "all of it"],
        ],
      );
      assert.match(
        deployment.notEmulated[1]?.because ?? "",
        /^it takes values from lost \(aws:s3\/bucketV2:BucketV2\), not emulated: PutBucketVersioning was refused: NoSuchBucket: /,
      );
      assert.match(
        deployment.notEmulated[2]?.because ?? "",
        /^it takes values from lost-versioning \(.*\), not emulated: /,
      );
      assert.deepEqual(deployment.resources, []);
    });

    it("still ends with a refusal of a resource that takes no value from it", async () => {
      await assert.rejects(make(planOf([own, lost, versioningOf("lost", [])])), RefusedResourceError);
    });
  });

  it("reports what it leaves out: whole resources, and settings that it does not know", async () => {
    const plan = planOf([
      own,
      bucketNamed("partly-made", { accelerationStatus: "Enabled", versioning: { enabled: true } }),
      resource({ type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", name: "failures", provider: own.urn }),
      resource({ type: "aws:sns/platformApplication:PlatformApplication", name: "news", provider: own.urn }),
    ]);
    const { deployment } = await make(plan);
    assert.deepEqual(deployment.notEmulated, [
      {
        resource: "partly-made (aws:s3/bucket:Bucket)",
        what: "accelerationStatus",
        because: "the rehearsal does not give this setting to the emulator",
      },
      {
        resource: "partly-made (aws:s3/bucket:Bucket)",
        what: "versioning",
        because: "the rehearsal does not give this setting to the emulator",
      },
      {
        resource: "failures (aws:cloudwatch/compositeAlarm:CompositeAlarm)",
        what: "all of it",
        because: "the rehearsal has no handler for this type",
      },
      {
        resource: "news (aws:sns/platformApplication:PlatformApplication)",
        what: "all of it",
        because: "the rehearsal has no handler for this type",
      },
    ]);
  });

  it("says which value of which resource cannot be read", async () => {
    const odd = resource({
      type: "aws:s3/bucketVersioning:BucketVersioning",
      name: "odd",
      provider: own.urn,
      inputs: { bucket: "whatever", versioningConfiguration: { status: "On" } },
    });
    await assert.rejects(
      make(planOf([own, odd])),
      /^UnsupportedResourceError: odd \(aws:s3\/bucketVersioning:BucketVersioning\): versioningConfiguration\.status: /,
    );
  });

  it("stops before anything exists when the credentials are of another account than allowed", async () => {
    await assert.rejects(make(planOf([own, bucketNamed("wrong-account")]), OTHER), (error) => {
      assert.ok(error instanceof WrongAccountError);
      assert.equal(
        error.message,
        "provider main: expected credentials of account 111122223333 (allowedAccountIds), found those of 444455556666; assume a role of the allowed account or correct the setting",
      );
      return true;
    });
    assert.deepEqual(await bucketsOf(OTHER), []);
  });

  it("stops before anything exists when an assumed role leads to another account than allowed", async () => {
    const lost = provider("replica", {
      region: "us-east-1",
      allowedAccountIds: [OTHER],
      assumeRoles: [{ roleArn: "arn:aws:iam::777788889999:role/deployer", sessionName: "pulumi" }],
    });
    const bucket = { ...bucketNamed("lost"), provider: lost.urn };
    await assert.rejects(
      make(planOf([own, lost, bucketNamed("not-lost"), bucket])),
      /provider replica: expected credentials of account 444455556666 .* found those of 777788889999/,
    );
    assert.ok(!(await bucketsOf(ACCOUNT)).includes("not-lost"));
  });

  it("names the provider when its role may not be assumed", async () => {
    const strict = await startedWithAccessChecks();
    try {
      const there = provider("replica", {
        region: "us-east-1",
        assumeRoles: [{ roleArn: `arn:aws:iam::${OTHER}:role/nobody` }],
      });
      const plan = planOf([there, { ...bucketNamed("unreached"), provider: there.urn }]);
      clients = createClients(strict.endpoint, ACCOUNT);
      await assert.rejects(
        deploy({ plan, clients, providers: readProviders(plan) }),
        /^RefusedResourceError: replica \(pulumi:providers:aws\): AssumeRole was refused: AccessDenied: .*sts:AssumeRole/,
      );
    } finally {
      await strict.stop();
    }
  });

  it("assumes the provider's roles, one after the other, and makes things in the last one's account", async () => {
    const there = provider("replica", {
      region: "us-east-1",
      allowedAccountIds: [OTHER],
      assumeRoles: [
        { roleArn: "arn:aws:iam::777788889999:role/hub", externalId: "hub" },
        { roleArn: `arn:aws:iam::${OTHER}:role/deployer`, sessionName: "pulumi", externalId: "acme" },
      ],
    });
    const { deployment } = await make(
      planOf([own, there, { ...bucketNamed("over-there"), provider: there.urn }]),
    );
    assert.equal(deployment.resources[0]?.site.account, OTHER);
    assert.deepEqual(await bucketsOf(OTHER), ["over-there"]);
    assert.ok(!(await bucketsOf(ACCOUNT)).includes("over-there"));
  });

  it("gives a resource its own region and the provider's tags", async () => {
    const tagging = provider("tagging", {
      region: "eu-west-1",
      defaultTags: { tags: { owner: "team", stage: "dev" } },
    });
    const bucket = {
      ...bucketNamed("far-away", { region: "ca-central-1", tags: { stage: "prod" } }),
      provider: tagging.urn,
    };
    const { deployment } = await make(planOf([tagging, bucket]));
    const [made] = deployment.resources;
    assert.equal(made?.site.region, "ca-central-1");
    const { TagSet } = await made.site.s3.send(new GetBucketTaggingCommand({ Bucket: "far-away" }));
    assert.deepEqual(TagSet, [
      { Key: "owner", Value: "team" },
      { Key: "stage", Value: "prod" },
    ]);
  });
});
