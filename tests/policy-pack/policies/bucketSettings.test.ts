import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Properties } from "../../../operations/policy/analyzerResource";
import { bucketKeyUse } from "../../../policy-pack/policies/bucketKeys";
import { bucketEncryption } from "../../../policy-pack/policies/encryption";
import { bucketAclsOff } from "../../../policy-pack/policies/ownership";
import { bucketPublicAccess } from "../../../policy-pack/policies/publicAccess";
import { noForceDestroy } from "../../../policy-pack/policies/retention";
import { sseCBlocked } from "../../../policy-pack/policies/sseC";
import { bucketVersioning } from "../../../policy-pack/policies/versioning";
import { judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const VERSIONING_V2 = "aws:s3/bucketVersioningV2:BucketVersioningV2";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const ENCRYPTION_V2 =
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";

const rule = (sse: Properties, more: Properties = {}) => ({
  applyServerSideEncryptionByDefault: sse,
  ...more,
});
const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY };

/** Title, type, inputs, and what the one violation matches; "fine" for none, "open" for not decidable. */
type Case = readonly [string, string, Properties, RegExp | "fine" | "open"];

const cases: readonly (readonly [ResourceValidationPolicy, readonly Case[]])[] = [
  [
    bucketVersioning,
    [
      ["versioning enabled", VERSIONING, { versioningConfiguration: { status: "Enabled" } }, "fine"],
      [
        "versioning suspended",
        VERSIONING,
        { versioningConfiguration: { status: "Suspended" } },
        /^versioningConfiguration\.status: expected "Enabled", found "Suspended"; set /,
      ],
      ["versioning without a status", VERSIONING, {}, /expected "Enabled", found nothing/],
      [
        "the deprecated type",
        VERSIONING_V2,
        { versioningConfiguration: { status: "Disabled" } },
        /"Disabled"/,
      ],
      ["an unknown status", VERSIONING, { versioningConfiguration: { status: UNKNOWN } }, "open"],
      ["a bucket that says nothing", BUCKET, { bucket: "archive" }, "fine"],
      // What a bucket itself says is judged by the policy of the stack: see bucketFaults.test.ts.
      ["inline versioning off", BUCKET, { versioning: { enabled: false } }, "fine"],
    ],
  ],
  [
    bucketEncryption,
    [
      ["SSE-KMS with a key", ENCRYPTION, { rules: [rule(kms)] }, "fine"],
      [
        "DSSE-KMS with a key",
        ENCRYPTION,
        { rules: [rule({ ...kms, sseAlgorithm: "aws:kms:dsse" })] },
        "fine",
      ],
      [
        "SSE-S3",
        ENCRYPTION,
        { rules: [rule({ sseAlgorithm: "AES256" })] },
        /found "AES256"; set sseAlgorithm "aws:kms"/,
      ],
      [
        "SSE-S3 of the deprecated type",
        ENCRYPTION_V2,
        { rules: [rule({ sseAlgorithm: "AES256" })] },
        /"AES256"/,
      ],
      [
        "SSE-KMS without a key",
        ENCRYPTION,
        { rules: [rule({ sseAlgorithm: "aws:kms" })] },
        /kmsMasterKeyId: expected a customer managed key, found nothing/,
      ],
      [
        "the AWS managed key",
        ENCRYPTION,
        { rules: [rule({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" })] },
        /found "alias\/aws\/s3"/,
      ],
      [
        "the AWS managed key by ARN",
        ENCRYPTION,
        {
          rules: [
            rule({
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3",
            }),
          ],
        },
        /alias\/aws\/s3/,
      ],
      [
        "a key that is not known yet",
        ENCRYPTION,
        { rules: [rule({ ...kms, kmsMasterKeyId: UNKNOWN })] },
        "open",
      ],
      ["no rules", ENCRYPTION, { rules: [] }, /^rules: expected one rule, found none/],
      ["unknown rules", ENCRYPTION, { rules: UNKNOWN }, "open"],
      ["a bucket that says nothing", BUCKET, {}, "fine"],
      [
        "SSE-S3 inline",
        BUCKET,
        { serverSideEncryptionConfiguration: { rule: rule({ sseAlgorithm: "AES256" }) } },
        "fine",
      ],
    ],
  ],
  [
    bucketKeyUse,
    [
      ["bucket keys", ENCRYPTION, { rules: [rule(kms, { bucketKeyEnabled: true })] }, "fine"],
      ["no bucket keys", ENCRYPTION, { rules: [rule(kms, { bucketKeyEnabled: false })] }, /found false/],
      [
        "silence about bucket keys",
        ENCRYPTION,
        { rules: [rule(kms)] },
        /bucketKeyEnabled: expected true, found nothing/,
      ],
      ["unknown", ENCRYPTION, { rules: [rule(kms, { bucketKeyEnabled: UNKNOWN })] }, "open"],
      [
        "no bucket keys with an algorithm that is not known yet",
        ENCRYPTION,
        { rules: [rule({ sseAlgorithm: UNKNOWN }, { bucketKeyEnabled: false })] },
        "open",
      ],
      [
        "bucket keys with an algorithm that is not known yet",
        ENCRYPTION,
        { rules: [rule({ sseAlgorithm: UNKNOWN }, { bucketKeyEnabled: true })] },
        "fine",
      ],
      [
        "DSSE-KMS, which has no bucket keys",
        ENCRYPTION,
        { rules: [rule({ ...kms, sseAlgorithm: "aws:kms:dsse" })] },
        "fine",
      ],
      ["SSE-S3, which has no bucket keys", ENCRYPTION, { rules: [rule({ sseAlgorithm: "AES256" })] }, "fine"],
      ["no bucket keys inline", BUCKET, { serverSideEncryptionConfiguration: { rule: rule(kms) } }, "fine"],
    ],
  ],
  [
    sseCBlocked,
    [
      ["SSE-C blocked", ENCRYPTION, { rules: [rule(kms, { blockedEncryptionTypes: ["SSE-C"] })] }, "fine"],
      ["nothing said, which S3 blocks by itself", ENCRYPTION, { rules: [rule(kms)] }, "fine"],
      [
        "SSE-C allowed",
        ENCRYPTION,
        { rules: [rule(kms, { blockedEncryptionTypes: ["NONE"] })] },
        /blockedEncryptionTypes: expected \["SSE-C"\], found \["NONE"\]/,
      ],
      ["unknown", ENCRYPTION, { rules: [rule(kms, { blockedEncryptionTypes: UNKNOWN })] }, "open"],
    ],
  ],
  [
    bucketAclsOff,
    [
      ["owner enforced", OWNERSHIP, { rule: { objectOwnership: "BucketOwnerEnforced" } }, "fine"],
      ["object writer", OWNERSHIP, { rule: { objectOwnership: "ObjectWriter" } }, /found "ObjectWriter"/],
      ["owner preferred", OWNERSHIP, { rule: { objectOwnership: "BucketOwnerPreferred" } }, /Preferred/],
      ["nothing", OWNERSHIP, {}, /rule\.objectOwnership: expected "BucketOwnerEnforced", found nothing/],
      ["unknown", OWNERSHIP, { rule: { objectOwnership: UNKNOWN } }, "open"],
      [
        "a public list",
        ACL,
        { acl: "public-read" },
        /^acl: expected no access control list, found "public-read"/,
      ],
      ["the private list", ACL, { acl: "private" }, "fine"],
      [
        "grants of a list",
        ACL,
        { accessControlPolicy: { grants: [{}] } },
        /grants: expected no grants, found 1/,
      ],
      ["an inline list", BUCKET, { acl: "public-read-write" }, /public-read-write/],
      ["inline grants", BUCKET_V2, { grants: [{ type: "Group" }, { type: "Group" }] }, /found 2 of them/],
      ["a bucket without a list", BUCKET, {}, "fine"],
    ],
  ],
  [
    noForceDestroy,
    [
      ["no forceDestroy", BUCKET, {}, "fine"],
      ["forceDestroy off", BUCKET, { forceDestroy: false }, "fine"],
      ["forceDestroy on", BUCKET, { forceDestroy: true }, /^forceDestroy: expected false, found true/],
      ["forceDestroy on, deprecated type", BUCKET_V2, { forceDestroy: true }, /found true/],
      ["unknown", BUCKET, { forceDestroy: UNKNOWN }, "open"],
    ],
  ],
];

for (const [policy, ofPolicy] of cases) {
  describe(policy.name, () => {
    for (const [title, type, inputs, expected] of ofPolicy) {
      const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
      it(`${verb} ${title}`, async () => {
        const { violations, notApplicable } = await judgeResource(policy, resource(type, inputs));
        if (expected === "fine") assert.deepEqual([violations, notApplicable], [[], []]);
        else if (expected === "open") {
          assert.deepEqual(violations, []);
          assert.match(notApplicable.join(), /is not known: comes from another resource at deployment/);
        } else {
          assert.equal(violations.length, 1, violations.join("\n"));
          assert.match(violations[0] ?? "", expected);
          assert.deepEqual(notApplicable, []);
        }
      });
    }
  });
}

describe("bucket-public-access", () => {
  const all = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };

  it("accepts all four blocks", async () => {
    const { violations } = await judgeResource(bucketPublicAccess, resource(BLOCK, all));
    assert.deepEqual(violations, []);
  });

  for (const block of Object.keys(all)) {
    for (const [state, value] of [
      ["off", false],
      ["left out", undefined],
    ] as const) {
      it(`refuses ${block} ${state}`, async () => {
        const { violations } = await judgeResource(
          bucketPublicAccess,
          resource(BLOCK, { ...all, [block]: value }),
        );
        assert.deepEqual(violations, [
          `${block}: expected true, found ${value === undefined ? "nothing" : "false"}; set all four blocks of its BucketPublicAccessBlock to true`,
        ]);
      });
    }
  }

  it("judges the known blocks where one is not known yet", async () => {
    const inputs = { ...all, blockPublicAcls: UNKNOWN, restrictPublicBuckets: false };
    const { violations, notApplicable } = await judgeResource(bucketPublicAccess, resource(BLOCK, inputs));
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^restrictPublicBuckets/);
    assert.match(notApplicable.join(), /^blockPublicAcls is not known/);
  });
});

describe("sse-c-blocked with mustBeStated", () => {
  it("refuses a bucket that says nothing", async () => {
    const { violations } = await judgeResource(sseCBlocked, resource(ENCRYPTION, { rules: [rule(kms)] }), {
      mustBeStated: true,
    });
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /found \[\]/);
  });
});

describe("a policy for replicated buckets only", () => {
  it("leaves single resources to the stack policy", async () => {
    const suspended = resource(VERSIONING, { versioningConfiguration: { status: "Suspended" } });
    const { violations, notApplicable } = await judgeResource(bucketVersioning, suspended, {
      buckets: "replicated",
    });
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /only replicated buckets/);
  });
});
