import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import fc from "fast-check";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { policies } from "../../../policy-pack/policies";
import * as types from "../../../policy-pack/policies/support/awsTypes";
import { judgeResource, judgeStack } from "../judge";
import { firstPreview, resource, settledStack, UNKNOWN } from "../stacks";

const isResourcePolicy = (
  policy: ResourceValidationPolicy | StackValidationPolicy,
): policy is ResourceValidationPolicy => "validateResource" in policy;
const isStackPolicy = (
  policy: ResourceValidationPolicy | StackValidationPolicy,
): policy is StackValidationPolicy => "validateStack" in policy;

const resourcePolicies = policies.filter(isResourcePolicy);
const stackPolicies = policies.filter(isStackPolicy);
const allTypes = [...new Set(Object.values(types).flat())];

/** Every property that some policy reads, so that unknown and odd values reach all of them. */
const READ = [
  ...["bucket", "policy", "rules", "rule", "versioningConfiguration", "versioning", "versionings", "acl"],
  ...["grants", "accessControlPolicy", "serverSideEncryptionConfiguration", "forceDestroy", "region", "role"],
  ...["serverSideEncryptionConfigurations", "replicationConfiguration", "replicationConfigurations", "name"],
  ...[
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
    "keyUsage",
    "path",
  ],
  ...["enableKeyRotation", "rotationPeriodInDays", "customerMasterKeySpec", "deletionWindowInDays", "keyId"],
  ...["bypassPolicyLockoutSafetyCheck", "assumeRolePolicy", "inlinePolicies", "managedPolicyArns", "tags"],
  ...["targetBucket", "logging", "loggings", "lifecycleRules", "accountId", "details", "tagsAll"],
  ...["namespace", "metricName", "dimensions", "statistic", "alarmActions", "kmsMasterKeyId", "arn"],
  "publicAccessBlockConfiguration",
];

describe("every policy", () => {
  it("has a name of its own in kebab case", () => {
    const names = policies.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => !/^[a-z]+(-[a-z0-9]+)*$/.test(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });

  for (const policy of policies) {
    it(`${policy.name} says what it asks, how bad it is, where it comes from and what to do`, () => {
      assert.match(policy.description, /\.$/);
      assert.ok(policy.displayName !== undefined && policy.displayName.length > 10);
      assert.ok(["low", "medium", "high", "critical"].includes(policy.severity ?? ""));
      assert.ok(["mandatory", "advisory"].includes(policy.enforcementLevel ?? ""));
      assert.match(policy.url ?? "", /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com)\//);
      assert.ok((policy.remediationSteps ?? "").length > 20);
      assert.ok((policy.tags ?? []).length > 0);
      assert.match(policy.framework?.reference ?? "", /^([A-Z][A-Za-z]*\.?-?\d)/);
      for (const text of [policy.framework?.name, policy.framework?.version, policy.framework?.specification])
        assert.ok(text !== undefined && text !== "");
      assert.deepEqual(policy.configSchema?.properties["exempt"]?.items !== undefined, true);
    });
  }
});

describe("every resource policy", () => {
  for (const policy of resourcePolicies) {
    it(`${policy.name} says nothing of resources of other clouds`, async () => {
      const bucket = resource("gcp:storage/bucket:Bucket", { forceDestroy: true, acl: "public-read" });
      const { violations, notApplicable } = await judgeResource(policy, bucket);
      assert.deepEqual([violations, notApplicable], [[], []]);
    });

    it(`${policy.name} finds nothing wrong in values that are not known yet`, async () => {
      const unknown = Object.fromEntries(READ.map((name) => [name, UNKNOWN]));
      for (const type of allTypes) {
        const { violations } = await judgeResource(policy, resource(type, unknown));
        assert.deepEqual(violations, [], type);
      }
    });

    it(`${policy.name} copes with properties of any shape`, async () => {
      const value = fc.jsonValue({ maxDepth: 4 });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...allTypes),
          fc.dictionary(fc.constantFrom(...READ), fc.oneof(value, fc.constant(UNKNOWN))),
          async (type, properties) => {
            await judgeResource(policy, resource(type, properties));
          },
        ),
        { numRuns: 60 },
      );
    });
  }
});

describe("every stack policy", () => {
  for (const policy of stackPolicies) {
    it(`${policy.name} finds nothing in a stack without AWS`, async () => {
      const others: AnalyzerResource[] = Array.from({ length: 50 }, (_, index) =>
        resource("azure-native:storage:StorageAccount", { kind: UNKNOWN }, `account-${index}`),
      );
      const { violations, notApplicable } = await judgeStack(policy, others);
      assert.deepEqual([violations, notApplicable], [[], []]);
    });

    it(`${policy.name} copes with properties of any shape`, async () => {
      const value = fc.jsonValue({ maxDepth: 4 });
      const one = fc
        .tuple(
          fc.constantFrom(...allTypes),
          fc.dictionary(fc.constantFrom(...READ), fc.oneof(value, fc.constant(UNKNOWN))),
        )
        .map(([type, properties]) => resource(type, properties));
      await fc.assert(
        fc.asyncProperty(fc.array(one, { maxLength: 6 }), async (resources) => {
          await judgeStack(policy, resources);
        }),
        { numRuns: 40 },
      );
    });
  }
});

describe("the stacks that a real engine deployed", () => {
  const stacks = { "before the first deployment": firstPreview(), "after it": settledStack() };
  for (const [when, stack] of Object.entries(stacks)) {
    for (const policy of resourcePolicies) {
      it(`keep to ${policy.name} ${when}`, async () => {
        for (const each of stack) {
          const { violations } = await judgeResource(policy, each);
          assert.deepEqual(violations, [], each.urn);
        }
      });
    }
    for (const policy of stackPolicies.filter(({ enforcementLevel }) => enforcementLevel === "mandatory")) {
      it(`keep to ${policy.name} ${when}`, async () => {
        const { violations, notApplicable } = await judgeStack(policy, stack);
        assert.deepEqual(violations, []);
        if (when === "after it") assert.deepEqual(notApplicable, []);
      });
    }
  }
});
