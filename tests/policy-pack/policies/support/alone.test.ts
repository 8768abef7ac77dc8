import assert from "node:assert/strict";
import { aloneTopology } from "../../../../policy-pack/policies/support/alone";

const props = { bucket: "acme", region: "eu-west-1" };
const provider = { type: "pulumi:providers:aws", urn: "urn:p", name: "p", props: { region: "eu-west-1" } };
const bucket = { type: "aws:s3/bucket:Bucket", urn: "urn:a", name: "a", props, provider };

describe("what a resource says by itself", () => {
  it("is worked out once for the same properties", () => {
    const first = aloneTopology(bucket);
    assert.equal(first.buckets.length, 1);
    assert.equal(aloneTopology({ ...bucket }), first);
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
      const first = aloneTopology(bucket);
      assert.notEqual(aloneTopology({ ...bucket, ...other }), first);
    });
  }
});
