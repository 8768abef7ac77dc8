/** Buckets of a set-up with everything that is set on them, and the rules of its replication. */
import type { BucketSetUp, RuleSetUp } from "./setUp";
import { json, type Properties, type Resource } from "./stackResource";

export function bucketResources(bucket: BucketSetUp): readonly Resource[] {
  const { name, account, region, encryption } = bucket;
  const part = (type: string, inputs: Properties): Resource => ({
    type: `s3/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`,
    name: `${name}-${type}`,
    account,
    region,
    inputs: { bucket: name, ...inputs },
  });
  const when = (wanted: boolean, type: string, inputs: Properties) => (wanted ? [part(type, inputs)] : []);
  return [
    {
      ...part("Bucket", bucket.objectLock ? { objectLockEnabled: true } : {}),
      computed: { arn: `arn:${partitionOf(region)}:s3:::${name}` },
    },
    ...when(bucket.versioning !== "Never", "BucketVersioning", {
      versioningConfiguration: { status: bucket.versioning ?? "Enabled" },
    }),
    ...when(encryption !== undefined, "BucketServerSideEncryptionConfiguration", {
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: encryption?.algorithm,
            ...(encryption?.key !== undefined && { kmsMasterKeyId: encryption.key }),
          },
          bucketKeyEnabled: encryption?.bucketKeys ?? false,
        },
      ],
    }),
    ...when(bucket.ownership !== undefined, "BucketOwnershipControls", {
      rule: { objectOwnership: bucket.ownership },
    }),
    ...when(bucket.policy !== undefined, "BucketPolicy", { policy: json(bucket.policy ?? []) }),
    ...when(bucket.requesterPays === true, "BucketRequestPaymentConfiguration", { payer: "Requester" }),
  ];
}

const partitionOf = (region: string) => (region.startsWith("us-gov-") ? "aws-us-gov" : "aws");

export function ruleProperties(rule: RuleSetUp, position: number): Properties {
  const { filter = { prefix: "" }, kmsObjects, replicaModifications, replicaKey } = rule;
  const isV1 = filter === "none";
  const deleteMarkers = rule.deleteMarkers ?? (isV1 ? "absent" : "Enabled");
  const criteria = {
    ...(kmsObjects !== undefined && { sseKmsEncryptedObjects: { status: kmsObjects } }),
    ...(replicaModifications !== undefined && { replicaModifications: { status: replicaModifications } }),
  };
  return {
    id: rule.id ?? `rule-${position + 1}`,
    status: rule.status ?? "Enabled",
    ...(!isV1 && { filter, priority: rule.priority ?? position }),
    ...(isV1 && rule.priority !== undefined && { priority: rule.priority }),
    ...(rule.legacyPrefix !== undefined && { prefix: rule.legacyPrefix }),
    ...(deleteMarkers !== "absent" && { deleteMarkerReplication: { status: deleteMarkers } }),
    ...(Object.keys(criteria).length > 0 && { sourceSelectionCriteria: criteria }),
    ...(rule.existingObjects !== undefined && {
      existingObjectReplication: { status: rule.existingObjects },
    }),
    destination: {
      bucket: `arn:aws:s3:::${rule.to}`,
      ...(replicaKey !== undefined && { encryptionConfiguration: { replicaKmsKeyId: replicaKey } }),
      ...rule.destination,
    },
  };
}
