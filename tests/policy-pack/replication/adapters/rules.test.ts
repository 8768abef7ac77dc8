import { strict as assert } from "node:assert";
import { routesOf, unreadableConfigurations } from "../../../../policy-pack/replication/route";
import type { ReplicationRule, Topology } from "../../../../policy-pack/replication/topology";
import { unknownText } from "../../../helpers/policy-resources";
import { account, exported, exportText, only, previewOf, urn, type WrittenResource } from "./stack";

const keyArn = `arn:aws:kms:eu-central-1:${account}:key/k`;
const roleArn = `arn:aws:iam::${account}:role/archive`;
const source: WrittenResource = { type: "s3/bucket:Bucket", name: "s", properties: { bucket: "acme" } };
const others: readonly WrittenResource[] = [
  { type: "s3/bucket:Bucket", name: "d", properties: { bucket: "acme-copy" } },
  { type: "kms/key:Key", name: "k", properties: { arn: keyArn, keyId: "k" } },
  { type: "iam/role:Role", name: "r", properties: { name: "archive", assumeRolePolicy: "" } },
];

const full: ReplicationRule = {
  id: { known: "all" },
  status: { known: "Enabled" },
  priority: { known: 7 },
  filter: { known: { prefix: "logs/", tags: { a: "1" }, elements: ["and"] } },
  legacyPrefix: { known: undefined },
  deleteMarkerReplication: { known: "Disabled" },
  sseKmsEncryptedObjects: { known: "Enabled" },
  replicaModifications: { known: undefined },
  existingObjectReplication: { known: undefined },
  destination: {
    bucket: { to: urn("s3/bucket:Bucket", "d"), written: "arn:aws:s3:::acme-copy" },
    account: { known: "444455556666" },
    storageClass: { known: "STANDARD_IA" },
    ownerTranslation: { known: "Destination" },
    replicaKey: { to: urn("kms/key:Key", "k"), written: keyArn },
    metrics: { known: { status: "Enabled", eventThresholdMinutes: 15 } },
    replicationTime: { known: { status: "Enabled", minutes: 15 } },
  },
};

const splitRule = {
  id: "all",
  status: "Enabled",
  priority: 7,
  filter: { and: { prefix: "logs/", tags: { a: "1" } } },
  deleteMarkerReplication: { status: "Disabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination: {
    bucket: "arn:aws:s3:::acme-copy",
    account: "444455556666",
    storageClass: "STANDARD_IA",
    accessControlTranslation: { owner: "Destination" },
    encryptionConfiguration: { replicaKmsKeyId: keyArn },
    metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
    replicationTime: { status: "Enabled", time: { minutes: 15 } },
  },
};

function split(...rules: readonly object[]): WrittenResource {
  return {
    type: "s3/bucketReplicationConfig:BucketReplicationConfig",
    name: "c",
    properties: { bucket: "acme", role: roleArn, rules },
  };
}

function rulesOf(topology: Topology): readonly ReplicationRule[] {
  const { rules } = only(topology.configurations);
  assert.ok("known" in rules);
  return rules.known;
}

