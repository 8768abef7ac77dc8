import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsOf } from "../../components/checks";
import { resolveReplicas } from "../../components/defaults";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { wayBackTarget } from "../../components/wayBack";
import type { Plan } from "../../operations/rehearsal/plan";
import { isProperties, UNKNOWN_VALUE } from "../../operations/rehearsal/values";
import { nameOf, ofType, planOf, policyOf, resource, SMALL } from "../helpers/plans";

const PARTNER = "444455556666";
const ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";
const HERE: ReplicaArgs = { region: "eu-central-1", twoWay: true };
const THERE: ReplicaArgs = {
  region: "eu-north-1",
  twoWay: true,
  assumeRole: { roleArn: `arn:aws:iam::${PARTNER}:role/deployer` },
};
const ROLE_BACK_HERE = `${ROLE}-eu-central-1`;
const ROLE_BACK_THERE = `arn:aws:iam::${PARTNER}:role/service-role/acme-archive-replication-eu-north-1`;
const WRITER = "arn:aws:iam::111122223333:role/publisher";
const DELETER = "arn:aws:iam::111122223333:role/cleaner";

const two = (args: Partial<ReplicatedBucketArgs> = {}) => planOf({ replicas: [HERE], ...args });
const across = (args: Partial<ReplicatedBucketArgs> = {}) => planOf({ replicas: [THERE], ...args });

/** The statements of a policy, by their ids. */
function statements(plan: Plan, type: string, name: string): ReadonlyMap<unknown, unknown> {
  const { Statement } = policyOf(resource(plan, type, name));
  assert.ok(Array.isArray(Statement));
  return new Map(Statement.map((statement, index) => [Object(statement).Sid ?? index, statement]));
}
const ofBucket = (plan: Plan, site: string) =>
  statements(plan, "aws:s3:BucketPolicy", `archive-${site}-policy`);
const ofKey = (plan: Plan, site: string) => statements(plan, "aws:kms:Key", `archive-${site}-key`);

function rulesIn(plan: Plan, name: string) {
  const { rules } = resource(plan, "aws:s3:BucketReplicationConfig", name).inputs;
  assert.ok(Array.isArray(rules));
  return rules.filter(isProperties);
}

