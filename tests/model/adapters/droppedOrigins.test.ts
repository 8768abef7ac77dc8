/** The policy SDK keeps only URNs of resources that it was given: what is left is that the property was written. */
import { strict as assert } from "node:assert";
import { everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { replicationWorks } from "../../../policy-pack/policies/replicationWorks";
import { everyBucketBlocksSseC } from "../../../policy-pack/policies/sseC";
import { unknownText } from "../../helpers/policyResources";
import { judgeStack } from "../../policy-pack/judge";
import { changed, settledStack, without } from "../../policy-pack/stacks";
import { account, only, previewOf, type WrittenResource } from "./stack";

const gone = ["urn:pulumi:dev::app::pulumi:pulumi:StackReference::elsewhere"];
const arn = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;

/** A resource with one property unknown, written from a resource that is not shown, or left out. */
function one(type: string, name: string, written: boolean): WrittenResource {
  return {
    type,
    name: "x",
    properties: { arn, bucket: "acme", [name]: unknownText },
    ...(written && { from: { [name]: gone } }),
  };
}

describe("a value that is not known, from a resource that is not shown", () => {
  const key = (name: string, written: boolean) => only(previewOf(one("kms/key:Key", name, written)).keys);
  const bucket = (name: string, written: boolean) =>
    only(previewOf(one("s3/bucket:Bucket", name, written)).buckets);

  it("is no default key policy, which only a key without a written one has", () => {
    assert.ok("unknown" in (key("policy", true).policy?.document ?? {}));
    assert.equal(key("policy", false).policy, undefined);
  });

  for (const [name, read] of [
    ["isEnabled", "enabled"],
    ["keyUsage", "usage"],
    ["customerMasterKeySpec", "spec"],
  ] as const)
    it(`is no default of a key's ${name}, written or not: providers do not compute that one`, () => {
      for (const written of [true, false]) assert.ok("unknown" in key(name, written)[read], String(written));
    });

  for (const [name, read] of [
    ["serverSideEncryptionConfiguration", "encryption"],
    ["versioning", "versioning"],
    ["requestPayer", "requesterPays"],
    ["objectLockEnabled", "objectLock"],
  ] as const)
    it(`is no default of a bucket's ${name}`, () => {
      assert.ok("unknown" in bucket(name, true)[read]);
      assert.ok("known" in bucket(name, false)[read]);
    });

  it("is a bucket policy, whatever it says", () => {
    assert.ok("unknown" in (bucket("policy", true).policy?.document ?? {}));
    assert.equal(bucket("policy", false).policy, undefined);
  });

  it("is a replication configuration, whatever it says", () => {
    const name = "replicationConfiguration";
    const of = (written: boolean) => previewOf(one("s3/bucket:Bucket", name, written)).configurations;
    assert.ok("unknown" in only(of(true)).rules);
    assert.deepEqual(of(false), []);
  });
});

describe("policies, where a value comes from a resource that is not shown", () => {
  const from = (type: string, name: string, property: string, value: unknown = unknownText) =>
    changed(settledStack(), type, name, { [property]: value }).map((each) =>
      each.type === type && each.name === name
        ? { ...each, propertyDependencies: { ...each.propertyDependencies, [property]: gone } }
        : each,
    );

  for (const property of ["policy", "isEnabled"])
    it(`do not prove a route with the replica key's ${property} open`, async () => {
      const stack = from("aws:kms/key:Key", "ap-northeast-1", property);
      const { violations, advisories } = await judgeStack(replicationWorks, stack);
      assert.deepEqual(violations, []);
      assert.match(advisories.join(), /^route "ap-northeast-1" .* is not proven/);
    });

  it("do not take the bucket's own encryption for none", async () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const stack = without(
      from("aws:s3/bucket:Bucket", "src", "serverSideEncryptionConfiguration"),
      type,
      "src",
    );
    const { violations, notApplicable } = await judgeStack(everyBucketEncrypted, stack);
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /default encryption of the bucket is not known/);
  });

  it("do not take blocked encryption types for none", async () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const rules = [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: arn },
        blockedEncryptionTypes: unknownText,
      },
    ];
    const stack = from(type, "src", "rules", rules);
    const judged = await judgeStack(everyBucketBlocksSseC, stack, {
      mustBeStated: true,
      buckets: "replicated",
    });
    assert.equal(judged.violations.length, 2);
    assert.match(
      judged.notApplicable.join(),
      /Bucket::src: blockedEncryptionTypes of the bucket is not known/,
    );
  });
});
