import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { problemsOf } from "../../components/checks";
import { ReplicatedBucket } from "../../components/index";
import { problemLine } from "../../components/problems";
import { handOverOf } from "../../components/receiverStacks";
import type { KeptRule, ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { parseSettings } from "../../components/settings";
import type { Plan } from "../../operations/rehearsal/plan";
import { record } from "../../operations/rehearsal/rehearse";
import type { ResourceProperties } from "../../operations/rehearsal/values";
import { ofType, planOf, policyOf, programPlan, resource, rulesOf, SMALL } from "../helpers/plans";

const HERE = "111122223333";
const THERE = "444455556666";
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY = `arn:aws:kms:eu-west-1:${HERE}:key/${KEY_ID}`;
const SETTINGS = {
  prefix: "acme",
  primaryRegion: "eu-west-1",
  accountId: HERE,
  replicas: ["eu-central-1"],
};
const KEPT: KeptRule = {
  id: "backup",
  priority: 0,
  status: "Enabled",
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Disabled" },
  destination: { bucket: "arn:aws:s3:::acme-backup" },
};

function lines(settings: ResourceProperties): readonly string[] {
  const parsed = parseSettings(settings);
  return "problems" in parsed ? parsed.problems.map(problemLine) : [];
}

/** What Pulumi imports, by the name of the resource. */
async function imports(args: Partial<ReplicatedBucketArgs>): Promise<{ [name: string]: string }> {
  const imported: { [name: string]: string } = {};
  await record({ project: "library", stack: "test", kind: "update" }, () => {
    pulumi.runtime.registerStackTransformation(({ name, props, opts }) => {
      if ("import" in opts && typeof opts.import === "string") imported[name] = opts.import;
      return { props, opts };
    });
    new ReplicatedBucket("archive", { ...SMALL, alarms: { failureEvents: false }, ...args });
  });
  return imported;
}

function namesOf(plan: Plan): readonly string[] {
  return plan.resources.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name);
}

describe("a primary that is adopted", () => {
  const primary = { region: "eu-west-1", accountId: HERE, keepRules: [] };

  it("has its bucket, key and alias imported, and nothing else", async () => {
    assert.deepEqual(await imports({ primary: { ...primary, adopt: { keyId: KEY_ID } } }), {
      "archive-primary-bucket": "acme-archive",
      "archive-primary-key": KEY_ID,
      "archive-primary-alias": "alias/archive",
    });
  });

  it("gets an alias where its key has none, and a key where it has none of its own", async () => {
    assert.deepEqual(await imports({ primary: { ...primary, adopt: { keyId: KEY_ID, alias: false } } }), {
      "archive-primary-bucket": "acme-archive",
      "archive-primary-key": KEY_ID,
    });
    assert.deepEqual(await imports({ primary: { ...primary, adopt: {} } }), {
      "archive-primary-bucket": "acme-archive",
    });
  });

  it("has the same resources as one that is created, with a queue of failures or its own notifications", async () => {
    const adopted = { primary: { ...primary, adopt: { keyId: KEY_ID } } };
    for (const failureEvents of [true, false]) {
      const plan = await planOf({ ...adopted, alarms: { failureEvents } });
      assert.deepEqual(namesOf(plan), namesOf(await planOf({ alarms: { failureEvents } })));
      assert.equal(ofType(plan, "aws:s3:BucketNotification").length, failureEvents ? 1 : 0);
    }
    const carried = await planOf({ ...adopted, alarms: { notifications: { eventbridge: true } } });
    const { inputs } = resource(carried, "aws:s3:BucketNotification", "archive-alarms-events");
    assert.equal(inputs["eventbridge"], true);
  });

  it("has a name of its own in the settings, which the names of role and replicas are made of", async () => {
    const plan = await programPlan({ ...SETTINGS, bucketName: "acme-ledger" });
    assert.equal(plan.outputs["bucket"], "acme-ledger");
    assert.equal(
      plan.outputs["replicationRoleArn"],
      `arn:aws:iam::${HERE}:role/service-role/acme-ledger-replication`,
    );
    assert.equal(
      resource(plan, "aws:s3:Bucket", "archive-eu-central-1-bucket").inputs["bucket"],
      "acme-ledger-replication-eu-central-1",
    );
  });
});