function throughS3(region: string, bucket: string) {
  return {
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: {
      "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
  };
}

describe("a two-way replica", () => {
  it("adds a role with two policies, a replication configuration and its alarms, and nothing else", async () => {
    const names = async (args: ReplicaArgs) =>
      (await planOf({ replicas: [args] })).resources.map(
        ({ type, name }) => `${type.replace(/\/[^:]*/, "")} ${name}`,
      );
    const before = await names({ region: "eu-central-1" });
    const after = await names(HERE);
    assert.deepEqual(after.filter((name) => !before.includes(name)).sort(), [
      "aws:cloudwatch:Dashboard archive-eu-central-1-alarms-dashboard",
      "aws:cloudwatch:MetricAlarm archive-eu-central-1-alarms-primary-failures",
      "aws:cloudwatch:MetricAlarm archive-eu-central-1-alarms-primary-latency",
      "aws:cloudwatch:MetricAlarm archive-eu-central-1-alarms-primary-pending",
      "aws:iam:Role archive-eu-central-1-replication-role",
      "aws:iam:RolePolicy archive-eu-central-1-replication-keys",
      "aws:iam:RolePolicy archive-eu-central-1-replication-objects",
      "aws:s3:BucketNotification archive-eu-central-1-alarms-events",
      "aws:s3:BucketReplicationConfig archive-eu-central-1-replication",
      "aws:sqs:Queue archive-eu-central-1-alarms-events",
      "s3-replication:index:ReplicationAlarms archive-eu-central-1-alarms",
      "s3-replication:index:ReplicationRole archive-eu-central-1-replication",
    ]);
    assert.deepEqual(
      before.filter((name) => !after.includes(name)),
      [],
    );
    assert.deepEqual(await names({ ...HERE, twoWay: false }), before);
  });

  it("has a rule in each direction, both with replica modification sync", async () => {
    const plan = await two();
    const sourceSelectionCriteria = {
      sseKmsEncryptedObjects: { status: "Enabled" },
      replicaModifications: { status: "Enabled" },
    };
    const keyOf = (site: string) => resource(plan, "aws:kms:Key", `archive-${site}-key`).outputs["arn"];
    const common = {
      status: "Enabled",
      priority: 0,
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Enabled" },
      sourceSelectionCriteria,
    };
    assert.deepEqual(rulesIn(plan, "archive-replication"), [
      {
        ...common,
        id: "eu-central-1",
        destination: {
          bucket: "arn:aws:s3:::acme-archive-replication-eu-central-1",
          encryptionConfiguration: { replicaKmsKeyId: keyOf("eu-central-1") },
          metrics: { status: "Enabled" },
        },
      },
    ]);
    assert.deepEqual(rulesIn(plan, "archive-eu-central-1-replication"), [
      {
        ...common,
        id: "primary",
        destination: {
          bucket: "arn:aws:s3:::acme-archive",
          encryptionConfiguration: { replicaKmsKeyId: keyOf("primary") },
          metrics: { status: "Enabled" },
        },
      },
    ]);
    const { inputs, provider } = resource(
      plan,
      "aws:s3:BucketReplicationConfig",
      "archive-eu-central-1-replication",
    );
    assert.equal(inputs["bucket"], "acme-archive-replication-eu-central-1");
    assert.equal(inputs["role"], ROLE_BACK_HERE);
    assert.equal(nameOf(provider), "archive-eu-central-1");
  });

  it("leaves rules to other replicas without replica modification sync", async () => {
    const plan = await planOf({ replicas: [HERE, { region: "eu-north-1" }] });
    const [, other] = rulesIn(plan, "archive-replication");
    assert.deepEqual(other?.["sourceSelectionCriteria"], { sseKmsEncryptedObjects: { status: "Enabled" } });
    assert.equal(ofType(plan, "aws:s3:BucketReplicationConfig").length, 2);
    assert.equal(ofType(plan, "aws:iam:Role").length, 2);
  });

  it("replicates by the same filters and options in both directions, with the storage class of each object", async () => {
    const plan = await planOf({
      replicas: [
        { region: "ap-south-1", priority: 3 },
        {
          ...HERE,
          storageClass: "STANDARD_IA",
          rules: [
            { name: "logs", filter: { prefix: "logs/" }, deleteMarkers: false, priority: 9 },
            { name: "all", replicationTimeControl: true },
            { name: "old", filter: { prefix: "old/" }, paused: true, metrics: false, priority: 12 },
          ],
        },
      ],
    });
    const shown = (name: string) =>
      rulesIn(plan, name)
        .filter(({ id }) => id !== "ap-south-1")
        .map(({ id, priority, status, filter, deleteMarkerReplication, destination }) => [
          id,
          priority,
          status,
          Object(filter).prefix,
          Object(deleteMarkerReplication).status,
          Object(destination).storageClass,
          "replicationTime" in Object(destination),
          "metrics" in Object(destination),
        ]);
    assert.deepEqual(shown("archive-replication"), [
      ["eu-central-1.all", 0, "Enabled", "", "Enabled", "STANDARD_IA", true, true],
      ["eu-central-1.logs", 9, "Enabled", "logs/", "Disabled", "STANDARD_IA", false, true],
      ["eu-central-1.old", 12, "Disabled", "old/", "Enabled", "STANDARD_IA", false, false],
    ]);
    assert.deepEqual(shown("archive-eu-central-1-replication"), [
      ["primary.all", 0, "Enabled", "", "Enabled", undefined, true, true],
      ["primary.logs", 1, "Enabled", "logs/", "Disabled", undefined, false, true],
      ["primary.old", 2, "Disabled", "old/", "Enabled", undefined, false, false],
    ]);
  });

  it("gives the role of the way back the least that it needs", async () => {
    const plan = await two({ filter: { prefix: "shared/" }, deleteMarkers: false });
    const policy = (name: string) => [
      ...statements(plan, "aws:iam:RolePolicy", `archive-eu-central-1-replication-${name}`).values(),
    ];
    const keyOf = (site: string) => resource(plan, "aws:kms:Key", `archive-${site}-key`).outputs["arn"];
    const own = "acme-archive-replication-eu-central-1";
    assert.deepEqual(policy("objects"), [
      {
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: `arn:aws:s3:::${own}`,
      },
      {
        Effect: "Allow",
        Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        Resource: `arn:aws:s3:::${own}/shared/*`,
      },
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: "arn:aws:s3:::acme-archive/*",
      },
    ]);
    assert.deepEqual(policy("keys"), [
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyOf("eu-central-1"),
        Condition: throughS3("eu-central-1", own),
      },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: keyOf("primary"),
        Condition: throughS3("eu-west-1", "acme-archive"),
      },
    ]);
    const locked = JSON.stringify([
      ...statements(
        await two({ objectLock: {} }),
        "aws:iam:RolePolicy",
        "archive-eu-central-1-replication-objects",
      ).values(),
    ]);
    assert.ok(locked.includes('"s3:GetObjectRetention","s3:GetObjectLegalHold"'));
  });

  it("in the same account has its role in both key policies and in no bucket policy", async () => {
    const plan = await two();
    assert.deepEqual([...ofBucket(plan, "primary").keys()], ["TlsOnly"]);
    assert.deepEqual([...ofBucket(plan, "eu-central-1").keys()], ["TlsOnly"]);
    assert.deepEqual(
      [...ofKey(plan, "primary").keys()],
      ["AccountAdministration", "ReplicationUse", "WayBackUse1"],
    );
    assert.deepEqual(ofKey(plan, "primary").get("WayBackUse1"), {
      Sid: "WayBackUse1",
      Effect: "Allow",
      Principal: { AWS: ROLE_BACK_HERE },
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: throughS3("eu-west-1", "acme-archive"),
    });
    assert.deepEqual(
      [...ofKey(plan, "eu-central-1").keys()],
      ["AccountAdministration", "ReplicationUse", "WayBackUse"],
    );
    assert.deepEqual(ofKey(plan, "eu-central-1").get("WayBackUse"), {
      Sid: "WayBackUse",
      Effect: "Allow",
      Principal: { AWS: ROLE_BACK_HERE },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: throughS3("eu-central-1", "acme-archive-replication-eu-central-1"),
    });
  });

  it("in another account has a role of that account, which the primary's policies let write and which hands over its copies", async () => {
    const plan = await across();
    const role = resource(plan, "aws:iam:Role", "archive-eu-north-1-replication-role");
    assert.equal(nameOf(role.provider), "archive-eu-north-1");
    assert.deepEqual([...ofBucket(plan, "primary").keys()], ["TlsOnly", "WayBackWrites1"]);
    assert.deepEqual(ofBucket(plan, "primary").get("WayBackWrites1"), {
      Sid: "WayBackWrites1",
      Effect: "Allow",
      Principal: { AWS: ROLE_BACK_THERE },
      Action: [
        "s3:ReplicateObject",
        "s3:ReplicateTags",
        "s3:ReplicateDelete",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ],
      Resource: "arn:aws:s3:::acme-archive/*",
    });
    assert.deepEqual(Object(ofKey(plan, "primary").get("WayBackUse1")).Principal, { AWS: ROLE_BACK_THERE });
    assert.deepEqual([...ofBucket(plan, "eu-north-1").keys()], ["TlsOnly", "ReplicationWrites"]);
    assert.deepEqual(Object(ofBucket(plan, "eu-north-1").get("ReplicationWrites")).Principal, { AWS: ROLE });
    const [back] = rulesIn(plan, "archive-eu-north-1-replication");
    assert.equal(Object(back?.["destination"]).account, "111122223333");
    assert.deepEqual(Object(back?.["destination"]).accessControlTranslation, { owner: "Destination" });
    const [kept] = rulesIn(
      await planOf({ replicas: [{ ...THERE, ownerOverride: false }] }),
      "archive-eu-north-1-replication",
    );
    assert.equal("accessControlTranslation" in Object(kept?.["destination"]), false);
  });

  it("beside others like it has a statement of its own for each", async () => {
    const plan = await planOf({ replicas: [THERE, { ...THERE, region: "eu-south-1" }, HERE] });
    assert.deepEqual([...ofBucket(plan, "primary").keys()], ["TlsOnly", "WayBackWrites2", "WayBackWrites3"]);
    const named = ["WayBackUse1", "WayBackUse2", "WayBackUse3"].map(
      (sid) => Object(ofKey(plan, "primary").get(sid)).Principal.AWS,
    );
    assert.deepEqual(named, [
      ROLE_BACK_HERE,
      ROLE_BACK_THERE,
      ROLE_BACK_THERE.replace("eu-north-1", "eu-south-1"),
    ]);
  });

  it("names a role only once it exists, and replicates only once both sides are ready", async () => {
    const plan = await across();
    const waits = (type: string, name: string) => resource(plan, type, name).dependencies.map(nameOf);
    for (const site of ["primary", "eu-north-1"]) {
      for (const role of ["archive-replication-role", "archive-eu-north-1-replication-role"]) {
        assert.ok(waits("aws:kms:Key", `archive-${site}-key`).includes(role), `${site} ${role}`);
      }
    }
    assert.ok(
      waits("aws:s3:BucketPolicy", "archive-primary-policy").includes("archive-eu-north-1-replication-role"),
    );
    const last = waits("aws:s3:BucketReplicationConfig", "archive-eu-north-1-replication");
    for (const name of [
      "archive-primary-policy",
      "archive-primary-versioning",
      "archive-primary-key",
      "archive-eu-north-1-policy",
      "archive-eu-north-1-versioning",
      "archive-eu-north-1-replication-objects",
      "archive-eu-north-1-replication-keys",
    ]) {
      assert.ok(last.includes(name), name);
    }
  });

  it("shows every document in a first preview but those that name keys", async () => {
    const plan = await planOf({ replicas: [THERE, HERE] }, "first preview");
    const unknown = plan.resources.filter(({ inputs }) => inputs["policy"] === UNKNOWN_VALUE);
    assert.deepEqual(unknown.map(({ name }) => name).sort(), [
      "archive-eu-central-1-replication-keys",
      "archive-eu-north-1-replication-keys",
      "archive-replication-keys",
    ]);
  });

  it("is protected as the primary is, its role where another account names it, and neither where told so", async () => {
    const protectedOf = (plan: Plan) =>
      plan.resources
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .sort();
    const primary = ["archive-primary-bucket", "archive-primary-key"];
    assert.deepEqual(protectedOf(await two()), [
      "archive-eu-central-1-bucket",
      "archive-eu-central-1-key",
      ...primary,
    ]);
    assert.deepEqual(protectedOf(await across()), [
      "archive-eu-north-1-bucket",
      "archive-eu-north-1-key",
      "archive-eu-north-1-replication-role",
      ...primary,
      "archive-replication-role",
    ]);
    assert.deepEqual(protectedOf(await across({ protect: false })), []);
  });

  it("has the name, path and tags of the primary's role for its own", async () => {
    const plan = await two({ roleName: "replicator", rolePath: "/platform/", tags: { team: "storage" } });
    const { inputs } = resource(plan, "aws:iam:Role", "archive-eu-central-1-replication-role");
    assert.deepEqual(
      [inputs["name"], inputs["path"], inputs["tags"]],
      ["replicator-eu-central-1", "/platform/", { team: "storage" }],
    );
    assert.equal("permissionsBoundary" in inputs, false);
    const boundary = "arn:aws:iam::111122223333:policy/workload-boundary";
    const limited = resource(
      await two({ permissionsBoundary: boundary }),
      "aws:iam:Role",
      "archive-eu-central-1-replication-role",
    );
    assert.equal(limited.inputs["permissionsBoundary"], boundary);
  });

  it("takes writes only from the writers of the primary, and leaves versions to the version deleters", async () => {
    const plan = await planOf({ replicas: [HERE, { region: "eu-north-1" }], writers: [WRITER] });
    const guard = Object(ofBucket(plan, "eu-central-1").get("OnlyWriters"));
    assert.deepEqual(guard.Action, ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]);
    assert.deepEqual(guard.Condition.ArnNotLike, { "aws:PrincipalArn": WRITER });
    assert.deepEqual([...ofBucket(plan, "eu-central-1").keys()], ["TlsOnly", "Writers", "OnlyWriters"]);
    assert.ok(ofKey(plan, "eu-central-1").has("WritersUse"));
    assert.deepEqual([...ofBucket(plan, "eu-north-1").keys()], ["TlsOnly"]);
    assert.equal(ofKey(plan, "eu-north-1").has("WritersUse"), false);

    const both = ofBucket(await two({ writers: [WRITER], versionDeleters: [DELETER] }), "eu-central-1");
    assert.deepEqual(Object(both.get("OnlyWriters")).Action, ["s3:PutObject", "s3:DeleteObject"]);
    assert.deepEqual(Object(both.get("VersionDeletes")).Condition, {
      ArnNotLike: { "aws:PrincipalArn": DELETER },
    });
  });

  it("has rules back that do not depend on other replicas, in the order of the rules there", () => {
    const rule = fc.record({ priority: fc.option(fc.nat({ max: 40 }), { nil: undefined }) });
    const lists = fc.tuple(
      fc.array(rule, { minLength: 1, maxLength: 6 }),
      fc.array(fc.constantFrom("a", "z", "m"), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(lists, ([rules, others]) => {
        const named = rules.map((one, index) => ({ ...one, name: `r${index}` }));
        const backOf = (replicas: readonly ReplicaArgs[]) => {
          const args = { ...SMALL, replicas };
          const [own] = resolveReplicas(args, () => "made").filter(({ name }) => name === "eu-central-1");
          assert.ok(own);
          return { there: own.rules, back: wayBackTarget(args, own).rules };
        };
        const alone = backOf([{ ...HERE, rules: named }]);
        const order = (list: readonly { readonly priority: number; readonly id: string }[]) =>
          [...list].sort((a, b) => a.priority - b.priority).map(({ id }) => id.split(".")[1]);
        const distinct = new Set(alone.there.map(({ priority }) => priority)).size === rules.length;
        if (distinct) {
          assert.deepEqual(order(alone.back), order(alone.there));
          assert.equal(new Set(alone.back.map(({ priority }) => priority)).size, rules.length);
        }
        const beside = backOf([
          { ...HERE, rules: rules.map((_, index) => ({ name: `r${index}` })) },
          ...others.map((name, index) => ({ region: "eu-north-1", name: `${name}${index}` })),
        ]);
        assert.deepEqual(
          beside.back.map(({ priority }) => priority),
          rules.map((_, index) => index),
        );
      }),
    );
  });
});

