/** The components of this project, for any Pulumi program. */

export type { AdoptArgs, LifecycleArgs, ObjectLockArgs } from "./bucketOptions";
export type { SourceRole } from "./documents/sourceRole";
export type { EncryptedBucket } from "./encryptedBucket";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryptionKey";
export type { ExistingBucket, ExistingKey } from "./existing";
export { ReceivingBucket } from "./receivingBucket";
export type { ReceivingBucketArgs } from "./receivingBucketArgs";
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
export { ReplicationRole, type ReplicationRoleArgs } from "./replicationRole";
export type { ReplicationDestination, RequestedGrants } from "./routes";
export type { ReplicaRuleOptions, ReplicationFilter, RuleArgs, RuleOptions } from "./ruleArgs";
export { SecureBucket, type SecureBucketArgs } from "./secureBucket";
export type { Site } from "./site";
