import assert from "node:assert/strict";
import { configurationsOfOne } from "../../../model/adapters/singleResource";

const rule = { status: "Enabled", destination: { bucket: "arn:aws:s3:::copy" } };
const props = { bucket: "acme", replicationConfiguration: { role: "arn:aws:iam::1:role/r", rules: [rule] } };
const provider = { type: "pulumi:providers:aws", urn: "urn:p", name: "p", props: { region: "eu-west-1" } };
const bucket = { type: "aws:s3/bucket:Bucket", urn: "urn:a", name: "a", props, provider };

describe("what a resource says of replication by itself", () => {
  it("is worked out once for the same properties", () => {
    const first = configurationsOfOne(bucket);
    assert.deepEqual(
      first.map(({ label, source }) => ({ label, source })),
      [{ label: "urn:a", source: { to: "urn:a" } }],
    );
    assert.equal(configurationsOfOne({ ...bucket }), first);
  });

  it("is nothing for a bucket without rules of its own", () => {
    assert.deepEqual(configurationsOfOne({ ...bucket, props: { bucket: "acme" } }), []);
  });

  const others: readonly (readonly [string, Partial<typeof bucket>])[] = [
    ["properties that only look the same", { props: { ...props } }],
    ["another type", { type: "aws:kms/key:Key" }],
    ["another URN", { urn: "urn:b" }],
    ["another name", { name: "b" }],
    ["another provider", { provider: { ...provider, urn: "urn:q" } }],
    ["other settings of the provider", { provider: { ...provider, props: { region: "eu-west-2" } } }],
  ];
  for (const [what, other] of others) {
    it(`is worked out anew for ${what}`, () => {
      const first = configurationsOfOne(bucket);
      assert.notEqual(configurationsOfOne({ ...bucket, ...other }), first);
    });
  }
});
