import assert from "node:assert/strict";
import { PutMetricAlarmCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { judge, topologyFromRehearsal } from "../../../model";
import { keptRulesSchema } from "../../../operations/diagnose/keptRules";
import { type Diagnosis, diagnosisSchema } from "../../../operations/diagnose/result";
import type { EmulatorSite } from "../../../operations/emulator/clients";
import type { EmulatorDeployment } from "../../../operations/emulator/deploy";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { ALARM_ACTIONS, READ_ACTIONS, readOnlyPolicy } from "../../../operations/live/actions";
import { run } from "../../helpers/commandLine";
import { deployed, INSTALL_TIMEOUT_MS, started, startedWithAccessChecks } from "../emulator/emulator";
import { ACCOUNT, type TopologyFixture, topology } from "../emulator/planFixture";

const OTHER = "444455556666";
const ROLE = `${OTHER}=arn:aws:iam::${OTHER}:role/reader`;
const ASSUMING = { assumeRoles: [{ roleArn: `arn:aws:iam::${OTHER}:role/deployer` }] };
const environment = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test" };

/** The resource whose Region has the alarms on failures: that of the source. */
const ALARMED = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

type Verdicts = readonly (readonly [
  rule: string,
  verdict: string,
  requirements: Readonly<Record<string, string>>,
])[];

function verdictsOf(routes: Diagnosis["routes"] | ReturnType<typeof judge>): Verdicts {
  return routes.map(({ rule, verdict, requirements }) => [
    rule,
    verdict,
    Object.fromEntries(requirements.map((requirement) => [requirement.id, requirement.verdict])),
  ]);
}

function siteOf(
  { resources }: EmulatorDeployment,
  type: string,
  ending: string,
): EmulatorSite & { readonly id: string } {
  const found = resources.find(
    ({ resource, computed }) =>
      resource.type === type && `${computed["bucket"] ?? resource.name}`.endsWith(ending),
  );
  assert.ok(found, `${type} ${ending}`);
  return { ...found.site, id: found.computed["id"] ?? "" };
}

describe("diagnose on an emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);
  let server: EmulatorServer;
  let count = 0;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());

  /** @param change what somebody does in the accounts afterwards */
  const diagnosed = async (
    fixture: TopologyFixture,
    words: readonly string[] = [],
    change: (deployment: EmulatorDeployment) => Promise<void> = async () => {},
  ) => {
    const bucketName = `acme-diagnosed-${count++}`;
    const plan = topology({ bucketName, ...fixture });
    const { clients, deployment } = await deployed(server, plan);
    try {
      await change(deployment);
      const ended = await run(
        ["diagnose", bucketName, "--endpoint", server.endpoint, "--region", "eu-west-1", "--json", ...words],
        { environment },
      );
      assert.notEqual(ended.stdout, "", ended.stderr);
      const diagnosis = diagnosisSchema.parse(JSON.parse(ended.stdout));
      return {
        ...ended,
        diagnosis,
        foreseen: judge(topologyFromRehearsal(plan), { disabledRules: "advise" }),
      };
    } finally {
      clients.close();
    }
  };

  const FIXTURES: { readonly [name: string]: TopologyFixture } = {
    "two replicas": {},
    "a prefix and tags": {
      replicas: [
        {
          region: "eu-central-1",
          rule: {
            filter: { and: { prefix: "logs/", tags: { replicate: "yes" } } },
            deleteMarkerReplication: { status: "Disabled" },
          },
        },
      ],
    },
    "a rule of the first version": {
      replicas: [
        {
          region: "eu-central-1",
          rule: {
            filter: undefined,
            priority: undefined,
            deleteMarkerReplication: undefined,
            prefix: "logs/",
          },
          destination: { metrics: undefined },
        },
      ],
    },
    "replication time control and another storage class": {
      replicas: [
        {
          region: "eu-central-1",
          destination: {
            storageClass: "GLACIER_IR",
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
          },
        },
      ],
    },
    "a disabled rule": { replicas: [{ region: "eu-central-1", rule: { status: "Disabled" } }] },
    "Object Lock": { objectLock: { mode: "GOVERNANCE", days: 1 } },
    "another account": { replicas: [{ region: "eu-central-1", account: OTHER, providerInputs: ASSUMING }] },
    "another account whose bucket is closed": {
      replicas: [{ region: "eu-central-1", account: OTHER, providerInputs: ASSUMING, closed: true }],
    },
  };
  for (const [name, fixture] of Object.entries(FIXTURES)) {
    it(`finds of ${name} what rehearse foresaw, requirement by requirement`, async () => {
      const { diagnosis, foreseen } = await diagnosed(fixture, ["--role", ROLE]);
      assert.ok(foreseen.length > 0);
      assert.deepEqual(verdictsOf(diagnosis.routes), verdictsOf(foreseen));
      assert.deepEqual(diagnosis.unread, []);
    });
  }

  it("leaves what another account has unknown, with the permission that would tell", async () => {
    const { status, diagnosis } = await diagnosed({
      replicas: [{ region: "eu-central-1", account: OTHER, providerInputs: ASSUMING }],
    });
    const [route] = diagnosis.routes;
    const versioning = route?.requirements.find(({ id }) => id === "destination-versioning");
    assert.deepEqual([status, route?.verdict, versioning?.verdict], [3, "unproven", "unknown"]);
    assert.match(versioning?.because ?? "", /needs s3:GetBucketVersioning on arn:aws:s3:::acme-diagnosed/);
    assert.ok(diagnosis.unread.some(({ action }) => action === "s3:GetBucketPolicy"));
    assert.ok(!route?.requirements.some(({ verdict }) => verdict === "unmet"), "nothing is guessed");
  });

  it("finds what somebody changed, with a fix", async () => {
    const { status, diagnosis } = await diagnosed(
      { replicas: [{ region: "eu-central-1", account: OTHER, providerInputs: ASSUMING }] },
      ["--role", ROLE],
      async (deployment) => {
        const { s3, id } = siteOf(deployment, "aws:s3/bucket:Bucket", OTHER);
        await s3.send(new DeleteBucketPolicyCommand({ Bucket: id }));
        await s3.send(
          new PutBucketVersioningCommand({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } }),
        );
      },
    );
    const unmet = diagnosis.routes[0]?.requirements.filter(({ verdict }) => verdict === "unmet") ?? [];
    assert.deepEqual([status, diagnosis.verdict], [1, "broken"]);
    assert.deepEqual(
      unmet.filter(({ strength }) => strength === "required").map(({ id }) => id),
      ["destination-versioning", "destination-bucket-policy"],
    );
    assert.match(
      unmet.find(({ id }) => id === "destination-bucket-policy")?.fix ?? "",
      /"s3:ReplicateObject"/,
    );
  });

  it("shows a person the routes, what may not be read, and what was not asked for", async () => {
    const providerInputs = ASSUMING;
    const plan = topology({
      bucketName: "acme-shown",
      replicas: [{ region: "eu-central-1" }, { region: "us-east-1", account: OTHER, providerInputs }],
    });
    const { clients } = await deployed(server, plan);
    clients.close();
    const words = [
      "diagnose",
      "acme-shown",
      "--endpoint",
      server.endpoint,
      "--region",
      "eu-west-1",
      "--failed",
    ];
    const { status, stdout, stderr } = await run(words, { environment });
    assert.deepEqual([status, stderr], [3, ""]);
    const lines = stdout.split("\n");
    assert.match(lines[0] ?? "", /^\? routes: 1 of 2 routes unproven, see below$/);
    assert.match(lines[1] ?? "", /^– policies: not judged by diagnose/);
    assert.match(lines[2] ?? "", /^ {2}judged: live accounts: /);
    for (const expected of [
      /^routes from acme-shown \(eu-west-1, account 111122223333\)$/m,
      /^ {2}✓ archive-eu-central-1: works, /m,
      /^ {2}\? archive-us-east-1-444455556666: unproven, /m,
      /^alarms on failed operations: 0 of 2 rules$/m,
      /^ {2}! archive-eu-central-1$/m,
      /^ {6}! OperationsFailedReplication: no alarm in eu-west-1, account 111122223333$/m,
      /^failed objects: none found$/m,
      /^ {2}event queue of acme-shown: none: s3 sends no replication events to a queue$/m,
      /^not allowed to read: \d+$/m,
      /^ {2}s3:GetBucketPolicy on arn:aws:s3:::acme-shown-us-east-1-444455556666, for\s+arn:aws:iam::111122223333:root$/m,
      /^not read: organization policies \(SCPs and RCPs\)/m,
    ]) {
      assert.match(stdout, expected);
    }
    assert.deepEqual(
      lines.filter((line) => line.length > 80 && /\S\s+\S/.test(line.slice(6))),
      [],
      "no line is wider than 80 columns",
    );
  });

  it("says that a destination does not exist any more", async () => {
    const { status, diagnosis } = await diagnosed(
      { replicas: [{ region: "eu-central-1" }] },
      [],
      async (deployment) => {
        const { s3, id } = siteOf(deployment, "aws:s3/bucket:Bucket", "eu-central-1");
        await s3.send(new DeleteBucketCommand({ Bucket: id }));
      },
    );
    const found = diagnosis.routes[0]?.requirements.find(({ id }) => id === "rule-destination-bucket");
    assert.deepEqual([status, found?.verdict], [1, "unmet"]);
    assert.match(found?.because ?? "", /, and no such bucket exists$/);
  });

  it("says that a key waits for its deletion", async () => {
    const { diagnosis } = await diagnosed(
      { replicas: [{ region: "eu-central-1" }] },
      [],
      async (deployment) => {
        const { kms, id } = siteOf(deployment, "aws:kms/key:Key", "eu-central-1-key");
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
      },
    );
    const found = diagnosis.routes[0]?.requirements.find(({ id }) => id === "replica-key-enabled");
    assert.equal(found?.verdict, "unmet");
  });

  it("diagnoses all buckets that have rules", async () => {
    const { diagnosis } = await diagnosed({ replicas: [{ region: "eu-central-1" }] }, ["--all"]);
    const sources = new Set(diagnosis.routes.map(({ source }) => source));
    assert.ok(sources.size > 3, [...sources].join());
    assert.ok(![...sources].some((name) => name.endsWith("eu-central-1")));
  });

  it("stops asking where the requests are used up, and says of what is not known why", async () => {
    const { status, diagnosis } = await diagnosed({ replicas: [{ region: "eu-central-1" }] }, [
      "--max-requests",
      "14",
    ]);
    assert.equal(status, 3);
    assert.equal(diagnosis.requests, 14);
    assert.ok(
      diagnosis.routes.some(({ requirements }) =>
        requirements.some(({ because }) => because.includes("not read, since all 14 requests are used")),
      ),
    );
  });

  it("finds an alarm and its metric where S3 would publish it, and leaves the verdict of the routes", async () => {
    const { status, diagnosis } = await diagnosed(
      { replicas: [{ region: "eu-central-1" }] },
      [],
      async (deployment) => {
        const { site } = deployment.resources.find(({ resource }) => resource.type === ALARMED) ?? {};
        assert.ok(site);
        const bucket = (ending: string) => siteOf(deployment, "aws:s3/bucket:Bucket", ending).id;
        const [source, destination] = [bucket(`diagnosed-${count - 1}`), bucket("eu-central-1")];
        const Dimensions = [
          { Name: "SourceBucket", Value: source },
          { Name: "DestinationBucket", Value: destination },
          { Name: "RuleId", Value: "archive-eu-central-1" },
        ];
        const MetricName = "OperationsFailedReplication";
        await site.cloudwatch.send(
          new PutMetricDataCommand({
            Namespace: "AWS/S3",
            MetricData: [{ MetricName, Dimensions, Value: 0, Unit: "Count" }],
          }),
        );
        await site.cloudwatch.send(
          new PutMetricAlarmCommand({
            ...{ AlarmName: "failures", Namespace: "AWS/S3", MetricName, Dimensions, Statistic: "Sum" },
            ...{ Period: 300, EvaluationPeriods: 1, Threshold: 0, TreatMissingData: "notBreaching" },
            ComparisonOperator: "GreaterThanThreshold",
            AlarmActions: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
          }),
        );
      },
    );
    assert.deepEqual([status, diagnosis.verdict], [0, "works"]);
    assert.deepEqual(
      diagnosis.alarms.routes.map(({ metrics }) =>
        metrics.map(({ status: watch, published, alarms }) => [
          watch,
          published,
          alarms.map(({ name }) => name),
        ]),
      ),
      [
        [
          ["watched", true, ["failures"]],
          ["none", false, []],
          ["none", false, []],
        ],
      ],
    );
    assert.deepEqual(diagnosis.alarms.misplaced, []);
  });

  it("prints the rules of a bucket for a stack that adopts it", async () => {
    const bucketName = "acme-kept";
    const plan = topology({
      bucketName,
      replicas: [
        {
          region: "eu-central-1",
          rule: { filter: { and: { prefix: "logs/", tags: { replicate: "yes" } } } },
        },
        { region: "us-east-1", rule: { filter: { prefix: "" } } },
      ],
    });
    const { clients } = await deployed(server, plan);
    clients.close();
    const { status, stdout, stderr } = await run(
      [
        "diagnose",
        bucketName,
        "--keep-rules",
        "--endpoint",
        server.endpoint,
        "--region",
        "eu-west-1",
        "--json",
      ],
      { environment },
    );
    assert.deepEqual([status, stderr], [0, ""]);
    const { keepRules, notKept, roleArn } = keptRulesSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      keepRules?.map(({ id, filter, destination }) => [id, filter, destination.bucket]),
      [
        [
          "archive-eu-central-1",
          { and: { prefix: "logs/", tags: { replicate: "yes" } } },
          "arn:aws:s3:::acme-kept-eu-central-1",
        ],
        ["archive-us-east-1", { prefix: "" }, "arn:aws:s3:::acme-kept-us-east-1"],
      ],
    );
    assert.deepEqual(notKept, []);
    assert.match(roleArn ?? "", /^arn:aws:iam::111122223333:role\//);
  });

  it("refuses a bucket that does not exist, a name that is none, and no name at all", async () => {
    const ended = async (...words: readonly string[]) => {
      const { status, stderr } = await run(["diagnose", ...words, "--endpoint", server.endpoint], {
        environment,
      });
      return [status, stderr];
    };
    assert.deepEqual(await ended("acme-nowhere"), [
      2,
      "bucket: expected buckets that exist, found none named acme-nowhere\n",
    ]);
    assert.deepEqual(await ended("Not A Bucket"), [
      2,
      "bucket: expected the name of a bucket, found Not A Bucket; a name has 3 to 63 lower-case letters, digits, dots and hyphens\n",
    ]);
    assert.deepEqual(await ended(), [
      2,
      "diagnose: expected the name of a bucket, --all, --outputs <file> or --diff <export>, found none\n",
    ]);
  });

  it("refuses a role of another account than it says", async () => {
    const { status, stderr } = await run(
      ["diagnose", "acme", "--endpoint", "http://127.0.0.1:9", "--region", "eu-west-1"],
      { environment },
    );
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^credentials: expected credentials that AWS accepts, found no answer \(ECONNREFUSED/,
    );
  });

  it("finds a key policy that somebody changed by hand, and nothing where nobody did", async () => {
    const bucketName = "acme-compared";
    const plan = topology({ bucketName, replicas: [{ region: "eu-central-1" }] });
    const { clients, deployment } = await deployed(server, plan);
    try {
      const input = JSON.stringify(exportOf(deployment));
      const words = ["diagnose", "--diff", "-", "--endpoint", server.endpoint, "--json"];
      const same = await run(words, { environment, input });
      assert.deepEqual(diagnosisSchema.parse(JSON.parse(same.stdout)).differences, [], same.stderr);
      assert.equal(same.status, 0);
      const { kms, id } = siteOf(deployment, "aws:kms/key:Key", "eu-central-1-key");
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ByHand",
            Effect: "Allow",
            Principal: { AWS: ACCOUNT },
            Action: ["kms:Put*", "kms:Describe*"],
            Resource: "*",
          },
        ],
      });
      await kms.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy }));
      const { s3, id: bucket } = siteOf(deployment, "aws:s3/bucket:Bucket", bucketName);
      await s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Suspended" } }),
      );
      const changed = await run(words, { environment, input });
      const { differences = [] } = diagnosisSchema.parse(JSON.parse(changed.stdout));
      assert.equal(changed.status, 1);
      const ofKey = differences.filter(({ resource }) => resource.startsWith("key "));
      assert.deepEqual(
        ofKey.map(({ what, verdict }) => [what, verdict]),
        [["policy", "differs"]],
      );
      const Principal = `"Principal":{"AWS":"arn:aws:iam::${ACCOUNT}:root"},"Resource":"*"`;
      assert.equal(ofKey[0]?.stack, `{"Action":"kms:*","Effect":"Allow",${Principal}}`);
      assert.equal(
        ofKey[0]?.account,
        `{"Action":["kms:Describe*","kms:Put*"],"Effect":"Allow",${Principal}}`,
      );
      assert.deepEqual(
        differences.filter(({ resource }) => !resource.startsWith("key ")),
        [
          {
            resource: `bucket ${bucketName}`,
            what: "versioning",
            stack: "Enabled",
            account: "Suspended",
            verdict: "differs",
          },
        ],
      );
    } finally {
      clients.close();
    }
  });
});

