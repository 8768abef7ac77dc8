import { strict as assert } from "node:assert";
import type { ReplicationRule, Topology } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { keyArn, others, roleArn, source, split, splitRule } from "./replication";
import { only, previewOf, urn, type WrittenResource } from "./stack";

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
  describe("on the bucket itself that says nothing of delete markers", () => {
    const markersOf = (parts: object) => {
      const rule = { id: "all", status: "Enabled", destination: { bucket: "arn:aws:s3:::x" }, ...parts };
      const properties = { bucket: "acme", replicationConfiguration: { role: roleArn, rules: [rule] } };
      return only(rulesOf(previewOf({ ...source, properties }, ...others))).deleteMarkerReplication;
    };
    const rows: readonly (readonly [string, object, object])[] = [
      [
        "has them disabled by the provider beside a filter",
        { filter: { prefix: "a/" } },
        { known: "Disabled" },
      ],
      ["says as little to S3 without a filter", { prefix: "a/" }, { known: undefined }],
      [
        "is open where the status is not known",
        { filter: { prefix: "a/" }, deleteMarkerReplicationStatus: unknownText },
        { unknown: "replicationConfiguration.rules[0].deleteMarkerReplicationStatus" },
      ],
    ];
    for (const [sentence, parts, expected] of rows) {
      it(sentence, () => {
        const markers = markersOf(parts);
        if ("unknown" in markers) assert.ok("unknown" in expected);
        else assert.deepEqual(markers, expected);
      });
    }
  });
  it("leaves delete markers out in a resource of its own, which hands its rules on as they are", () => {
    const { deleteMarkerReplication: _, ...rule } = splitRule;
    const [read] = rulesOf(previewOf(source, ...others, split(rule)));
    assert.deepEqual(read?.deleteMarkerReplication, { known: undefined });
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
