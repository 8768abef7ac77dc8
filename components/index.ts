/** Buckets that survive the loss of a region: the components, for any Pulumi program. */

export type { ReplicationDestination, RequestedGrants } from "./destination";
export type { SourceRole } from "./documents/sourceRole";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export { ReceivingBucket } from "./receivingBucket";
export type { ReceivingBucketArgs } from "./receivingBucketArgs";
export { ReplicatedBucket } from "./replicatedBucket";
export type {
  AssumeRoleArgs,
  LifecycleArgs,
  ObjectLockArgs,
  PrimaryArgs,
  Principals,
  ReaderArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  ReplicationFilter,
  SiteArgs,
  UploaderArgs,
} from "./replicatedBucketArgs";
export type { ReplicationEnd } from "./replicationEnd";
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