/** What `pulumi stack export` would write of what is in the emulator. */
function exportOf({ resources }: EmulatorDeployment): object {
  return {
    version: 3,
    deployment: {
      resources: resources.map(({ resource, inputs, computed, site }) => ({
        urn: resource.urn,
        type: resource.type,
        custom: true,
        id: computed["id"] ?? resource.id,
        inputs,
        outputs: { ...(typeof inputs === "object" ? inputs : {}), ...computed, region: site.region },
        propertyDependencies: resource.propertyDependencies,
      })),
    },
  };
}

describe("diagnose on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(8000);
  const BUCKET = "acme-refused";
  let server: EmulatorServer;
  let close = async () => {};
  let userWithout: (
    action: string | undefined,
  ) => Promise<{ AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string }>;
  let users = 0;
  before(async () => {
    server = await startedWithAccessChecks();
    const { clients } = await deployed(
      server,
      topology({ bucketName: BUCKET, replicas: [{ region: "eu-central-1" }] }),
    );
    close = async () => {
      clients.close();
      await server.stop();
    };
    userWithout = async (action) => {
      users += 1;
      const UserName = `reader-${users}`;
      const { iam } = clients.rootSite(ACCOUNT, "us-east-1");
      await iam.send(new CreateUserCommand({ UserName }));
      const policy = JSON.parse(JSON.stringify(readOnlyPolicy(false)));
      for (const statement of policy.Statement) {
        statement.Action = statement.Action.filter((each: string) => each !== action);
      }
      const PolicyDocument = JSON.stringify(policy);
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "read", PolicyDocument }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      return {
        AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
      };
    };
  });
  after(() => close());

  const diagnosedWithout = async (action: string | undefined) => {
    const words = ["diagnose", BUCKET, "--endpoint", server.endpoint, "--region", "eu-west-1", "--json"];
    const { stdout, stderr, status } = await run(words, { environment: await userWithout(action) });
    assert.notEqual(stdout, "", stderr);
    return { status, diagnosis: diagnosisSchema.parse(JSON.parse(stdout)) };
  };

  it("reads everything with the policy that it prints", async () => {
    const { status, diagnosis } = await diagnosedWithout(undefined);
    assert.deepEqual([status, diagnosis.verdict, diagnosis.unread], [0, "works", []]);
  });

  /** Reads that nothing of this bucket needs, or without which another one answers. */
  const IN_RESERVE: ReadonlySet<string> = new Set([
    READ_ACTIONS.HeadBucket,
    READ_ACTIONS.GetPolicy,
    READ_ACTIONS.GetPolicyVersion,
  ]);
  /** Without these every requirement is still known. */
  const HARMLESS: ReadonlySet<string> = new Set([
    READ_ACTIONS.ListBuckets,
    READ_ACTIONS.ListAliases,
    READ_ACTIONS.ListGrants,
    READ_ACTIONS.GetBucketOwnershipControls,
    READ_ACTIONS.GetPublicAccessBlock,
    READ_ACTIONS.GetBucketRequestPayment,
    READ_ACTIONS.GetObjectLockConfiguration,
  ]);
  for (const action of Object.values(READ_ACTIONS).filter((each) => !IN_RESERVE.has(each))) {
    it(`names ${action} where it is refused${HARMLESS.has(action) ? "" : ", and makes what it tells unknown"}`, async () => {
      const { status, diagnosis } = await diagnosedWithout(action);
      assert.ok(
        diagnosis.unread.some((lack) => lack.action === action),
        JSON.stringify(diagnosis.unread),
      );
      const all = diagnosis.routes.flatMap(({ requirements }) => requirements);
      assert.deepEqual(
        all.filter(({ verdict }) => verdict === "unmet"),
        [],
        "nothing is guessed",
      );
      const unknown = all.filter(
        ({ verdict, because }) => verdict === "unknown" && because.includes(`needs ${action} on`),
      );
      if (!HARMLESS.has(action)) {
        assert.ok(unknown.length > 0, JSON.stringify(all.filter(({ verdict }) => verdict === "unknown")));
        assert.equal(status, 3);
      }
    });
  }

  for (const action of Object.values(ALARM_ACTIONS)) {
    it(`names ${action} where it is refused, and leaves the verdict of the routes`, async () => {
      const { status, diagnosis } = await diagnosedWithout(action);
      assert.deepEqual([status, diagnosis.verdict], [0, "works"]);
      assert.deepEqual(
        [...new Set(diagnosis.unread.map((lack) => lack.action))],
        [action],
        JSON.stringify(diagnosis.unread),
      );
      const metrics = diagnosis.alarms.routes.flatMap((route) => route.metrics);
      const isUnknown = action === ALARM_ACTIONS.DescribeAlarms;
      assert.ok(metrics.length >= 3);
      for (const { status: watch, because, published } of metrics) {
        assert.equal(watch, isUnknown ? "unknown" : "none");
        assert.equal(because.includes(`needs ${action} on *`), isUnknown, because);
        assert.equal(published, null);
      }
    });
  }
});
