/** The AWS pages that settle what happens to an object. */

const userGuide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const api = "https://docs.aws.amazon.com/AmazonS3/latest/API";

export const pages = {
  whatReplicates: `${userGuide}/replication-what-is-isnot-replicated.html`,
  encrypted: `${userGuide}/replication-config-for-kms-objects.html`,
  blockingSseC: `${userGuide}/blocking-unblocking-s3-c-encryption-gpb.html`,
  fileElements: `${userGuide}/replication-add-config.html`,
  requirements: `${userGuide}/replication-requirements.html`,
  deleteMarkers: `${userGuide}/delete-marker-replication.html`,
  owner: `${userGuide}/replication-change-owner.html`,
  metadataSync: `${userGuide}/replication-for-metadata-changes.html`,
  status: `${userGuide}/replication-status.html`,
  failureCodes: `${userGuide}/replication-failure-codes.html`,
  bucketKeys: `${userGuide}/bucket-key.html`,
  updateEncryption: `${userGuide}/update-sse-encryption.html`,
  objectOwnership: `${userGuide}/about-object-ownership.html`,
  batch: `${userGuide}/s3-batch-replication-batch.html`,
  replicationTime: `${userGuide}/replication-time-control.html`,
  rule: `${api}/API_ReplicationRule.html`,
  filter: `${api}/API_ReplicationRuleFilter.html`,
} as const;

export type Page = (typeof pages)[keyof typeof pages];
