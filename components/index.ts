/** The components of this project, for any Pulumi program. */

export { BackfillRole, type BackfillRoleArgs } from "./backfillRole";
export type { AdoptArgs, LifecycleArgs, ObjectLockArgs, TransitionArgs } from "./bucketOptions";
export type { SourceRole } from "./documents/sourceRole";
export type { EncryptedBucket } from "./encryptedBucket";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export type { PolicyOptions, PolicyStatementArgs } from "./policyOptions";
export type { ProviderOptions } from "./providerOptions";
export { ReceivingBucket } from "./receivingBucket";
export type { ReceivingBucketArgs } from "./receivingBucketArgs";
export type { WayBack } from "./replicateBack";
export { ReplicatedBucket } from "./replicatedBucket";
export type {
  AssumeRoleArgs,
  BackfillArgs,
  PrimaryArgs,
  Principals,
  ReaderArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  RoleOptions,
  SiteArgs,
  UploaderArgs,
} from "./replicatedBucketArgs";
export type { Replication } from "./replicationConfiguration";
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export type { ReplicationDestination, RequestedGrants } from "./routes";
export type { ReplicaRuleOptions, ReplicationFilter, RuleArgs, RuleOptions } from "./ruleArgs";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
