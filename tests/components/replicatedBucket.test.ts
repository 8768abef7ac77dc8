import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ReplicatedBucket } from "../../components/index";
import type { Plan } from "../../operations/rehearsal/plan";
import { record } from "../../operations/rehearsal/rehearse";
import { UNKNOWN_VALUE } from "../../operations/rehearsal/values";
import { nameOf, ofType, planOf, policyOf, resource, rulesOf, SMALL } from "../helpers/plans";

const TWO = { replicas: [{ region: "eu-central-1" }, { region: "eu-north-1" }] };

/** Names of the resources with what they are given, without what the order of registration decides. */
function contents(plan: Plan): ReadonlyMap<string, string> {
  return new Map(plan.resources.map(({ urn, inputs }) => [urn, JSON.stringify(inputs)]));
}

describe("ReplicatedBucket", () => {
  it("makes exactly these resources for one replica", async () => {
    const plan = await planOf();
    assert.deepEqual(
      plan.resources.map(({ type, name }) => `${type.replace(/\/[^:]*/, "")} ${name}`).sort(),
      [
        "aws:cloudwatch:Dashboard archive-alarms-dashboard",
        "aws:cloudwatch:MetricAlarm archive-alarms-eu-central-1-failures",
        "aws:cloudwatch:MetricAlarm archive-alarms-eu-central-1-latency",
        "aws:cloudwatch:MetricAlarm archive-alarms-eu-central-1-pending",
        "aws:iam:Role archive-replication-role",
        "aws:iam:RolePolicy archive-replication-keys",
        "aws:iam:RolePolicy archive-replication-objects",
        "aws:kms:Alias archive-alarms-eu-central-1-alias",
        "aws:kms:Alias archive-alarms-eu-west-1-alias",
        "aws:kms:Alias archive-eu-central-1-alias",
        "aws:kms:Alias archive-primary-alias",
        "aws:kms:Key archive-alarms-eu-central-1-key",
        "aws:kms:Key archive-alarms-eu-west-1-key",
        "aws:kms:Key archive-eu-central-1-key",
        "aws:kms:Key archive-primary-key",
        "aws:s3:Bucket archive-eu-central-1-bucket",
        "aws:s3:Bucket archive-primary-bucket",
        "aws:s3:BucketLifecycleConfiguration archive-eu-central-1-lifecycle",
        "aws:s3:BucketLifecycleConfiguration archive-primary-lifecycle",
        "aws:s3:BucketNotification archive-alarms-events",
        "aws:s3:BucketOwnershipControls archive-eu-central-1-ownership",
        "aws:s3:BucketOwnershipControls archive-primary-ownership",
        "aws:s3:BucketPolicy archive-eu-central-1-policy",
        "aws:s3:BucketPolicy archive-primary-policy",
        "aws:s3:BucketPublicAccessBlock archive-eu-central-1-public-access-block",
        "aws:s3:BucketPublicAccessBlock archive-primary-public-access-block",
        "aws:s3:BucketReplicationConfig archive-replication",
        "aws:s3:BucketServerSideEncryptionConfiguration archive-eu-central-1-encryption",
        "aws:s3:BucketServerSideEncryptionConfiguration archive-primary-encryption",
        "aws:s3:BucketVersioning archive-eu-central-1-versioning",
        "aws:s3:BucketVersioning archive-primary-versioning",
        "aws:sns:Topic archive-alarms-eu-central-1",
        "aws:sns:Topic archive-alarms-eu-west-1",
        "aws:sqs:Queue archive-alarms-events",
        "pulumi:providers:aws archive-eu-central-1",
        "pulumi:providers:aws archive-primary",
        "pulumi:pulumi:Stack library-test",
        "s3-replication:index:EncryptionKey archive-alarms-eu-central-1",
        "s3-replication:index:EncryptionKey archive-alarms-eu-west-1",
        "s3-replication:index:EncryptionKey archive-eu-central-1",
        "s3-replication:index:EncryptionKey archive-primary",
        "s3-replication:index:ReplicatedBucket archive",
        "s3-replication:index:ReplicationAlarms archive-alarms",
        "s3-replication:index:ReplicationRole archive-replication",
        "s3-replication:index:SecureBucket archive-eu-central-1",
        "s3-replication:index:SecureBucket archive-primary",
      ],
    );
  });

  it("puts every resource on the provider of its site, and none on the default provider", async () => {
    const plan = await planOf(TWO);
    for (const { name, provider, custom, type } of plan.resources) {
      if (!custom || type.startsWith("pulumi:")) continue;
      // S3 publishes failures where the source is.
      const inReplicas = name.endsWith("-failures") ? [] : ["eu-central-1", "eu-north-1"];
      const site = inReplicas.find((region) => name.includes(region)) ?? "primary";
      assert.equal(nameOf(provider), `archive-${site}`, name);
    }
  });

  it("holds each provider to its region and account", async () => {
    const plan = await planOf();
    const provider = (name: string) => resource(plan, "pulumi:providers:aws", name).inputs;
    for (const [name, region] of [
      ["archive-primary", "eu-west-1"],
      ["archive-eu-central-1", "eu-central-1"],
    ] as const) {
      assert.equal(provider(name)["region"], region);
      assert.equal(provider(name)["allowedAccountIds"], '["111122223333"]');
      assert.equal("endpoints" in provider(name), false);
    }
  });

  it("asks the credentials for the account when none is given, and holds the replicas to it", async () => {
    const plan = await planOf({ primary: { region: "eu-west-1" } });
    assert.equal(
      "allowedAccountIds" in resource(plan, "pulumi:providers:aws", "archive-primary").inputs,
      false,
    );
    assert.equal(
      resource(plan, "pulumi:providers:aws", "archive-eu-central-1").inputs["allowedAccountIds"],
      '["111122223333"]',
    );
  });

  it("sends everything to an emulator when there is one", async () => {
    const plan = await planOf({ endpoint: "http://127.0.0.1:4566" });
    for (const { inputs } of ofType(plan, "pulumi:providers:aws")) {
      const [endpoints] = JSON.parse(String(inputs["endpoints"]));
      assert.deepEqual(Object.keys(endpoints).sort(), [
        "cloudwatch",
        "iam",
        "kms",
        "s3",
        "s3control",
        "sns",
        "sqs",
        "sts",
      ]);
      assert.equal(inputs["s3UsePathStyle"], "true");
      assert.equal(inputs["skipCredentialsValidation"], "true");
      assert.equal(inputs["skipMetadataApiCheck"], "true");
      assert.equal(inputs["skipRegionValidation"], "true");
    }
  });

  it("takes the user's own provider for a site instead of making one", async () => {
    const plan = await record({ project: "library", stack: "test", kind: "update" }, () => {
      const provider = new aws.Provider("mine", {
        region: "eu-central-1",
        allowedAccountIds: ["111122223333"],
      });
      new ReplicatedBucket("archive", { ...SMALL, replicas: [{ region: "eu-central-1", provider }] });
    });
    assert.deepEqual(
      ofType(plan, "pulumi:providers:aws")
        .map(({ name }) => name)
        .sort(),
      ["archive-primary", "mine"],
    );
    assert.equal(nameOf(resource(plan, "aws:s3:Bucket", "archive-eu-central-1-bucket").provider), "mine");
  });

  it("makes every bucket private, versioned, encrypted with its own key, without ACLs and SSE-C", async () => {
    const plan = await planOf();
    for (const [site, bucket] of [
      ["primary", "acme-archive"],
      ["eu-central-1", "acme-archive-replication-eu-central-1"],
    ]) {
      const part = (type: string, what: string) => resource(plan, type, `archive-${site}-${what}`).inputs;
      assert.deepEqual(part("aws:s3:Bucket", "bucket"), { bucket, tags: {} });
      assert.deepEqual(part("aws:s3:BucketVersioning", "versioning"), {
        bucket,
        versioningConfiguration: { status: "Enabled" },
      });
      assert.deepEqual(part("aws:s3:BucketPublicAccessBlock", "public-access-block"), {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(part("aws:s3:BucketOwnershipControls", "ownership"), {
        bucket,
        rule: { objectOwnership: "BucketOwnerEnforced" },
      });
      const keyArn = resource(plan, "aws:kms:Key", `archive-${site}-key`).outputs["arn"];
      assert.deepEqual(part("aws:s3:BucketServerSideEncryptionConfiguration", "encryption"), {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { kmsMasterKeyId: keyArn, sseAlgorithm: "aws:kms" },
            blockedEncryptionTypes: ["SSE-C"],
            bucketKeyEnabled: true,
          },
        ],
      });
      assert.deepEqual(part("aws:s3:BucketLifecycleConfiguration", "lifecycle"), {
        bucket,
        rules: [
          {
            id: "unfinished-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      });
    }
  });

  it("makes rotating keys with the aliases of the archive and the role as their only other user", async () => {
    const plan = await planOf({ keyDeletionWindowInDays: 7 });
    const key = resource(plan, "aws:kms:Key", "archive-eu-central-1-key");
    assert.equal(key.inputs["enableKeyRotation"], true);
    assert.equal(key.inputs["deletionWindowInDays"], 7);
    assert.deepEqual(policyOf(key)["Statement"], [
      {
        Sid: "AccountAdministration",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "ReplicationUse",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/service-role/acme-archive-replication" },
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": [
              "arn:aws:s3:::acme-archive-replication-eu-central-1",
              "arn:aws:s3:::acme-archive-replication-eu-central-1/*",
            ],
          },
        },
      },
    ]);
    assert.equal(resource(plan, "aws:kms:Alias", "archive-primary-alias").inputs["name"], "alias/archive");
    assert.equal(
      resource(plan, "aws:kms:Alias", "archive-eu-central-1-alias").inputs["name"],
      "alias/archive/replication",
    );
  });

  it("names the role stably, in the path of service roles, for S3 alone", async () => {
    const plan = await planOf();
    const role = resource(plan, "aws:iam:Role", "archive-replication-role");
    assert.equal(role.inputs["name"], "acme-archive-replication");
    assert.equal(role.inputs["path"], "/service-role/");
    assert.deepEqual(policyOf(role, "assumeRolePolicy")["Statement"], [
      { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  it("waits for versioning, encryption and policies at both ends and for the role before it replicates", async () => {
    const plan = await planOf();
    const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
    const waitsFor = new Set(configuration?.dependencies.map(nameOf));
    for (const name of [
      "archive-primary-versioning",
      "archive-eu-central-1-versioning",
      "archive-primary-policy",
      "archive-eu-central-1-policy",
      "archive-primary-encryption",
      "archive-eu-central-1-encryption",
      "archive-primary-ownership",
      "archive-eu-central-1-ownership",
      "archive-replication-objects",
      "archive-replication-keys",
      "archive-replication-role",
    ]) {
      assert.ok(waitsFor.has(name), name);
    }
    const key = resource(plan, "aws:kms:Key", "archive-eu-central-1-key");
    assert.deepEqual(key.dependencies.map(nameOf), ["archive-replication-role"]);
  });

  it("protects the primary's bucket and key, and retains everything that keeps data safe on both sides", async () => {
    const plan = await planOf();
    const guarded = (predicate: (resource: Plan["resources"][number]) => boolean) =>
      plan.resources
        .filter(predicate)
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(
      guarded(({ protect }) => protect),
      ["archive-primary-bucket", "archive-primary-key"],
    );
    const notRetained = guarded(
      ({ retainOnDelete, custom, type }) => custom && !retainOnDelete && !type.startsWith("pulumi:"),
    );
    assert.deepEqual(notRetained, [
      "archive-alarms-dashboard",
      "archive-alarms-eu-central-1",
      "archive-alarms-eu-central-1-alias",
      "archive-alarms-eu-central-1-failures",
      "archive-alarms-eu-central-1-key",
      "archive-alarms-eu-central-1-latency",
      "archive-alarms-eu-central-1-pending",
      "archive-alarms-eu-west-1",
      "archive-alarms-eu-west-1-alias",
      "archive-alarms-eu-west-1-key",
      "archive-alarms-events",
      "archive-alarms-events",
      "archive-replication",
      "archive-replication-keys",
      "archive-replication-objects",
      "archive-replication-role",
    ]);
  });

  it("neither protects nor retains when told so", async () => {
    const plan = await planOf({ protect: false, retainOnDelete: false });
    assert.equal(
      plan.resources.some(({ protect, retainOnDelete }) => protect || retainOnDelete),
      false,
    );
  });

  it("locks objects on both sides only when asked to", async () => {
    const locked = await planOf({ objectLock: { mode: "GOVERNANCE", days: 30 } });
    assert.deepEqual(
      ofType(locked, "aws:s3:Bucket").map(({ inputs }) => inputs["objectLockEnabled"]),
      [true, true],
    );
    assert.deepEqual(
      ofType(locked, "aws:s3:BucketObjectLockConfiguration").map(({ inputs }) => inputs["rule"]),
      [
        { defaultRetention: { days: 30, mode: "GOVERNANCE" } },
        { defaultRetention: { days: 30, mode: "GOVERNANCE" } },
      ],
    );
    const withoutRetention = await planOf({ objectLock: {} });
    assert.equal(ofType(withoutRetention, "aws:s3:BucketObjectLockConfiguration").length, 0);
    const open = await planOf();
    assert.equal(
      ofType(open, "aws:s3:Bucket").some(({ inputs }) => "objectLockEnabled" in inputs),
      false,
    );
  });

  it("delivers access logs only where a bucket for them is named", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-central-1", accessLogBucket: "acme-logs" }] });
    assert.deepEqual(
      ofType(plan, "aws:s3:BucketLogging").map(({ name, inputs }) => [name, inputs]),
      [
        [
          "archive-eu-central-1-access-logs",
          {
            bucket: "acme-archive-replication-eu-central-1",
            targetBucket: "acme-logs",
            targetPrefix: "acme-archive-replication-eu-central-1/",
          },
        ],
      ],
    );
  });

  it("lets log services write into the primary, and encrypt with its key, but not into replicas", async () => {
    const plan = await planOf({ logDelivery: ["cloudtrail"] });
    const sids = (name: string, type = "aws:s3:BucketPolicy") =>
      JSON.stringify(policyOf(resource(plan, type, name))["Statement"]).match(/"Sid":"\w+"/g);
    assert.deepEqual(sids("archive-primary-policy"), [
      '"Sid":"TlsOnly"',
      '"Sid":"CloudTrailReadsAcl"',
      '"Sid":"CloudTrailWrites"',
    ]);
    assert.deepEqual(sids("archive-eu-central-1-policy"), ['"Sid":"TlsOnly"']);
    assert.deepEqual(sids("archive-primary-key", "aws:kms:Key"), [
      '"Sid":"AccountAdministration"',
      '"Sid":"ReplicationUse"',
      '"Sid":"CloudTrailEncrypts"',
    ]);
  });

  it("replicates within a region to a bucket with a name and an alias of its own", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-west-1", name: "backup" }] });
    assert.equal(
      resource(plan, "aws:s3:Bucket", "archive-backup-bucket").inputs["bucket"],
      "acme-archive-replication-backup",
    );
    assert.equal(
      resource(plan, "aws:kms:Alias", "archive-backup-alias").inputs["name"],
      "alias/archive/replication/backup",
    );
    assert.equal(rulesOf(plan)[0]?.["id"], "backup");
  });

  it("writes ARNs of the partition of its regions", async () => {
    const plan = await planOf({
      primary: { region: "cn-north-1", accountId: "111122223333" },
      replicas: [{ region: "cn-northwest-1" }],
    });
    assert.equal(JSON.stringify(plan.resources.map(({ inputs }) => inputs)).includes("arn:aws:"), false);
    const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
    assert.equal(
      configuration?.inputs["role"],
      "arn:aws-cn:iam::111122223333:role/service-role/acme-archive-replication",
    );
  });

  it("knows everything in a first preview but what KMS invents", async () => {
    const plan = await planOf(TWO, "first preview");
    const unknown = plan.resources.flatMap(({ name, inputs }) =>
      Object.entries(inputs)
        .filter(([, value]) => JSON.stringify(value).includes(UNKNOWN_VALUE))
        .map(([property]) => `${name}.${property}`),
    );
    assert.deepEqual(unknown.sort(), [
      "archive-alarms-eu-central-1-alias.targetKeyId",
      "archive-alarms-eu-central-1.kmsMasterKeyId",
      "archive-alarms-eu-north-1-alias.targetKeyId",
      "archive-alarms-eu-north-1.kmsMasterKeyId",
      "archive-alarms-eu-west-1-alias.targetKeyId",
      "archive-alarms-eu-west-1.kmsMasterKeyId",
      "archive-eu-central-1-alias.targetKeyId",
      "archive-eu-central-1-encryption.rules",
      "archive-eu-north-1-alias.targetKeyId",
      "archive-eu-north-1-encryption.rules",
      "archive-primary-alias.targetKeyId",
      "archive-primary-encryption.rules",
      "archive-replication-keys.policy",
      "archive-replication.rules",
    ]);
  });

  it("only adds resources, and a rule, when a region is added", async () => {
    const before = contents(await planOf());
    const after = contents(await planOf(TWO));
    const changed = [...before]
      .filter(([urn, inputs]) => after.get(urn) !== inputs)
      .map(([urn]) => nameOf(urn));
    assert.deepEqual(changed.sort(), [
      "archive",
      "archive-alarms-dashboard",
      "archive-replication",
      "archive-replication-keys",
      "archive-replication-objects",
    ]);
    const added = [...after.keys()].filter((urn) => !before.has(urn)).map(nameOf);
    assert.equal(added.length, 12 + 7);
    assert.ok(added.every((name) => /^archive-(alarms-)?eu-north-1/.test(name ?? "")));
  });

  it("changes nothing that AWS holds when the list is reordered", async () => {
    const before = await planOf(TWO);
    const after = await planOf({ replicas: [...TWO.replicas].reverse() });
    const changed = [...contents(before)].filter(([urn, inputs]) => contents(after).get(urn) !== inputs);
    assert.deepEqual(changed, []);
    assert.deepEqual(rulesOf(before), rulesOf(after));
  });

  it("takes names that are only known later", async () => {
    const bucketName = pulumi.output(Promise.resolve("late-archive"));
    const plan = await planOf({ bucketName });
    assert.deepEqual(
      ofType(plan, "aws:s3:Bucket")
        .map(({ inputs }) => inputs["bucket"])
        .sort(),
      ["late-archive", "late-archive-replication-eu-central-1"],
    );
  });

  it("fails with every problem before it registers anything", async () => {
    const wrong = { ...SMALL, primary: { region: "eu-wset-1" }, replicas: [] };
    await assert.rejects(planOf(wrong), {
      name: "InputError",
      message: [
        'ReplicatedBucket "archive": 2 problems',
        '  primary.region: expected an AWS region, found "eu-wset-1"; did you mean "eu-west-1"?',
        "  replicas: expected at least one replica, found an empty list; name a region, e.g. eu-central-1",
      ].join("\n"),
    });
  });
});

describe("a replica that is adopted", () => {
  const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const adopting = { replicas: [{ region: "eu-central-1", adopt: { keyId } }, { region: "eu-north-1" }] };

  it("has its bucket, key and alias imported, and nothing else", async () => {
    const imported: { [name: string]: string } = {};
    await record({ project: "library", stack: "test", kind: "update" }, () => {
      pulumi.runtime.registerStackTransformation(({ name, props, opts }) => {
        if ("import" in opts && typeof opts.import === "string") imported[name] = opts.import;
        return { props, opts };
      });
      new ReplicatedBucket("archive", { ...SMALL, ...adopting });
    });
    assert.deepEqual(imported, {
      "archive-eu-central-1-bucket": "acme-archive-replication-eu-central-1",
      "archive-eu-central-1-key": keyId,
      "archive-eu-central-1-alias": "alias/archive/replication",
    });
  });

  it("has the same resources as one that is not, and its own key's ARN, known in a first preview", async () => {
    const plan = await planOf(adopting);
    const created = await planOf(TWO);
    assert.deepEqual(
      plan.resources.map(({ urn }) => urn),
      created.resources.map(({ urn }) => urn),
    );
    const preview = await planOf(adopting, "first preview");
    const arn = `arn:aws:kms:eu-central-1:111122223333:key/${keyId}`;
    assert.equal(resource(plan, "aws:kms:Key", "archive-eu-central-1-key").outputs["arn"], arn);
    assert.equal(resource(preview, "aws:kms:Key", "archive-eu-central-1-key").outputs["arn"], arn);
    assert.equal(resource(preview, "aws:kms:Key", "archive-eu-north-1-key").outputs["arn"], undefined);
  });

  it("needs names that are plain text and the id of a key", () => {
    assert.throws(
      () =>
        new ReplicatedBucket("archive", {
          ...SMALL,
          bucketName: pulumi.output("acme-archive"),
          replicas: [{ region: "eu-central-1", adopt: { keyId: "mrk-1" } }],
        }),
      (error: unknown) => {
        assert.ok(pulumi.InputPropertiesError.isInstance(error));
        assert.deepEqual(error.message.split("\n").slice(1), [
          '  replicas[0].adopt.keyId: expected the id of a key, such as 1234abcd-12ab-34cd-56ef-1234567890ab, found "mrk-1"; write what follows key/ in the key\'s arn',
          "  replicas[0].adopt: expected a bucket whose name is plain text, found a name that is an output; pulumi imports by a name that is known when the program runs; write the name out",
        ]);
        return true;
      },
    );
  });
});
