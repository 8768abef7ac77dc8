/** Buckets that survive the loss of a region: the components, for any Pulumi program. */
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export { ReplicatedBucket, type ReplicationEnd } from "./replicatedBucket";
export type {
  LifecycleArgs,
  ObjectLockArgs,
  PrimaryArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  ReplicationFilter,
  SiteArgs,
} from "./replicatedBucketArgs";
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
