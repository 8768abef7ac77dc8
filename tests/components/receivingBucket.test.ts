import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { ReceivingBucket, type ReceivingBucketArgs } from "../../components/index";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import { namesOf } from "../../components/stackNames";
import { topologyFromRehearsal } from "../../model";
import { judge } from "../../model/judge";
import type { Plan } from "../../operations/rehearsal/plan";
import type { RunKind } from "../../operations/rehearsal/recorder";
import { record } from "../../operations/rehearsal/rehearse";
import { ofType, planOf, policyOf, programPlan, resource } from "../helpers/plans";

const SOURCE_ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";
const VAULT: ReceivingBucketArgs = {
  bucketName: "partner-vault",
  region: "eu-north-1",
  accountId: "444455556666",
  source: { roleArn: SOURCE_ROLE },
};
const SETTINGS = {
  prefix: "partner",
  accountId: "444455556666",
  receiver: { region: "eu-north-1", bucketName: "partner-vault", sourceRoleArn: SOURCE_ROLE },
};

function vaultPlan(args: Partial<ReceivingBucketArgs> = {}, kind: RunKind = "update"): Promise<Plan> {
  return record({ project: "library", stack: "test", kind }, () => {
    new ReceivingBucket("vault", { ...VAULT, ...args });
  });
}

const sids = (plan: Plan, type: string, name: string) =>
  [policyOf(resource(plan, type, name))["Statement"]].flat().map((one) => Reflect.get(Object(one), "Sid"));

describe("ReceivingBucket", () => {
  it("makes one bucket with its parts and a key, held to its account", async () => {
    const plan = await vaultPlan();
    assert.deepEqual(
      plan.resources.map(({ type, name }) => `${type.replace(/\/[^:]*/, "")} ${name}`).sort(),
      [
        "aws:kms:Alias vault-alias",
        "aws:kms:Key vault-key",
        "aws:s3:Bucket vault-bucket",
        "aws:s3:BucketLifecycleConfiguration vault-lifecycle",
        "aws:s3:BucketOwnershipControls vault-ownership",
        "aws:s3:BucketPolicy vault-policy",
        "aws:s3:BucketPublicAccessBlock vault-public-access-block",
        "aws:s3:BucketServerSideEncryptionConfiguration vault-encryption",
        "aws:s3:BucketVersioning vault-versioning",
        "pulumi:providers:aws vault-eu-north-1",
        "pulumi:pulumi:Stack library-test",
        "s3-replication:index:EncryptionKey vault",
        "s3-replication:index:ReceivingBucket vault",
        "s3-replication:index:SecureBucket vault",
      ],
    );
    const [provider] = ofType(plan, "pulumi:providers:aws");
    assert.equal(provider?.inputs["allowedAccountIds"], '["444455556666"]');
  });

  it("lets in a role that need not exist yet, and nobody else", async () => {
    const plan = await vaultPlan({}, "first preview");
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "vault-policy"), ["TlsOnly", "ReplicationWrites"]);
    assert.deepEqual(sids(plan, "aws:kms:Key", "vault-key"), ["AccountAdministration", "ReplicationUse"]);
    const policies = JSON.stringify(plan.resources.map(({ inputs }) => inputs["policy"]));
    assert.equal(policies.includes(`\\"AWS\\":\\"${SOURCE_ROLE}`), false);
    assert.ok(policies.includes(`\\"aws:PrincipalArn\\":\\"${SOURCE_ROLE}\\"`));
  });

  it("is protected and retained unless told otherwise", async () => {
    const kept = await vaultPlan();
    for (const [type, name] of [
      ["aws:s3:Bucket", "vault-bucket"],
      ["aws:kms:Key", "vault-key"],
    ] as const) {
      assert.equal(resource(kept, type, name).protect, true);
      assert.equal(resource(kept, type, name).retainOnDelete, true);
    }
    const loose = await vaultPlan({ protect: false, retainOnDelete: false });
    assert.equal(
      loose.resources.some(({ protect, retainOnDelete }) => protect || retainOnDelete),
      false,
    );
  });

  it("has readers and deleters of versions of its own", async () => {
    const plan = await vaultPlan({
      readers: [{ principals: ["arn:aws:iam::444455556666:role/analysts"] }],
      versionDeleters: ["arn:aws:iam::444455556666:role/records-*"],
    });
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "vault-policy"), [
      "TlsOnly",
      "ReplicationWrites",
      "Readers1List",
      "Readers1Read",
      "VersionDeletes",
    ]);
    assert.ok(sids(plan, "aws:kms:Key", "vault-key").includes("Readers1Decrypt"));
  });

  it("gives no ownership away to a source in its own account", async () => {
    const same = await vaultPlan({ accountId: "111122223333" });
    assert.equal(JSON.stringify(same.resources).includes("ObjectOwnerOverride"), false);
  });

  it("fails with every problem before it registers anything", async () => {
    const wrong = { region: "eu-north-1", accountId: "44", source: { roleArn: "acme" }, bucketName: "V" };
    await assert.rejects(vaultPlan(wrong), {
      name: "InputError",
      message: [
        'ReceivingBucket "vault": 4 problems',
        '  accountId: expected the 12 digits of an aws account, found "44"; write the digits without hyphens, in quotes',
        '  source.roleArn: expected the arn of the role that replicates, arn:aws:iam::<account>:role/<path and name>, found "acme"; copy replicationRoleArn of the sending stack, its path included',
        '  bucketName: expected a bucket name of 3 to 63 characters, found "V" with 1; choose another name',
        '  bucketName: expected a bucket name of lower-case letters, digits, hyphens and dots, found "V"; choose another name',
      ].join("\n"),
    });
  });
});