describe("a problem of a two-way replica", () => {
  const VAULT = {
    region: "eu-north-1",
    bucketArn: "arn:aws:s3:::partner-vault",
    keyArn: `arn:aws:kms:eu-north-1:${PARTNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  };
  const uploads = { tag: { key: "replicate", value: "yes" }, principals: [WRITER] };
  const boundary = "arn:aws:iam::111122223333:policy/workload-boundary";
  const long = "a-name-of-a-role-that-has-exactly-sixty-four-characters-in-it-12";
  const cases: readonly (readonly [string, Partial<ReplicatedBucketArgs>, readonly string[]])[] = [
    ["none", { replicas: [HERE, THERE] }, []],
    [
      "a bucket that exists",
      { replicas: [{ ...VAULT, twoWay: true }] },
      [
        "replicas[0].twoWay: expected a bucket that is made here, found one that exists; remove twoWay: the rules of an existing bucket are its owner's, who can add one to the primary",
      ],
    ],
    ["a bucket that exists and only receives", { replicas: [{ ...VAULT, twoWay: false }] }, []],
    [
      "a role that exists",
      { replicas: [HERE], roleArn: "arn:aws:iam::111122223333:role/replicator" },
      [
        'replicas[0].twoWay: expected roles that are made here, found roleArn "arn:aws:iam::111122223333:role/replicator"; the way back needs a role of its own; remove roleArn or twoWay',
      ],
    ],
    [
      "uploaders, whose tag is guarded in the primary alone",
      { replicas: [{ region: "eu-north-1" }, HERE], replicateOnlyFrom: uploads, deleteMarkers: false },
      [
        "replicas[1].twoWay: expected no replicateOnlyFrom, found both; the tag is guarded in the primary only, and the replica's writers would replicate; remove one of the two",
      ],
    ],
    [
      "a boundary of another account",
      { replicas: [HERE, THERE], permissionsBoundary: boundary },
      [
        `replicas[1].twoWay: expected a permissionsBoundary that the replica's account has: none, or one of aws, found "${boundary}"; the role of the way back is in the replica's account, and iam takes no policy of another one; remove permissionsBoundary or twoWay`,
      ],
    ],
    [
      "a boundary of AWS",
      { replicas: [THERE], permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" },
      [],
    ],
    [
      "a name that is too long with the replica's",
      { replicas: [HERE, { region: "eu-north-1" }], roleName: long },
      [
        `replicas[0].twoWay: expected a role of the way back whose name has at most 64 characters, found "${long}-eu-central-1" with 77; set roleName to a shorter name, which this one begins with, or give the replica a shorter name`,
      ],
    ],
    [
      "rules whose prefixes fill the policies of the role",
      {
        replicas: [
          {
            ...HERE,
            bucketName: `a-much-longer-name-${"x".repeat(40)}`,
            rules: Array.from({ length: 66 }, (_, index) => ({
              name: `r${index}`,
              filter: { prefix: `${"p".repeat(80)}${index}/` },
            })),
          },
        ],
      },
      [
        "replicas[0].twoWay: expected inline policies of the replication role of at most 10240 characters, found 11474 for the way back; iam takes no more; use fewer rules, or shorter prefixes and bucket names",
      ],
    ],
  ];
  for (const [what, args, says] of cases) {
    it(`is told of ${what}`, () => {
      assert.deepEqual(
        problemsOf({ ...SMALL, ...args }).map(
          ({ path, expected, found, fix }) => `${path}: expected ${expected}, found ${found}; ${fix}`,
        ),
        says,
      );
    });
  }
});
