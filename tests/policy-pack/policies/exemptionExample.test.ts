import assert from "node:assert/strict";
import { EXEMPTIONS } from "../../../operations/docs/policies";
import { bucketEncryption, everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { mustReplicate } from "../../../policy-pack/policies/mustReplicate";
import { judgeResource, judgeStack } from "../judge";
import { resource, settledStack } from "../stacks";

const encryption = resource(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  { bucket: "acme-logs", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
  "access-logs-encryption",
);
const bucket = resource("aws:s3/bucket:Bucket", { bucket: "acme-logs" }, "access-logs");
const scratch = resource("aws:s3/bucket:Bucket", { bucket: "acme-scratch" }, "scratch-1");
const stack = [...settledStack(), bucket, encryption];

describe("the exemptions that docs/policies.md shows", () => {
  it("spare the resource that states the setting, in one policy", async () => {
    const { violations, advisories } = await judgeResource(
      bucketEncryption,
      encryption,
      EXEMPTIONS["bucket-encryption"],
    );
    assert.deepEqual([violations.length, advisories.length], [0, 1]);
    assert.equal((await judgeResource(bucketEncryption, encryption)).violations.length, 1);
    const beside = await judgeStack(everyBucketEncrypted, stack);
    assert.deepEqual([beside.violations, beside.advisories, beside.notApplicable], [[], [], []]);
  });

  it("spare the bucket for which nothing states the setting, in one policy", async () => {
    const bare = resource("aws:s3/bucket:Bucket", { bucket: "acme-lb-logs" }, "load-balancer-logs");
    const { violations, advisories } = await judgeStack(
      everyBucketEncrypted,
      [...stack, bare],
      EXEMPTIONS["every-bucket-encrypted"],
    );
    assert.deepEqual([violations.length, advisories.length], [0, 1]);
    assert.deepEqual((await judgeStack(everyBucketEncrypted, [...stack, bare])).urns, [bare.urn]);
    assert.deepEqual((await judgeResource(bucketEncryption, bare)).violations, []);
  });

  it("spare buckets that need not replicate, by name and by URN, and no other", async () => {
    const config = EXEMPTIONS["must-replicate"];
    const other = resource("aws:s3/bucket:Bucket", { bucket: "ledger" }, "ledger");
    const { urns, advisories } = await judgeStack(mustReplicate, [...stack, scratch, other], config);
    assert.deepEqual(urns, [other.urn]);
    assert.equal(advisories.length, 2);
  });

  it("hold beside one that is malformed, which is reported", async () => {
    const { exempt } = EXEMPTIONS["bucket-encryption"];
    for (const malformed of [
      { resource: "x" },
      { reason: "x" },
      { ...exempt[0], until: 2030 },
      "x",
      null,
      [],
    ]) {
      const config = { exempt: [malformed, ...exempt] };
      const { violations } = await judgeResource(
        bucketEncryption,
        resource("pulumi:pulumi:Stack", {}),
        config,
      );
      assert.ok(violations.length > 0 && violations.every((each) => each.startsWith("config exempt[0].")));
      const judged = await judgeResource(bucketEncryption, encryption, config);
      assert.deepEqual([judged.violations.length, judged.advisories.length], [0, 1]);
    }
  });
});