describe("a primary that stays with its owner", () => {
  const left = { bucketArn: "arn:aws:s3:::acme-ledger", keyArn: KEY, keepRules: [] };

  it("gets its rules and alarms, and nothing else; the owner gets the statements to add", async () => {
    const plan = await programPlan({ ...SETTINGS, primary: left });
    assert.deepEqual(
      namesOf(plan).filter((name) => !name.includes("eu-central-1")),
      [
        "archive-replication-role",
        "archive-alarms-eu-west-1-key",
        "archive-alarms-dashboard",
        "archive-replication-objects",
        "archive-alarms-eu-west-1-alias",
        "archive-alarms-eu-west-1",
        "archive-replication-keys",
        "archive-replication",
      ],
    );
    const configuration = resource(plan, "aws:s3:BucketReplicationConfig", "archive-replication");
    assert.equal(configuration.inputs["bucket"], "acme-ledger");
    assert.deepEqual(plan.outputs["othersMustGrant"], {
      primary: {
        bucketPolicy: [],
        keyPolicy: [
          {
            Sid: "ReplicationUse",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${HERE}:role/service-role/acme-ledger-replication` },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: {
              StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
              StringLike: {
                "kms:EncryptionContext:aws:s3:arn": [
                  "arn:aws:s3:::acme-ledger",
                  "arn:aws:s3:::acme-ledger/*",
                ],
              },
            },
          },
        ],
      },
    });
  });

  it("is asked for the statements of its readers and writers, too", async () => {
    const plan = await programPlan({
      ...SETTINGS,
      primary: left,
      writers: [`arn:aws:iam::${HERE}:role/publisher`],
    });
    const grants: ResourceProperties = Object(Object(plan.outputs["othersMustGrant"])["primary"]);
    const sids = (policy: string) => Object(grants[policy]).map(({ Sid }: { Sid: string }) => Sid);
    assert.deepEqual(sids("keyPolicy"), ["ReplicationUse", "WritersUse"]);
    assert.ok(sids("bucketPolicy").includes("Writers"));
  });

  it("is allowed to the role: its objects to read, its key to decrypt", async () => {
    const plan = await programPlan({ ...SETTINGS, primary: left });
    const objects = JSON.stringify(
      policyOf(resource(plan, "aws:iam:RolePolicy", "archive-replication-objects")),
    );
    assert.match(objects, /"arn:aws:s3:::acme-ledger\/\*"/);
    const keys = JSON.stringify(policyOf(resource(plan, "aws:iam:RolePolicy", "archive-replication-keys")));
    assert.ok(keys.includes(KEY));
  });
});

describe("a key that exists", () => {
  const replicaKey = `arn:aws:kms:eu-central-1:${THERE}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;

  it("encrypts a bucket that is built, of any account, multi-Region keys included; no key is made", async () => {
    const plan = await programPlan({
      ...SETTINGS,
      primary: { keyArn: KEY },
      replicas: [{ region: "eu-central-1", keyArn: replicaKey }],
      alarms: { enabled: false },
    });
    assert.deepEqual(ofType(plan, "aws:kms:Key"), []);
    assert.deepEqual(ofType(plan, "aws:kms:Alias"), []);
    assert.equal(ofType(plan, "aws:s3:Bucket").length, 2);
    const encryption = resource(
      plan,
      "aws:s3:BucketServerSideEncryptionConfiguration",
      "archive-eu-central-1-encryption",
    );
    assert.ok(JSON.stringify(encryption.inputs).includes(replicaKey));
    assert.ok(JSON.stringify(rulesOf(plan)).includes(replicaKey));
    // The key's account is not the bucket's, so that the rule names no other account.
    assert.ok(!JSON.stringify(rulesOf(plan)).includes("accessControlTranslation"));
    const grants: ResourceProperties = Object(plan.outputs["othersMustGrant"]);
    assert.deepEqual(Object.keys(grants).sort(), ["eu-central-1", "primary"]);
    assert.deepEqual(Object(grants["eu-central-1"])["bucketPolicy"], []);
    assert.deepEqual(
      Object(grants["eu-central-1"])["keyPolicy"].map(({ Action }: ResourceProperties) => Action),
      [["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]],
    );
  });
});

describe("names that are outputs", () => {
  it("are taken for bucket, key and role", async () => {
    const plan = await planOf({
      roleArn: pulumi.output(`arn:aws:iam::${HERE}:role/platform/replication`),
      primary: { region: "eu-west-1", accountId: HERE, keyArn: pulumi.output(KEY) },
      replicas: [
        {
          region: "eu-north-1",
          accountId: THERE,
          bucketArn: pulumi.output("arn:aws:s3:::partner-vault"),
          keyArn: pulumi.output(`arn:aws:kms:eu-north-1:${THERE}:key/${KEY_ID}`),
        },
      ],
    });
    const [rule] = rulesOf(plan);
    assert.deepEqual(rule?.["destination"], {
      account: THERE,
      accessControlTranslation: { owner: "Destination" },
      bucket: "arn:aws:s3:::partner-vault",
      encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:eu-north-1:${THERE}:key/${KEY_ID}` },
      metrics: { status: "Enabled" },
    });
    assert.equal(
      resource(plan, "aws:iam:RolePolicy", "archive-replication-keys").inputs["role"],
      "replication",
    );
  });

  it("need the account of the bucket, which an output does not tell in time", () => {
    const replica = {
      region: "eu-north-1",
      bucketArn: pulumi.output("arn:aws:s3:::partner-vault"),
      keyArn: pulumi.output(`arn:aws:kms:eu-north-1:${THERE}:key/${KEY_ID}`),
    };
    assert.deepEqual(problemsOf({ ...SMALL, replicas: [replica] }).map(problemLine), [
      "replicas[0].accountId: expected the account of the bucket, because keyArn is an output, found nothing; add the 12 digits: rules and policies depend on it before an output is known",
    ]);
    assert.deepEqual(problemsOf({ ...SMALL, replicas: [{ ...replica, accountId: THERE }] }), []);
  });
});

describe("a replica that a receiving stack hands over", () => {
  const replica = {
    region: "eu-north-1",
    accountId: THERE,
    name: "partner",
    receiver: "acme/s3-replication/receiver",
  };

  it("is worked out from the settings of that stack where it is one of the project", async () => {
    const plan = await programPlan({ ...SETTINGS, replicas: [replica] });
    assert.equal(plan.unanswered, undefined);
    const partner: ResourceProperties = Object(Object(plan.outputs["replicas"])["partner"]);
    assert.equal(partner["bucketArn"], "arn:aws:s3:::partner-acme-vault");
    assert.match(String(partner["keyArn"]), /^arn:aws:kms:eu-north-1:444455556666:key\/[0-9a-f-]{36}$/);
    assert.ok(JSON.stringify(rulesOf(plan)).includes(String(partner["keyArn"])));
    assert.deepEqual(Object.keys(Object(plan.outputs["othersMustGrant"])), ["partner"]);
    assert.deepEqual(ofType(plan, "aws:s3:Bucket").length, 1);
  });

  it("is not known where the stack is of another project, and the rehearsal says so", async () => {
    const plan = await programPlan({ ...SETTINGS, replicas: [{ ...replica, receiver: "acme/vaults/prod" }] });
    assert.deepEqual(plan.unanswered, [
      {
        kind: "resource that is read",
        token: "pulumi:pulumi:StackReference",
        args: { id: "acme/vaults/prod" },
      },
    ]);
  });

  it("is refused where the stack hands over another place, or nothing", async () => {
    await assert.rejects(
      programPlan({ ...SETTINGS, replicas: [{ ...replica, region: "eu-south-1" }] }),
      /replica partner: the output handOver of acme\/s3-replication\/receiver: expected a bucket in eu-south-1 of account 444455556666, as the replica states, found one in eu-north-1 of 444455556666; correct region or accountId of the replica/,
    );
    for (const nothing of [undefined, null, "x", { region: "eu-north-1" }])
      assert.throws(
        () => handOverOf(nothing, replica),
        /expected an object with region, accountId, bucketArn, keyArn, found .*; deploy the receiving stack first/,
      );
  });
});

describe("rules that a primary keeps", () => {
  const roleArn = `arn:aws:iam::${HERE}:role/replication`;
  const keeping = (keepRules: readonly KeptRule[]) => ({
    roleArn,
    primary: { region: "eu-west-1", accountId: HERE, adopt: {}, keepRules },
    alarms: { failureEvents: false },
  });

  it("stay behind those of the stack as they are, and their priorities are taken", async () => {
    const rules = rulesOf(await planOf(keeping([KEPT])));
    assert.deepEqual(rules[1], KEPT);
    assert.deepEqual(
      rules.map(({ id, priority }) => [id, priority]),
      [
        ["eu-central-1", 1],
        ["backup", 0],
      ],
    );
  });

  it("never share a priority with another rule that is accepted", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 5 }),
        fc.option(fc.nat({ max: 6 }), { nil: undefined }),
        (priorities, own) => {
          const keepRules = priorities.map((priority) => ({ ...KEPT, id: `kept-${priority}`, priority }));
          const replicas = [{ region: "eu-central-1", priority: own }, { region: "eu-north-1" }];
          const problems = problemsOf({ ...SMALL, ...keeping(keepRules), replicas });
          const isTaken = own !== undefined && priorities.includes(own);
          assert.equal(problems.length, isTaken ? 1 : 0, problems.map(problemLine).join("\n"));
        },
      ),
    );
  });
});

describe("what is wrong with a primary that exists", () => {
  const adopt = { keyId: KEY_ID };
  const cases: readonly { readonly primary: ResourceProperties; readonly says: readonly string[] }[] = [
    {
      primary: { adopt },
      says: [
        "primary.keepRules: expected the replication rules that the existing bucket keeps, found nothing; this stack replaces all of them: npx s3-replication diagnose acme-archive --keep-rules prints them; write [] where there are none",
      ],
    },
    {
      primary: { adopt, keepRules: [{ ...KEPT, id: "eu-central-1" }] },
      says: [
        "primary.keepRules: expected roleArn, the role that these rules replicate with, found nothing; a bucket has one role for all rules: set roleArn to Role of its replication configuration",
        'primary.keepRules[0].id: expected an id that no other rule has, found "eu-central-1"; rules of this stack have the names of the replicas; give the replica another name, or the kept rule another id',
      ],
    },
    {
      primary: { bucketArn: "acme-ledger", keepRules: [] },
      says: [
        'primary.bucketArn: expected the arn of a bucket, arn:aws:s3:::<name>, found "acme-ledger"; write arn:aws:s3::: and the name',
        "primary.keyArn: expected the arn of a key in eu-west-1, arn:aws:kms:eu-west-1:<account>:key/<id>, found nothing; aws kms describe-key shows it",
      ],
    },
    {
      primary: { bucketArn: "arn:aws:s3:::acme-ledger", keyArn: KEY, adopt: {}, keepRules: [] },
      says: [
        "primary.adopt: expected either adopt or bucketArn, found both; keep adopt for a bucket that this stack takes over, bucketArn for one that stays with its owner",
      ],
    },
    {
      primary: { keyArn: KEY.replace("eu-west-1", "eu-west-2") },
      says: [
        `primary.keyArn: expected the arn of a key in eu-west-1, arn:aws:kms:eu-west-1:<account>:key/<id>, found "${KEY.replace("eu-west-1", "eu-west-2")}"; the key must be in the bucket's region; correct the key or the region`,
      ],
    },
    {
      primary: { keyArn: KEY, adopt, keepRules: [] },
      says: [
        "primary.adopt.keyId: expected either a key to take over or keyArn, found both; keep keyArn for a key that stays with its owner, and leave keyId out",
      ],
    },
  ];
  for (const { primary, says } of cases)
    it(`is told of ${JSON.stringify(primary)}`, () => {
      assert.deepEqual(lines({ ...SETTINGS, primary, alarms: { failureEvents: false } }), says);
    });

  it("is an option of the bucket where its owner configures it", () => {
    const primary = { bucketArn: "arn:aws:s3:::acme-ledger", keyArn: KEY, keepRules: [] };
    const lifecycle = { primary: { unfinishedUploadsExpireInDays: 1 } };
    assert.deepEqual(lines({ ...SETTINGS, primary, accessLogBucket: "acme-logs", lifecycle }), [
      'accessLogBucket: expected nothing beside primary.bucketArn, found "acme-logs"; remove it: that bucket is configured by its owner',
      'lifecycle.primary: expected nothing beside primary.bucketArn, found {"unfinishedUploadsExpireInDays":1}; remove it: that bucket is configured by its owner',
    ]);
  });

  it("is another name than that of the bucket in the arguments", () => {
    const primary = {
      region: "eu-west-1",
      accountId: HERE,
      bucketArn: "arn:aws:s3:::other",
      keyArn: KEY,
      keepRules: [],
    };
    assert.deepEqual(problemsOf({ ...SMALL, primary }).map(problemLine), [
      'primary.bucketArn: expected the arn of the bucket "acme-archive", which bucketName names, found "arn:aws:s3:::other"; correct one of the two',
    ]);
  });
});

describe("what is wrong with a receiving stack", () => {
  const cases: readonly { readonly replica: ResourceProperties; readonly says: readonly string[] }[] = [
    {
      replica: { receiver: "acme/s3-replication/receiver" },
      says: [
        "replicas[0].accountId: expected the account of the receiving stack, found nothing; add the 12 digits: rules and policies depend on it before another stack is read",
      ],
    },
    {
      replica: { receiver: "a/b/c/d", accountId: THERE },
      says: [
        'replicas[0].receiver: expected the name of a stack, <organization>/<project>/<stack>, found "a/b/c/d"; pulumi stack ls --all shows it',
      ],
    },
    {
      replica: {
        receiver: "acme/s3-replication/receiver",
        accountId: THERE,
        bucketArn: "arn:aws:s3:::vault",
        bucketName: "vault",
      },
      says: [
        'replicas[0].bucketArn: expected only receiver, found "arn:aws:s3:::vault"; the receiving stack hands it over; remove it, or receiver',
        'replicas[0].bucketName: expected only receiver, found "vault"; remove it: that bucket is made and configured by its owner\'s own stack',
      ],
    },
  ];
  for (const { replica, says } of cases)
    it(`is told of ${JSON.stringify(replica)}`, () => {
      assert.deepEqual(lines({ ...SETTINGS, replicas: [{ region: "eu-north-1", ...replica }] }), says);
    });
});