describe("a replication rule", () => {
  it("is read from BucketReplicationConfig", () => {
    assert.deepEqual(only(rulesOf(previewOf(source, ...others, split(splitRule)))), full);
  });
  it("is read from the bucket's own replicationConfiguration", () => {
    const rule = {
      id: "all",
      status: "Enabled",
      priority: 7,
      filter: { prefix: "logs/", tags: { a: "1" } },
      deleteMarkerReplicationStatus: "Disabled",
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { enabled: true } },
      destination: {
        bucket: "arn:aws:s3:::acme-copy",
        accountId: "444455556666",
        storageClass: "STANDARD_IA",
        accessControlTranslation: { owner: "Destination" },
        replicaKmsKeyId: keyArn,
        metrics: { status: "Enabled", minutes: 15 },
        replicationTime: { status: "Enabled", minutes: 15 },
      },
    };
    const replicationConfiguration = { role: roleArn, rules: [rule] };
    const topology = previewOf(
      { ...source, properties: { bucket: "acme", replicationConfiguration } },
      ...others,
    );
    assert.deepEqual(only(rulesOf(topology)), full);
    const { source: from, role, label } = only(topology.configurations);
    assert.deepEqual(from, { to: urn("s3/bucket:Bucket", "s") });
    assert.deepEqual(role, { to: urn("iam/role:Role", "r"), written: roleArn });
    assert.equal(label, urn("s3/bucket:Bucket", "s"));
  });
  it("is read from a BucketV2, where everything single is a list", () => {
    const rule = {
      id: "all",
      status: "Enabled",
      priority: 7,
      filters: [{ prefix: "logs/", tags: { a: "1" } }],
      deleteMarkerReplicationStatus: "Disabled",
      sourceSelectionCriterias: [{ sseKmsEncryptedObjects: [{ enabled: true }] }],
      destinations: [
        {
          bucket: "arn:aws:s3:::acme-copy",
          accountId: "444455556666",
          storageClass: "STANDARD_IA",
          accessControlTranslations: [{ owner: "Destination" }],
          replicaKmsKeyId: keyArn,
          metrics: [{ status: "Enabled", minutes: 15 }],
          replicationTimes: [{ status: "Enabled", minutes: 15 }],
        },
      ],
    };
    const bucket: WrittenResource = {
      type: "s3/bucketV2:BucketV2",
      name: "s",
      properties: { bucket: "acme", replicationConfigurations: [{ role: roleArn, rules: [rule] }] },
    };
    assert.deepEqual(only(rulesOf(previewOf(bucket, ...others))), full);
  });
  it("is taken from the separate resource, whatever the bucket repeats of an older one", () => {
    const older = { role: "arn:aws:iam::111122223333:role/old", rules: [{ id: "old", status: "Disabled" }] };
    const repeating = { ...source, properties: { bucket: "acme", replicationConfiguration: older } };
    const topology = previewOf(repeating, ...others, split(splitRule));
    assert.deepEqual(
      only(topology.configurations).label,
      urn("s3/bucketReplicationConfig:BucketReplicationConfig", "c"),
    );
    assert.deepEqual(only(rulesOf(topology)), full);
  });
  it("has S3's defaults where it says next to nothing", () => {
    const rule = {
      id: "",
      status: "Enabled",
      filter: {},
      destination: { bucket: "arn:aws:s3:::x", account: "", storageClass: "" },
    };
    assert.deepEqual(only(rulesOf(previewOf(source, split(rule)))), {
      id: { known: undefined },
      status: { known: "Enabled" },
      priority: { known: 0 },
      filter: { known: { tags: {}, elements: [] } },
      legacyPrefix: { known: undefined },
      deleteMarkerReplication: { known: undefined },
      sseKmsEncryptedObjects: { known: undefined },
      replicaModifications: { known: undefined },
      existingObjectReplication: { known: undefined },
      destination: {
        bucket: { outside: "arn:aws:s3:::x" },
        account: { known: undefined },
        storageClass: { known: undefined },
        ownerTranslation: { known: undefined },
        replicaKey: undefined,
        metrics: { known: undefined },
        replicationTime: { known: undefined },
      },
    });
  });
  it("is a V1 rule without a filter, with a prefix and no priority of its own", () => {
    const rule = only(
      rulesOf(previewOf(source, split({ ...splitRule, filter: undefined, prefix: "logs/" }))),
    );
    assert.deepEqual(rule.filter, { known: undefined });
    assert.deepEqual(rule.legacyPrefix, { known: "logs/" });
    assert.deepEqual(rule.priority, { known: undefined });
  });
});

describe("a rule's filter", () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ["by prefix", { prefix: "a/" }, { known: { prefix: "a/", tags: {}, elements: ["prefix"] } }],
    ["with an empty prefix", { prefix: "" }, { known: { tags: {}, elements: ["prefix"] } }],
    ["by one tag", { tag: { key: "k", value: "v" } }, { known: { tags: { k: "v" }, elements: ["tag"] } }],
    [
      "by one tag, where the provider adds an empty prefix",
      { prefix: "", tag: { key: "k", value: "v" } },
      { known: { tags: { k: "v" }, elements: ["tag"] } },
    ],
    [
      "by several tags",
      { and: { tags: { k: "v", l: "w" } } },
      { known: { tags: { k: "v", l: "w" }, elements: ["and"] } },
    ],
    [
      "with prefix and tag side by side, which S3 refuses",
      { prefix: "a/", tag: { key: "k", value: "v" } },
      { known: { prefix: "a/", tags: { k: "v" }, elements: ["prefix", "tag"] } },
    ],
    [
      "that waits for its prefix",
      { prefix: unknownText },
      { unknown: "computed by the provider at deployment" },
    ],
    [
      "that waits for a tag's value",
      { and: { prefix: "a/", tags: { k: unknownText } } },
      { unknown: "computed by the provider at deployment" },
    ],
  ];
  for (const [title, filter, expected] of cases) {
    it(title, () => {
      assert.deepEqual(only(rulesOf(previewOf(source, split({ ...splitRule, filter })))).filter, expected);
    });
  }
});

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
