/** The components of this project, for any Pulumi program. */

export type { AlarmArgs, BucketNotifications } from "./alarmArgs";
export type { AdoptArgs, LifecycleArgs, ObjectLockArgs } from "./bucketOptions";
export type { SourceRole } from "./documents/sourceRole";
export type { EncryptedBucket } from "./encryptedBucket";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export { ReceivingBucket } from "./receivingBucket";
export type { ReceivingBucketArgs } from "./receivingBucketArgs";
export { ReplicatedBucket } from "./replicatedBucket";
export type {
  AssumeRoleArgs,
  PrimaryArgs,
  Principals,
  ReaderArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  RoleOptions,
  SiteArgs,
  UploaderArgs,
} from "./replicatedBucketArgs";
export { ReplicationAlarms, type ReplicationAlarmsArgs, type WatchedReplica } from "./replicationAlarms";
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export type { ReplicationDestination, RequestedGrants } from "./routes";
export type { ReplicaRuleOptions, ReplicationFilter, RuleArgs, RuleOptions } from "./ruleArgs";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
