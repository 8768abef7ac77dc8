/** A source bucket with its replication configuration, as resources of a preview. */
import { account, type WrittenResource } from "./stack";

export const keyArn = `arn:aws:kms:eu-central-1:${account}:key/k`;
export const roleArn = `arn:aws:iam::${account}:role/archive`;
export const source: WrittenResource = {
  type: "s3/bucket:Bucket",
  name: "s",
  properties: { bucket: "acme" },
};
export const others: readonly WrittenResource[] = [
  { type: "s3/bucket:Bucket", name: "d", properties: { bucket: "acme-copy" } },
  { type: "kms/key:Key", name: "k", properties: { arn: keyArn, keyId: "k" } },
  { type: "iam/role:Role", name: "r", properties: { name: "archive", assumeRolePolicy: "" } },
];

export const splitRule = {
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

export function split(...rules: readonly object[]): WrittenResource {
  return {
    type: "s3/bucketReplicationConfig:BucketReplicationConfig",
    name: "c",
    properties: { bucket: "acme", role: roleArn, rules },
  };
}