describe("a receiving stack", () => {
  it("hands over what the sending stack's settings take, word for word, and both are proven together", async () => {
    const receiver = await programPlan(SETTINGS);
    assert.deepEqual(Object.keys(receiver.outputs).sort(), ["handOver", "sourceMustGrant"]);
    const handOver = receiver.outputs["handOver"];
    assert.deepEqual(handOver, {
      region: "eu-north-1",
      accountId: "444455556666",
      bucketArn: "arn:aws:s3:::partner-vault",
      keyArn: resource(receiver, "aws:kms:Key", "vault-key").outputs["arn"],
    });
    const sender = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      accountId: "111122223333",
      replicas: [handOver],
    });
    assert.ok("othersMustGrant" in sender.outputs);
    assert.equal(sender.outputs["replicationRoleArn"], SOURCE_ROLE);
    assert.deepEqual(
      judge(topologyFromRehearsal(sender)).map(({ verdict }) => verdict),
      ["unproven"],
    );
    const both = { ...sender, resources: [...sender.resources, ...receiver.resources] };
    const [route] = judge(topologyFromRehearsal(both));
    const open = route?.requirements.filter(({ verdict }) => verdict !== "met");
    assert.deepEqual(open, []);
    assert.equal(route?.verdict, "works");
  });

  it("is found out when it lets in another role than the one that replicates", async () => {
    const receiver = await programPlan({
      ...SETTINGS,
      receiver: { ...SETTINGS.receiver, sourceRoleArn: SOURCE_ROLE.replace("/service-role/", "/") },
    });
    const sender = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      accountId: "111122223333",
      replicas: [receiver.outputs["handOver"]],
    });
    const both = { ...sender, resources: [...sender.resources, ...receiver.resources] };
    const [route] = judge(topologyFromRehearsal(both));
    assert.equal(route?.verdict, "broken");
    const unmet = route.requirements.filter((one) => one.verdict === "unmet" && one.strength === "required");
    assert.deepEqual(
      unmet.map(({ id }) => id),
      ["destination-bucket-policy", "replica-key-policy"],
    );
  });

  it("may let in every role of an account", async () => {
    const { sourceRoleArn: _, ...rest } = SETTINGS.receiver;
    const receiver = await programPlan({
      ...SETTINGS,
      receiver: { ...rest, sourceAccountId: "111122223333" },
    });
    const sender = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      accountId: "111122223333",
      replicas: [receiver.outputs["handOver"]],
    });
    const both = { ...sender, resources: [...sender.resources, ...receiver.resources] };
    assert.equal(judge(topologyFromRehearsal(both))[0]?.verdict, "works");
  });

  it("grants the source what a replicated bucket's role has, and the other way round", async () => {
    const receiver = await programPlan(SETTINGS);
    const sender = await planOf({ replicas: [Object(receiver.outputs["handOver"])] });
    const must = [Object(receiver.outputs["sourceMustGrant"])["Statement"]].flat();
    const has = ["archive-replication-objects", "archive-replication-keys"].flatMap((name) =>
      [policyOf(resource(sender, "aws:iam:RolePolicy", name))["Statement"]].flat(),
    );
    assert.equal(must.length, 2);
    for (const statement of must) {
      assert.ok(
        has.some((own) => isDeepStrictEqual(own, statement)),
        JSON.stringify(statement),
      );
    }
  });
});

describe("a receiving bucket that is adopted", () => {
  it("has the key that exists, as its settings say", async () => {
    const keyId = "mrk-1234abcd12ab34cd56ef1234567890ab";
    const plan = await programPlan({ ...SETTINGS, receiver: { ...SETTINGS.receiver, adopt: { keyId } } });
    assert.equal(
      resource(plan, "aws:kms:Key", "vault-key").outputs["arn"],
      `arn:aws:kms:eu-north-1:444455556666:key/${keyId}`,
    );
  });
});

