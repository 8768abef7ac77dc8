import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../operations/rehearsal/rehearse";

class Part extends pulumi.ComponentResource {
  constructor(type: string, name: string, parent?: pulumi.Resource) {
    super(type, name, {}, parent === undefined ? {} : { parent });
  }
}

describe("the URN of a rehearsed resource", () => {
  it("is what the engine makes of it: with the types of all its ancestors but the stack", async () => {
    const { resources } = await record({ project: "p", stack: "s", kind: "update" }, () => {
      const outer = new Part("acme:index:Outer", "outer");
      const inner = new Part("acme:index:Inner", "inner", outer);
      const bucket = new aws.s3.Bucket("bucket", {}, { parent: inner });
      new aws.s3.BucketVersioning(
        "versioning",
        { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
        { parent: bucket },
      );
      new aws.s3.Bucket("a::b");
    });
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [
        "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
        "urn:pulumi:s::p::acme:index:Outer::outer",
        "urn:pulumi:s::p::aws:s3/bucket:Bucket::a::b",
        "urn:pulumi:s::p::acme:index:Outer$acme:index:Inner::inner",
        "urn:pulumi:s::p::acme:index:Outer$acme:index:Inner$aws:s3/bucket:Bucket::bucket",
        "urn:pulumi:s::p::acme:index:Outer$acme:index:Inner$aws:s3/bucket:Bucket$aws:s3/bucketVersioning:BucketVersioning::versioning",
      ],
    );
  });

  it("leads from a resource to its provider, whatever that is called", async () => {
    const { resources } = await record({ project: "p", stack: "s", kind: "update" }, () => {
      const provider = new aws.Provider("east::one", { region: "ap-east-1" });
      new aws.kms.Key("key", {}, { provider });
    });
    const key = resources.find(({ name }) => name === "key");
    assert.equal(key?.provider, "urn:pulumi:s::p::pulumi:providers:aws::east::one");
    assert.match(String(key?.outputs["arn"]), /^arn:aws:kms:ap-east-1:/);
  });
});
