/** The components of this project, for any Pulumi program. */

export type { AlarmArgs, BucketNotifications } from "./alarmArgs";
export type { BackfillArgs } from "./backfillArgs";
export { BackfillRole, type BackfillRoleArgs } from "./backfillRole";
export type { AdoptArgs, LifecycleArgs, ObjectLockArgs, TransitionArgs } from "./bucketOptions";
export type { EncryptedBucket } from "./encryptedBucket";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export type { ExistingBucket, ExistingKey, RequestedGrants } from "./existing";
export type { PolicyOptions, PolicyStatementArgs } from "./policyOptions";
export type { ProviderOptions } from "./providerOptions";
export { ReceivingBucket } from "./receivingBucket";
export type { ReceivingBucketArgs, SourceArgs } from "./receivingBucketArgs";
export type { WayBack } from "./replicateBack";
export { ReplicatedBucket } from "./replicatedBucket";
export type {
  AssumeRoleArgs,
  KeptRule,
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
export type { Replication } from "./replicationConfiguration";
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export type { ReplicationDestination } from "./routes";
export type { ReplicaRuleOptions, ReplicationFilter, RuleArgs, RuleOptions } from "./ruleArgs";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
