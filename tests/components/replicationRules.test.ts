import assert from "node:assert/strict";
import { type ReplicationRuleSpec, replicationRule, ruleFilter } from "../../components/replicationRules";

const SPEC: ReplicationRuleSpec = {
  id: "eu-central-1",
  priority: 3,
  filter: {},
  storageClass: undefined,
  paused: false,
  deleteMarkers: true,
  replicationTimeControl: false,
  metrics: true,
  replicaModifications: false,
  destination: { bucketArn: "arn:aws:s3:::replica", keyArn: "arn:aws:kms:eu-central-1:1:key/k" },
};

describe("a replication rule", () => {
  it("says everything that S3 would otherwise guess", () => {
    assert.deepEqual(replicationRule(SPEC), {
      id: "eu-central-1",
      status: "Enabled",
      priority: 3,
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Enabled" },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      destination: {
        bucket: "arn:aws:s3:::replica",
        encryptionConfiguration: { replicaKmsKeyId: "arn:aws:kms:eu-central-1:1:key/k" },
        metrics: { status: "Enabled" },
      },
    });
  });

  it("has a threshold in its metrics only with replication time control", () => {
    const { destination } = replicationRule({ ...SPEC, replicationTimeControl: true });
    assert.deepEqual(destination, {
      bucket: "arn:aws:s3:::replica",
      encryptionConfiguration: { replicaKmsKeyId: "arn:aws:kms:eu-central-1:1:key/k" },
      metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      replicationTime: { status: "Enabled", time: { minutes: 15 } },
    });
  });

  it("says that delete markers do not replicate rather than leaving it out", () => {
    assert.deepEqual(replicationRule({ ...SPEC, deleteMarkers: false }).deleteMarkerReplication, {
      status: "Disabled",
    });
  });

  it("has no metrics, storage class or account unless wanted", () => {
    const { destination } = replicationRule({ ...SPEC, metrics: false });
    assert.deepEqual(Object.keys(destination), ["bucket", "encryptionConfiguration"]);
  });

  it("gives replicas to another account that it names", () => {
    const rule = replicationRule({
      ...SPEC,
      storageClass: "GLACIER_IR",
      destination: { ...SPEC.destination, otherAccountId: "444455556666", ownerOverride: true },
    });
    assert.deepEqual(rule.destination, {
      bucket: "arn:aws:s3:::replica",
      encryptionConfiguration: { replicaKmsKeyId: "arn:aws:kms:eu-central-1:1:key/k" },
      storageClass: "GLACIER_IR",
      account: "444455556666",
      accessControlTranslation: { owner: "Destination" },
      metrics: { status: "Enabled" },
    });
  });
});

describe("the filter of a rule", () => {
  const cases = [
    { name: "everything", filter: {}, rendered: { prefix: "" } },
    { name: "a prefix", filter: { prefix: "logs/" }, rendered: { prefix: "logs/" } },
    {
      name: "one tag",
      filter: { tags: { tier: "gold" } },
      rendered: { tag: { key: "tier", value: "gold" } },
    },
    {
      name: "a prefix and a tag",
      filter: { prefix: "logs/", tags: { tier: "gold" } },
      rendered: { and: { prefix: "logs/", tags: { tier: "gold" } } },
    },
    {
      name: "two tags",
      filter: { tags: { tier: "gold", site: "eu" } },
      rendered: { and: { tags: { tier: "gold", site: "eu" } } },
    },
    { name: "no tags at all", filter: { prefix: "a", tags: {} }, rendered: { prefix: "a" } },
  ] as const;
  for (const { name, filter, rendered } of cases) {
    it(`for ${name} has exactly one of prefix, tag and and`, () => {
      assert.deepEqual(ruleFilter(filter), rendered);
    });
  }
});
