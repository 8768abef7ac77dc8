import { strict as assert } from "node:assert";
import { routesOf, unreadableConfigurations } from "../../model/route";
import { unknownText } from "../helpers/policyResources";
import { keyArn, others, roleArn, source, split, splitRule } from "./adapters/replication";
import { exported, exportText, only, previewOf, urn, type WrittenResource } from "./adapters/stack";

describe("routes", () => {
  it("lead to the source, the destination, the role and the keys", () => {
    const route = only(routesOf(previewOf(source, ...others, split(splitRule))));
    assert.equal(route.id, `${urn("s3/bucketReplicationConfig:BucketReplicationConfig", "c")}#1`);
    assert.equal(route.ruleName, "all");
    assert.ok("found" in route.source && "found" in route.destination && "found" in route.role);
    assert.equal(route.source.found.label, urn("s3/bucket:Bucket", "s"));
    assert.equal(route.destination.found.label, urn("s3/bucket:Bucket", "d"));
    assert.equal(route.role.found.label, urn("iam/role:Role", "r"));
    assert.ok("found" in route.replicaKey);
    assert.deepEqual(
      [route.replicaKey.found.label, route.replicaKey.written],
      [urn("kms/key:Key", "k"), keyArn],
    );
    assert.deepEqual(route.sourceKey, { none: "the bucket encrypts with SSE-S3" });
    assert.deepEqual(route.destinationKey, { none: "the bucket encrypts with SSE-S3" });
  });
  it("say what lies outside of the stack, and assume nothing of it", () => {
    const route = only(routesOf(previewOf(split(splitRule))));
    assert.deepEqual(route.source, { outside: "arn:aws:s3:::acme" });
    assert.deepEqual(route.destination, { outside: "arn:aws:s3:::acme-copy" });
    assert.deepEqual(route.role, { outside: roleArn });
    assert.deepEqual(route.replicaKey, { outside: keyArn });
    assert.deepEqual(route.sourceKey, {
      unknown: "the source bucket is outside of the stack",
      candidates: [],
    });
  });
  it("name rules without an id by their position", () => {
    const rule = { ...splitRule, id: undefined };
    assert.deepEqual(
      routesOf(previewOf(source, split(rule, rule))).map(({ ruleName, position }) => [ruleName, position]),
      [
        ["rule 1", 0],
        ["rule 2", 1],
      ],
    );
  });
  it("tell the AWS managed key from one that is outside of the stack", () => {
    const destination = {
      ...splitRule.destination,
      encryptionConfiguration: { replicaKmsKeyId: "alias/aws/s3" },
    };
    const route = only(routesOf(previewOf(source, split({ ...splitRule, destination }))));
    assert.deepEqual(route.replicaKey, { awsManaged: "alias/aws/s3" });
  });
  it("find the one bucket that an unknown destination comes from", () => {
    const unborn = { ...source, name: "d", properties: { bucket: "acme-copy", arn: unknownText } };
    const destination = { ...splitRule.destination, bucket: unknownText };
    const waiting = {
      ...split({ ...splitRule, destination }),
      from: { rules: [urn("s3/bucket:Bucket", "d")] },
    };
    const route = only(routesOf(previewOf(source, unborn, waiting)));
    assert.ok("found" in route.destination);
    assert.equal(route.destination.found.label, urn("s3/bucket:Bucket", "d"));
    assert.equal("written" in route.destination, false);
  });
  it("find a new destination among older ones of which everything is known", () => {
    const settled = {
      ...source,
      name: "old",
      properties: { bucket: "old", arn: "arn:aws:s3:::old", s3BucketId: "old" },
    };
    const unborn = { ...source, name: "new", properties: { bucket: "new", arn: unknownText } };
    const to = (bucket: string) => ({ ...splitRule, destination: { ...splitRule.destination, bucket } });
    const waiting = {
      ...split(to("arn:aws:s3:::old"), to(unknownText)),
      from: { rules: [urn("s3/bucket:Bucket", "old"), urn("s3/bucket:Bucket", "new")] },
    };
    const labels = routesOf(previewOf(source, settled, unborn, waiting)).map(({ destination }) =>
      "found" in destination ? destination.found.label : destination,
    );
    assert.deepEqual(labels, [urn("s3/bucket:Bucket", "old"), urn("s3/bucket:Bucket", "new")]);
  });
  it("cannot be listed where the rules are not known, which shows instead", () => {
    const waiting: WrittenResource = {
      ...split(),
      properties: { bucket: "acme", role: roleArn, rules: unknownText },
    };
    const topology = previewOf(source, waiting);
    assert.deepEqual(routesOf(topology), []);
    const unreadable = only(unreadableConfigurations(topology));
    assert.equal(unreadable.unknown, "computed by the provider at deployment");
    assert.ok("found" in unreadable.source);
  });
  it("are not assumed where a configuration was only read, and nothing in the stack sets it", () => {
    const inputs = { bucket: "acme" };
    const replicationConfiguration = { role: roleArn, rules: [{ id: "seen", status: "Enabled" }] };
    const topology = exported(
      exportText({
        type: "s3/bucket:Bucket",
        name: "s",
        inputs,
        outputs: { ...inputs, replicationConfiguration },
      }),
    );
    assert.deepEqual(routesOf(topology), []);
    assert.match(only(unreadableConfigurations(topology)).unknown, /nothing in the stack sets it/);
  });
  it("are none for a bucket that has no configuration", () => {
    const topology = previewOf({
      ...source,
      properties: { bucket: "acme", replicationConfiguration: unknownText },
    });
    assert.deepEqual([routesOf(topology), unreadableConfigurations(topology)], [[], []]);
  });
});