describe("a receiving bucket whose key stays with its owner", () => {
  const OWNER = "777788889999";
  const KEY = `arn:aws:kms:eu-north-1:${OWNER}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
  const receiver = { ...SETTINGS.receiver, keyArn: KEY };
  const analysts = "arn:aws:iam::444455556666:role/analysts";

  it("makes no key and no alias, encrypts with that one and hands it over with the bucket's account", async () => {
    const plan = await programPlan({ ...SETTINGS, receiver });
    assert.deepEqual([ofType(plan, "aws:kms:Key"), ofType(plan, "aws:kms:Alias")], [[], []]);
    const encryption = resource(plan, "aws:s3:BucketServerSideEncryptionConfiguration", "vault-encryption");
    assert.ok(JSON.stringify(encryption.inputs).includes(`"kmsMasterKeyId":"${KEY}"`));
    assert.deepEqual(plan.outputs["handOver"], {
      region: "eu-north-1",
      accountId: "444455556666",
      bucketArn: "arn:aws:s3:::partner-vault",
      keyArn: KEY,
    });
    assert.ok(JSON.stringify(plan.outputs["sourceMustGrant"]).includes(KEY));
  });

  it("asks the key's owner for what the source, the readers and own statements need", async () => {
    const plan = await programPlan({
      ...SETTINGS,
      receiver,
      readers: [{ principals: [analysts] }],
      keyPolicyStatements: [
        { Sid: "Audit", Effect: "Allow", Principal: { AWS: analysts }, Action: "kms:GetKeyPolicy" },
      ],
    });
    const throughS3 = {
      StringEquals: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::partner-vault", "arn:aws:s3:::partner-vault/*"],
      },
    };
    assert.deepEqual(plan.outputs["othersMustGrant"], {
      receiver: {
        bucketPolicy: [],
        keyPolicy: [
          {
            Sid: "ReplicationUse",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { ...throughS3, ArnEquals: { "aws:PrincipalArn": SOURCE_ROLE } },
          },
          {
            Sid: "Readers1Decrypt",
            Effect: "Allow",
            Principal: { AWS: analysts },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: throughS3,
          },
          {
            Sid: "Audit",
            Effect: "Allow",
            Principal: { AWS: analysts },
            Action: "kms:GetKeyPolicy",
            Resource: "*",
          },
        ],
      },
    });
  });

  it("asks nobody for anything where the key is made here", async () => {
    assert.equal("othersMustGrant" in (await programPlan(SETTINGS)).outputs, false);
  });

  for (const [what, settings, says] of [
    [
      "an alias",
      { keyArn: `arn:aws:kms:eu-north-1:${OWNER}:alias/vault` },
      `receiver.keyArn: expected the arn of a key in eu-north-1, arn:aws:kms:eu-north-1:<account>:key/<id>, found "arn:aws:kms:eu-north-1:${OWNER}:alias/vault"; write the key's own arn: permissions on an alias grant nothing`,
    ],
    [
      "a key of another region",
      { keyArn: KEY.replace("eu-north-1", "eu-west-1") },
      `receiver.keyArn: expected the arn of a key in eu-north-1, arn:aws:kms:eu-north-1:<account>:key/<id>, found "${KEY.replace("eu-north-1", "eu-west-1")}"; the key must be in the bucket's region; correct the key or the region`,
    ],
    [
      "a key that is adopted as well",
      { keyArn: KEY, adopt: { keyId: "mrk-1234abcd12ab34cd56ef1234567890ab" } },
      "receiver.adopt.keyId: expected either a key to take over or keyArn, found both; keep keyArn for a key that stays with its owner, and leave keyId out",
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      const parsed = parseSettings({ ...SETTINGS, receiver: { ...SETTINGS.receiver, ...settings } });
      assert.deepEqual("problems" in parsed ? parsed.problems.map(problemLine) : [], [says]);
    });

  it("names the argument where it is one of the component", async () => {
    await assert.rejects(
      vaultPlan({ keyArn: "vault" }),
      /\n {2}keyArn: expected the arn of a key in eu-north-1/,
    );
  });

  it("takes an output, and shares no alias with another stack", async () => {
    const plan = await vaultPlan({
      keyArn: pulumi.output(KEY),
      source: { roleArn: pulumi.output(SOURCE_ROLE) },
    });
    assert.ok(JSON.stringify(plan.resources).includes(KEY));
    const names = (args: Partial<ReceivingBucketArgs>) =>
      namesOf({ receiver: { ...VAULT, ...args } }).map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(names({ keyArn: KEY }), ["bucket partner-vault"]);
    assert.deepEqual(names({}), ["bucket partner-vault", "alias alias/archive/replication"]);
  });
});
