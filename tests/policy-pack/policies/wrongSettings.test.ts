import assert from "node:assert/strict";
import type { StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { everyBucketUsesBucketKeys } from "../../../policy-pack/policies/bucketKeys";
import { everyBucketTlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { everyBucketAclsOff } from "../../../policy-pack/policies/ownership";
import { everyBucketBlocksPublicAccess } from "../../../policy-pack/policies/publicAccess";
import { everyBucketBlocksSseC } from "../../../policy-pack/policies/sseC";
import { everyBucketVersioned } from "../../../policy-pack/policies/versioning";
import { judgeStack } from "../judge";
import { changed, find, settledStack, UNKNOWN } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const replica = "ap-northeast-1";

/** The stack with a second resource of the type for the replica, which sets something else. */
function again(type: string, properties: Properties): readonly AnalyzerResource[] {
  const first = find(settledStack(), type, replica);
  const { bucket } = first.properties;
  const second = {
    ...first,
    name: "again",
    urn: `${first.urn}-again`,
    properties: { bucket, ...properties },
  };
  return [...settledStack(), second];
}

const unblocked = {
  blockPublicAcls: false,
  blockPublicPolicy: false,
  ignorePublicAcls: false,
  restrictPublicBuckets: false,
};
const sseS3 = { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] };

/** Title, the policy, the stack, and what it says. */
const wrong: readonly (readonly [string, StackValidationPolicy, readonly AnalyzerResource[], RegExp])[] = [
  [
    "a second BucketVersioning that suspends",
    everyBucketVersioned,
    again(VERSIONING, { versioningConfiguration: { status: "Suspended" } }),
    /^versioning of the bucket: expected one valid value, found several resources overwrite each other's versioning: /,
  ],
  ["a second PublicAccessBlock that is empty", everyBucketBlocksPublicAccess, again(BLOCK, {}), /overwrite/],
  [
    "a second PublicAccessBlock that blocks nothing",
    everyBucketBlocksPublicAccess,
    again(BLOCK, unblocked),
    /overwrite/,
  ],
  ["a second default encryption", everyBucketEncrypted, again(ENCRYPTION, sseS3), /overwrite/],
  [
    "a second bucket policy",
    everyBucketTlsOnly,
    again(BUCKET_POLICY, {
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}',
    }),
    /overwrite/,
  ],
  [
    "a second BucketOwnershipControls",
    everyBucketAclsOff,
    again(OWNERSHIP, { rule: { objectOwnership: "Nope" } }),
    /overwrite/,
  ],
];

describe("a setting that several resources contradict each other about", () => {
  for (const [title, policy, stack, expected] of wrong)
    for (const buckets of ["all", "replicated"])
      it(`is refused by ${policy.name} of ${buckets} buckets: ${title}`, async () => {
        const { violations, urns, notApplicable } = await judgeStack(policy, stack, { buckets });
        assert.equal(violations.length, 1, violations.join("\n"));
        assert.match(violations[0] ?? "", expected);
        assert.deepEqual(urns, [find(stack, BUCKET, replica).urn]);
        assert.deepEqual(notApplicable, []);
      });

  it("is refused once, although three policies judge default encryption", async () => {
    const stack = again(ENCRYPTION, sseS3);
    for (const policy of [everyBucketUsesBucketKeys, everyBucketBlocksSseC]) {
      const { violations, notApplicable } = await judgeStack(policy, stack);
      assert.deepEqual(violations, []);
      assert.match(notApplicable.join(), /default encryption of the bucket is not known: several resources/);
    }
  });

  it("is refused where the bucket itself says something else than a resource of its own", async () => {
    const stack = changed(settledStack(), BUCKET, replica, { policy: "{}" }).map((each) =>
      each.type === BUCKET && each.name === replica
        ? { ...each, propertyDependencies: { policy: [] } }
        : each,
    );
    const { violations } = await judgeStack(everyBucketTlsOnly, stack);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /overwrite/);
  });

  it("is fine where both resources say the same", async () => {
    for (const [type, policy] of [
      [VERSIONING, everyBucketVersioned],
      [BLOCK, everyBucketBlocksPublicAccess],
      [ENCRYPTION, everyBucketEncrypted],
      [OWNERSHIP, everyBucketAclsOff],
      [BUCKET_POLICY, everyBucketTlsOnly],
    ] as const) {
      const { violations, notApplicable } = await judgeStack(
        policy,
        again(type, find(settledStack(), type, replica).properties),
      );
      assert.deepEqual([violations, notApplicable], [[], []], type);
    }
  });

  it("is left open as long as one of the values is not known", async () => {
    for (const [type, policy, properties] of [
      [VERSIONING, everyBucketVersioned, { versioningConfiguration: { status: UNKNOWN } }],
      [BUCKET_POLICY, everyBucketTlsOnly, { policy: UNKNOWN }],
    ] as const) {
      const { violations, notApplicable } = await judgeStack(policy, again(type, properties));
      assert.deepEqual(violations, []);
      assert.match(notApplicable.join(), /overwrite each other/, type);
    }
  });
});
