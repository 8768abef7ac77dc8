import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ReplicatedBucket, type ReplicatedBucketArgs } from "../../components/index";
import { topologyFromRehearsal } from "../../model";
import { judge } from "../../model/judge";
import type { Plan } from "../../operations/rehearsal/plan";
import { record } from "../../operations/rehearsal/rehearse";
import { UNKNOWN_VALUE } from "../../operations/rehearsal/values";
import { nameOf, ofType, planOf, policyOf, resource, rulesOf, SMALL } from "../helpers/plans";

const PARTNER = "444455556666";
const roleArn = `arn:aws:iam::${PARTNER}:role/deployer`;
const ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";
const KEY = `arn:aws:kms:eu-north-1:${PARTNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** A replica in the own account and one in the partner's. */
const MIXED: Partial<ReplicatedBucketArgs> = {
  replicas: [
    { region: "eu-central-1" },
    { region: "eu-north-1", accountId: PARTNER, assumeRole: { roleArn, externalId: "acme" } },
  ],
};
/** A replica in the own account and one that the partner's own stack made. */
const GIVEN: Partial<ReplicatedBucketArgs> = {
  replicas: [
    { region: "eu-central-1" },
    { region: "eu-north-1", name: "partner", bucketArn: "arn:aws:s3:::partner-vault", keyArn: KEY },
  ],
};

const statements = (plan: Plan, type: string, name: string): readonly unknown[] => {
  const { Statement } = policyOf(resource(plan, type, name));
  assert.ok(Array.isArray(Statement));
  return Statement;
};
const sids = (plan: Plan, type: string, name: string) =>
  statements(plan, type, name).map((statement) => Reflect.get(Object(statement), "Sid"));
const provider = (plan: Plan, name: string) => resource(plan, "pulumi:providers:aws", name).inputs;

describe("a replica in another account", () => {
  it("is reached by assuming its role, and held to its account", async () => {
    const plan = await planOf(MIXED);
    const there = provider(plan, "archive-eu-north-1");
    assert.equal(there["region"], "eu-north-1");
    assert.equal(there["allowedAccountIds"], `["${PARTNER}"]`);
    assert.deepEqual(JSON.parse(String(there["assumeRoles"])), [
      { roleArn, sessionName: "s3-replication", externalId: "acme" },
    ]);
    for (const name of ["archive-primary", "archive-eu-central-1"]) {
      assert.equal("assumeRoles" in provider(plan, name), false);
      assert.equal("profile" in provider(plan, name), false);
      assert.equal(provider(plan, name)["allowedAccountIds"], '["111122223333"]');
    }
  });

  it("is reached with a named profile instead", async () => {
    const plan = await planOf({
      replicas: [{ region: "eu-north-1", accountId: PARTNER, profile: "partner" }],
    });
    const there = provider(plan, "archive-eu-north-1");
    assert.equal(there["profile"], "partner");
    assert.equal(there["allowedAccountIds"], `["${PARTNER}"]`);
    assert.equal("assumeRoles" in there, false);
  });

  it("has the account of its role when it names none", async () => {
    const plan = await planOf({ replicas: [{ region: "eu-north-1", assumeRole: { roleArn } }] });
    assert.equal(provider(plan, "archive-eu-north-1")["allowedAccountIds"], `["${PARTNER}"]`);
    assert.deepEqual(rulesOf(plan)[0]?.["destination"], {
      ...Object(rulesOf(plan)[0]?.["destination"]),
      account: PARTNER,
    });
  });

  it("gets a rule with its account, which is to own the copies; one in the own account does not", async () => {
    const [own, other] = rulesOf(await planOf(MIXED));
    assert.equal(own?.["id"], "eu-central-1");
    const destination = (rule: unknown) => Object(Reflect.get(Object(rule), "destination"));
    assert.equal("account" in destination(own), false);
    assert.equal("accessControlTranslation" in destination(own), false);
    assert.equal(destination(other)["account"], PARTNER);
    assert.deepEqual(destination(other)["accessControlTranslation"], { owner: "Destination" });
  });

  it("lets exactly the role write, with the actions that its rule needs", async () => {
    const plan = await planOf(MIXED);
    assert.deepEqual(statements(plan, "aws:s3:BucketPolicy", "archive-eu-north-1-policy").slice(1), [
      {
        Sid: "ReplicationWrites",
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: [
          "s3:ReplicateObject",
          "s3:ReplicateTags",
          "s3:ReplicateDelete",
          "s3:ObjectOwnerOverrideToBucketOwner",
        ],
        Resource: "arn:aws:s3:::acme-archive-replication-eu-north-1/*",
      },
    ]);
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "archive-eu-central-1-policy"), ["TlsOnly"]);
    const quiet = await planOf({ ...MIXED, deleteMarkers: false });
    const write = statements(quiet, "aws:s3:BucketPolicy", "archive-eu-north-1-policy")[1];
    assert.equal(JSON.stringify(write).includes("ReplicateDelete"), false);
  });

  it("keeps the administration of its key to its own account, and lets the role of the other one use it", async () => {
    const [administration, use] = statements(await planOf(MIXED), "aws:kms:Key", "archive-eu-north-1-key");
    assert.deepEqual(Reflect.get(Object(administration), "Principal"), {
      AWS: `arn:aws:iam::${PARTNER}:root`,
    });
    assert.deepEqual(Reflect.get(Object(use), "Principal"), { AWS: ROLE });
  });

  it("is given its copies by the role, which gives nothing away in its own account", async () => {
    const plan = await planOf(MIXED);
    const [, , own, other] = statements(plan, "aws:iam:RolePolicy", "archive-replication-objects");
    assert.equal(JSON.stringify(own).includes("ObjectOwnerOverride"), false);
    assert.deepEqual(Reflect.get(Object(other), "Action"), [
      "s3:ReplicateObject",
      "s3:ReplicateTags",
      "s3:ReplicateDelete",
      "s3:ObjectOwnerOverrideToBucketOwner",
    ]);
    assert.equal(
      Reflect.get(Object(other), "Resource"),
      "arn:aws:s3:::acme-archive-replication-eu-north-1/*",
    );
  });

  it("names the role only once it exists, and is replicated to only once both policies are in place", async () => {
    const plan = await planOf(MIXED);
    const waits = (type: string, name: string) => resource(plan, type, name).dependencies.map(nameOf);
    assert.ok(waits("aws:s3:BucketPolicy", "archive-eu-north-1-policy").includes("archive-replication-role"));
    assert.ok(waits("aws:kms:Key", "archive-eu-north-1-key").includes("archive-replication-role"));
    const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
    const all = configuration?.dependencies.map(nameOf) ?? [];
    for (const name of [
      "archive-eu-north-1-policy",
      "archive-eu-north-1-versioning",
      "archive-eu-north-1-key",
      "archive-replication-objects",
      "archive-replication-keys",
    ]) {
      assert.ok(all.includes(name), name);
    }
  });

  it("shows every document in a first preview but the one that names keys", async () => {
    const plan = await planOf(MIXED, "first preview");
    const documents = plan.resources.flatMap(({ name, inputs }) =>
      ["policy", "assumeRolePolicy"]
        .filter((property) => property in inputs)
        .map((property) => [name, inputs[property] === UNKNOWN_VALUE || inputs[property] === undefined]),
    );
    assert.deepEqual(
      documents.filter(([, unknown]) => unknown).map(([name]) => name),
      ["archive-replication-keys"],
    );
    assert.equal(documents.length, 16);
  });

  it("works by the proof, beside one in the own account", async () => {
    const routes = judge(topologyFromRehearsal(await planOf(MIXED)));
    assert.deepEqual(
      routes.map(({ rule, verdict, destinationAccount }) => [rule, verdict, destinationAccount]),
      [
        ["eu-central-1", "works", "111122223333"],
        ["eu-north-1", "works", PARTNER],
      ],
    );
  });

  it("may be in the primary's own region without a name, and in a region with others by name", async () => {
    const plan = await planOf({
      replicas: [
        { region: "eu-west-1", assumeRole: { roleArn } },
        {
          region: "eu-west-1",
          name: "studio",
          assumeRole: { roleArn: roleArn.replace(PARTNER, "777788889999") },
        },
        { region: "eu-west-1", name: "backup" },
      ],
    });
    assert.deepEqual(
      rulesOf(plan).map(({ id }) => id),
      ["backup", "eu-west-1", "studio"],
    );
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict, destinationAccount }) => [
        verdict,
        destinationAccount,
      ]),
      [
        ["works", "111122223333"],
        ["works", PARTNER],
        ["works", "777788889999"],
      ],
    );
  });

  it("keeps the role from being replaced, whose ARN is in the other account's policies", async () => {
    const guarded = async (args: Partial<ReplicatedBucketArgs>) =>
      resource(await planOf(args), "aws:iam:Role", "archive-replication-role").protect;
    assert.equal(await guarded(MIXED), true);
    assert.equal(await guarded(GIVEN), true);
    assert.equal(await guarded({ ...MIXED, protect: false }), false);
    assert.equal(await guarded({}), false);
  });

  it("is reached with the user's own provider, if there is one", async () => {
    const plan = await record({ project: "library", stack: "test", kind: "update" }, () => {
      const mine = new aws.Provider("mine", { region: "eu-north-1", allowedAccountIds: [PARTNER] });
      new ReplicatedBucket("archive", {
        ...SMALL,
        replicas: [{ region: "eu-north-1", accountId: PARTNER, provider: mine }],
      });
    });
    assert.equal(nameOf(resource(plan, "aws:s3:Bucket", "archive-eu-north-1-bucket").provider), "mine");
    assert.equal(Object(rulesOf(plan)[0]?.["destination"])["account"], PARTNER);
  });
});

describe("the primary's own role or profile", () => {
  it("reaches the replicas of its account, too, and no others", async () => {
    const own = { roleArn: "arn:aws:iam::111122223333:role/archiver" };
    const plan = await planOf({
      primary: { region: "eu-west-1", assumeRole: own },
      replicas: [
        { region: "eu-central-1" },
        { region: "eu-south-1", accountId: "111122223333" },
        { region: "eu-north-1", assumeRole: { roleArn, sessionName: "acme" } },
      ],
    });
    const roles = (name: string) => JSON.parse(String(provider(plan, name)["assumeRoles"]));
    for (const name of ["archive-primary", "archive-eu-central-1", "archive-eu-south-1"]) {
      assert.deepEqual(roles(name), [{ roleArn: own.roleArn, sessionName: "s3-replication" }]);
      assert.equal(provider(plan, name)["allowedAccountIds"], '["111122223333"]');
    }
    assert.deepEqual(roles("archive-eu-north-1"), [{ roleArn, sessionName: "acme" }]);
  });
});

describe("a replica whose bucket somebody else's stack made", () => {
  it("gets a rule, alarms and the role's permissions, and no other resource or provider", async () => {
    const plan = await planOf(GIVEN);
    const before = (await planOf({})).resources.map(({ urn }) => urn);
    const added = plan.resources.filter(({ urn }) => !before.includes(urn));
    assert.deepEqual(added.map(({ name }) => name).sort(), [
      "archive-alarms-eu-north-1",
      "archive-alarms-eu-north-1",
      "archive-alarms-eu-north-1-alias",
      "archive-alarms-eu-north-1-key",
      "archive-alarms-partner-failures",
      "archive-alarms-partner-latency",
      "archive-alarms-partner-pending",
    ]);
    assert.deepEqual(
      [...new Set(added.filter(({ custom }) => custom).map(({ provider }) => nameOf(provider)))],
      ["archive-primary"],
    );
    const [, rule] = rulesOf(plan);
    assert.equal(rule?.["id"], "partner");
    const destination = Object(rule?.["destination"]);
    assert.equal(destination["bucket"], "arn:aws:s3:::partner-vault");
    assert.equal(destination["account"], PARTNER);
    assert.deepEqual(destination["accessControlTranslation"], { owner: "Destination" });
    assert.deepEqual(destination["encryptionConfiguration"], { replicaKmsKeyId: KEY });
    const objects = JSON.stringify(statements(plan, "aws:iam:RolePolicy", "archive-replication-objects"));
    assert.ok(objects.includes('"Resource":"arn:aws:s3:::partner-vault/*"'));
    const keys = statements(plan, "aws:iam:RolePolicy", "archive-replication-keys");
    assert.equal(Reflect.get(Object(keys[2]), "Resource"), KEY);
  });

  it("of the own account changes no owner", async () => {
    const plan = await planOf({
      replicas: [
        {
          region: "eu-north-1",
          bucketArn: "arn:aws:s3:::team-vault",
          keyArn: KEY.replace(PARTNER, "111122223333"),
        },
      ],
    });
    assert.equal("account" in Object(rulesOf(plan)[0]?.["destination"]), false);
    assert.equal(JSON.stringify(plan.resources).includes("ObjectOwnerOverride"), false);
  });

  it("leaves unproven what only its owner can grant, and nothing else", async () => {
    const routes = judge(topologyFromRehearsal(await planOf(GIVEN)));
    assert.deepEqual(
      routes.map(({ rule, verdict }) => [rule, verdict]),
      [
        ["eu-central-1", "works"],
        ["partner", "unproven"],
      ],
    );
    assert.equal(
      routes[1]?.requirements.some(({ verdict }) => verdict === "unmet"),
      false,
    );
  });

  it("asks its owner for statements that are ready to send", async () => {
    const asked = new Map<string, unknown>();
    await record({ project: "library", stack: "test", kind: "first preview" }, () => {
      const archive = new ReplicatedBucket("archive", { ...SMALL, ...GIVEN });
      for (const [name, grants] of Object.entries(archive.requestedGrants)) {
        grants.apply((resolved) => asked.set(name, resolved));
      }
    });
    assert.deepEqual(
      [...asked],
      [
        [
          "partner",
          {
            bucketPolicy: [
              {
                Sid: "ReplicationWrites",
                Effect: "Allow",
                Principal: { AWS: ROLE },
                Action: [
                  "s3:ReplicateObject",
                  "s3:ReplicateTags",
                  "s3:ReplicateDelete",
                  "s3:ObjectOwnerOverrideToBucketOwner",
                ],
                Resource: "arn:aws:s3:::partner-vault/*",
              },
            ],
            keyPolicy: [
              {
                Sid: "ReplicationUse",
                Effect: "Allow",
                Principal: { AWS: ROLE },
                Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
                Resource: "*",
                Condition: {
                  StringEquals: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" },
                  StringLike: {
                    "kms:EncryptionContext:aws:s3:arn": [
                      "arn:aws:s3:::partner-vault",
                      "arn:aws:s3:::partner-vault/*",
                    ],
                  },
                },
              },
            ],
          },
        ],
      ],
    );
  });
});

describe("who may touch the data", () => {
  const AUDITORS = `arn:aws:iam::${PARTNER}:role/auditors`;
  const PUBLISHER = "arn:aws:iam::111122223333:role/publisher";

  it("is nobody but the role and the own account's IAM unless the arguments say so", async () => {
    const plan = await planOf({});
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "archive-primary-policy"), ["TlsOnly"]);
    assert.deepEqual(sids(plan, "aws:kms:Key", "archive-primary-key"), [
      "AccountAdministration",
      "ReplicationUse",
    ]);
  });

  it("are readers of exactly the buckets that they are given, with those buckets' keys", async () => {
    const plan = await planOf({
      replicas: [{ region: "eu-central-1" }, { region: "eu-north-1" }],
      readers: [
        { principals: [AUDITORS] },
        { principals: ["777788889999"], prefix: "reports/", of: ["primary", "eu-north-1"] },
      ],
    });
    const of = (site: string) => [
      ...sids(plan, "aws:s3:BucketPolicy", `archive-${site}-policy`),
      ...sids(plan, "aws:kms:Key", `archive-${site}-key`),
    ];
    assert.deepEqual(of("primary"), [
      "TlsOnly",
      "Readers1List",
      "Readers1Read",
      "Readers2List",
      "Readers2Read",
      "AccountAdministration",
      "ReplicationUse",
      "Readers1Decrypt",
      "Readers2Decrypt",
    ]);
    assert.deepEqual(of("eu-central-1"), ["TlsOnly", "AccountAdministration", "ReplicationUse"]);
    assert.deepEqual(of("eu-north-1"), [
      "TlsOnly",
      "Readers1List",
      "Readers1Read",
      "AccountAdministration",
      "ReplicationUse",
      "Readers1Decrypt",
    ]);
  });

  it("are uploaders whose tag the rules ask for and the primary guards", async () => {
    const plan = await planOf({
      deleteMarkers: false,
      filter: { prefix: "out/", tags: { tier: "gold" } },
      replicateOnlyFrom: { tag: { key: "replicate", value: "yes" }, principals: [PUBLISHER] },
    });
    assert.deepEqual(rulesOf(plan)[0]?.["filter"], {
      and: { prefix: "out/", tags: { tier: "gold", replicate: "yes" } },
    });
    assert.deepEqual(rulesOf(plan)[0]?.["deleteMarkerReplication"], { status: "Disabled" });
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "archive-primary-policy"), [
      "TlsOnly",
      "Uploaders",
      "TriggerTagInRequest",
      "TriggerTagByCopy",
      "TriggerTagOnObject",
      "TriggerTagByReplication",
      "UnfinishedUploads",
    ]);
    assert.ok(sids(plan, "aws:kms:Key", "archive-primary-key").includes("UploadersUse"));
    assert.deepEqual(sids(plan, "aws:s3:BucketPolicy", "archive-eu-central-1-policy"), ["TlsOnly"]);
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict }) => verdict),
      ["works"],
    );
  });

  it("are writers of the primary, uploaders included", async () => {
    const plan = await planOf({
      deleteMarkers: false,
      writers: ["arn:aws:iam::111122223333:user/app"],
      replicateOnlyFrom: { tag: { key: "replicate", value: "yes" }, principals: [PUBLISHER] },
    });
    const only = statements(plan, "aws:s3:BucketPolicy", "archive-primary-policy").at(-1);
    assert.equal(Reflect.get(Object(only), "Sid"), "OnlyWriters");
    assert.deepEqual(Reflect.get(Object(only), "Condition"), {
      ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:user/app", PUBLISHER] },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
  });

  it("are those who may delete versions, of replicas only", async () => {
    const plan = await planOf({ ...MIXED, versionDeleters: [AUDITORS] });
    const last = (site: string) => sids(plan, "aws:s3:BucketPolicy", `archive-${site}-policy`).at(-1);
    assert.equal(last("eu-central-1"), "VersionDeletes");
    assert.equal(last("eu-north-1"), "VersionDeletes");
    assert.equal(last("primary"), "TlsOnly");
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict }) => verdict),
      ["works", "works"],
    );
  });
});
