import { strict as assert } from "node:assert";
import { type RehearsedResource, topologyFromRehearsal } from "../../../model";
import { routesOf } from "../../../model/route";
import { only } from "./stack";

const providerUrn = "urn:pulumi:dev::app::pulumi:providers:aws::primary";

function planned(
  type: string,
  name: string,
  inputs: object,
  differences: Partial<RehearsedResource> = {},
): RehearsedResource {
  return {
    urn: `urn:pulumi:dev::app::${type}::${name}`,
    type,
    name,
    id: `${name}-id`,
    provider: providerUrn,
    inputs: { ...inputs },
    outputs: { ...inputs },
    propertyDependencies: {},
    ...differences,
  };
}

const provider = planned(
  "pulumi:providers:aws",
  "primary",
  { region: "eu-west-1", allowedAccountIds: ["111122223333"] },
  { provider: undefined },
);
const source = planned("aws:s3/bucket:Bucket", "source", { bucket: "acme" });
const copy = planned("aws:s3/bucket:Bucket", "copy", {}, { id: "acme-copy" });
const configuration = planned("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "c", {
  bucket: "acme",
  role: "arn:aws:iam::111122223333:role/archive",
  rules: [{ status: "Enabled", filter: {}, destination: { bucket: "arn:aws:s3:::acme-copy" } }],
});

describe("the topology of a rehearsed run", () => {
  it("has the site of the provider, whatever form its settings have", () => {
    for (const allowedAccountIds of [["111122223333"], '["111122223333"]']) {
      const settings = { region: "eu-west-1", allowedAccountIds };
      const topology = topologyFromRehearsal({ resources: [{ ...provider, inputs: settings }, source] });
      assert.deepEqual(only(topology.buckets).site, {
        account: { known: "111122223333" },
        region: { known: "eu-west-1" },
        partition: "aws",
      });
    }
  });
  it("finds the provider by its URN with an id behind it, too", () => {
    const withId = { ...source, provider: `${providerUrn}::0123` };
    const { buckets } = topologyFromRehearsal({ resources: [provider, withId] });
    assert.deepEqual(only(buckets).site.region, { known: "eu-west-1" });
  });
  it("leaves the site open for a resource that is left to the default provider", () => {
    const { buckets } = topologyFromRehearsal({ resources: [{ ...source, provider: undefined }] });
    assert.deepEqual(only(buckets).site, {
      account: { unknown: "the resource names no provider" },
      region: { unknown: "the resource names no provider" },
      partition: "aws",
    });
  });
  it("names a bucket that the program leaves to the engine by its id", () => {
    const { buckets } = topologyFromRehearsal({ resources: [provider, copy] });
    assert.deepEqual(only(buckets).name, { known: "acme-copy" });
  });
  it("resolves its routes and leaves components and other packages out", () => {
    const component = planned("app:index:Archive", "archive", {}, { provider: undefined, id: "" });
    const route = only(
      routesOf(topologyFromRehearsal({ resources: [provider, component, source, copy, configuration] })),
    );
    assert.ok("found" in route.source && "found" in route.destination);
    assert.equal(route.source.found.label, source.urn);
    assert.equal(route.destination.found.label, copy.urn);
    assert.deepEqual(route.role, { outside: "arn:aws:iam::111122223333:role/archive" });
  });
});
