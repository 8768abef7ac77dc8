import assert from "node:assert/strict";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import type { Plan } from "../../operations/rehearsal/plan";
import { nameOf, ofType, planOf, policyOf, programPlan, resource } from "../helpers/plans";

const ROLE = "archive-backfill-role";

function names(plan: Plan): readonly string[] {
  return plan.resources.map(({ type, name }) => `${type.replace(/\/[^:]*/, "")} ${name}`);
}

describe("backfill", () => {
  it("is off unless it is asked for", async () => {
    for (const backfill of [undefined, false] as const) {
      const plan = await planOf({ backfill });
      assert.deepEqual(names(plan).filter((name) => name.includes("backfill")), []);
    }
  });

  it("adds exactly a role and a bucket for its reports, on the primary's provider", async () => {
    const without = new Set(names(await planOf()));
    const plan = await planOf({ backfill: true });
    assert.deepEqual(
      names(plan)
        .filter((name) => !without.has(name))
        .sort(),
      [
        "aws:iam:Role archive-backfill-role",
        "aws:iam:RolePolicy archive-backfill-job",
        "aws:s3:Bucket archive-backfill-reports-bucket",
        "aws:s3:BucketLifecycleConfiguration archive-backfill-reports-lifecycle",
        "aws:s3:BucketOwnershipControls archive-backfill-reports-ownership",
        "aws:s3:BucketPolicy archive-backfill-reports-policy",
        "aws:s3:BucketPublicAccessBlock archive-backfill-reports-public-access-block",
        "aws:s3:BucketServerSideEncryptionConfiguration archive-backfill-reports-encryption",
        "aws:s3:BucketVersioning archive-backfill-reports-versioning",
        "s3-replication:index:BackfillRole archive-backfill",
      ],
    );
    for (const { name, provider, custom } of plan.resources.filter(({ name }) => name.includes("backfill"))) {
      if (custom) assert.equal(nameOf(provider), "archive-primary", name);
    }
  });

  it("lets only batch operations assume the role, without a condition that is not known to be sent", async () => {
    const role = resource(await planOf({ backfill: true }), "aws:iam:Role", ROLE);
    assert.equal(role.inputs["name"], "acme-archive-backfill");
    assert.deepEqual(policyOf(role, "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "batchoperations.s3.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });

  it("lets the role start replication of the source and write its reports, and nothing else", async () => {
    const plan = await planOf({ backfill: true });
    assert.deepEqual(policyOf(resource(plan, "aws:iam:RolePolicy", "archive-backfill-job")), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:InitiateReplication",
          Resource: "arn:aws:s3:::acme-archive/*",
        },
        {
          Effect: "Allow",
          Action: ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"],
          Resource: "arn:aws:s3:::acme-archive",
        },
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-archive-backfill-reports/backfill/acme-archive/*",
        },
      ],
    });
  });

  it("keeps reports for 90 days in a bucket that refuses plain text, demands no key and is no end of a rule", async () => {
    const plan = await planOf({ backfill: true });
    const policy = policyOf(resource(plan, "aws:s3:BucketPolicy", "archive-backfill-reports-policy"));
    assert.deepEqual(policy["Statement"], [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [
          "arn:aws:s3:::acme-archive-backfill-reports",
          "arn:aws:s3:::acme-archive-backfill-reports/*",
        ],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    const { inputs } = resource(
      plan,
      "aws:s3:BucketLifecycleConfiguration",
      "archive-backfill-reports-lifecycle",
    );
    assert.match(JSON.stringify(inputs["rules"]), /"expiration":\{"days":90\}/);
    const configurations = ofType(plan, "aws:s3:BucketReplicationConfig");
    assert.equal(configurations.length, 1);
    assert.doesNotMatch(JSON.stringify(configurations[0]?.inputs), /backfill/);
  });

  it("uses a bucket that exists, and makes none then", async () => {
    const plan = await planOf({ backfill: { reportBucket: "acme-reports" } });
    assert.deepEqual(names(plan).filter((name) => name.includes("archive-backfill-reports")), []);
    const policy = JSON.stringify(policyOf(resource(plan, "aws:iam:RolePolicy", "archive-backfill-job")));
    assert.ok(policy.includes('"arn:aws:s3:::acme-reports/backfill/acme-archive/*"'), policy);
  });

  it("gives the role the path and the boundary of the replication role", async () => {
    const boundary = "arn:aws:iam::111122223333:policy/boundary";
    const plan = await planOf({ backfill: true, rolePath: "/platform/", permissionsBoundary: boundary });
    const { inputs } = resource(plan, "aws:iam:Role", ROLE);
    assert.equal(inputs["path"], "/platform/");
    assert.equal(inputs["permissionsBoundary"], boundary);
  });

  it("tells the command where role and reports are, as outputs of the stack", async () => {
    const settings = {
      prefix: "acme",
      primaryRegion: "eu-west-1",
      accountId: "111122223333",
      replicas: ["eu-central-1"],
    };
    const { outputs } = await programPlan({ ...settings, backfill: true });
    assert.equal(
      outputs["backfillRoleArn"],
      "arn:aws:iam::111122223333:role/service-role/acme-archive-backfill",
    );
    assert.equal(outputs["backfillReport"], "s3://acme-archive-backfill-reports/backfill/acme-archive");
    const none = await programPlan(settings);
    assert.equal("backfillRoleArn" in none.outputs, false);
    assert.equal("backfillReport" in none.outputs, false);
  });

  describe("settings", () => {
    const lines = (settings: object): readonly string[] => {
      const parsed = parseSettings({
        prefix: "acme",
        primaryRegion: "eu-west-1",
        replicas: ["eu-central-1"],
        ...settings,
      });
      return "problems" in parsed ? parsed.problems.map(problemLine) : [];
    };

    for (const backfill of [true, false, {}, { reportBucket: "acme-reports" }]) {
      it(`accept ${JSON.stringify(backfill)}`, () => assert.deepEqual(lines({ backfill }), []));
    }

    const wrong: readonly (readonly [settings: object, expected: RegExp])[] = [
      [{ backfill: "yes" }, /^backfill: /],
      [{ backfill: { reportBukcet: "acme-reports" } }, /^backfill.*reportBukcet/],
      [{ backfill: { reportBucket: "Acme" } }, /^backfill\.reportBucket: expected a bucket name of lower-case/],
      [
        { backfill: { reportBucket: "acme-archive" } },
        /^backfill\.reportBucket: expected a bucket outside of this replication/,
      ],
      [
        { backfill: { reportBucket: "acme-archive-replication-eu-central-1" } },
        /^backfill\.reportBucket: expected a bucket outside of this replication/,
      ],
      [
        {
          prefix: "a".repeat(42),
          backfill: true,
          roleName: "short",
          replicas: [{ region: "eu-central-1", bucketName: "acme-copy" }],
        },
        /^prefix: expected a bucket name of 3 to 63 .* shorten it by 4 or name a bucket in backfill/,
      ],
      [
        {
          prefix: "a".repeat(50),
          backfill: { reportBucket: "acme-reports" },
          roleName: "short",
          replicas: [{ region: "eu-central-1", bucketName: "acme-copy" }],
        },
        /^prefix: expected a name for the role of the backfill of at most 64 characters/,
      ],
    ];
    for (const [settings, expected] of wrong) {
      it(`refuse ${JSON.stringify(settings)}`, () => {
        const found = lines(settings);
        assert.equal(found.length, 1, found.join("\n"));
        assert.match(found[0] ?? "", expected);
      });
    }

    it("belong to the stack that replicates, not to one that receives", () => {
      const parsed = parseSettings({
        prefix: "acme",
        receiver: { region: "eu-west-1", sourceAccountId: "111122223333" },
        backfill: true,
      });
      assert.ok("problems" in parsed);
      assert.deepEqual(parsed.problems.map(problemLine).length, 1);
      assert.match(parsed.problems.map(problemLine).join(), /^backfill: expected only receiver/);
    });
  });
});
