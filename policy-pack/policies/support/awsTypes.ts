/** Type tokens of the AWS provider. The `V2` ones are deprecated names of the same resources, still in use. */

export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
export const BUCKET_VERSIONINGS = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
];
export const BUCKET_ENCRYPTIONS = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];
export const LIFECYCLES = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
];
export const ACCESS_LOGGINGS = [
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketLoggingV2:BucketLoggingV2",
];
export const PUBLIC_ACCESS_BLOCKS = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"];
export const ACCOUNT_PUBLIC_ACCESS_BLOCKS = ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"];
export const ACCESS_POINTS = ["aws:s3/accessPoint:AccessPoint"];
export const MULTI_REGION_ACCESS_POINTS = ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"];
export const OWNERSHIP_CONTROLS = ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"];
export const BUCKET_ACLS = ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"];
export const BUCKET_POLICIES = ["aws:s3/bucketPolicy:BucketPolicy"];
export const REPLICATION_CONFIGURATIONS = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];

export const KEYS = ["aws:kms/key:Key"];
/** Every resource that is a KMS key of its own. */
export const ALL_KEYS = [
  ...KEYS,
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];
export const KEY_POLICIES = ["aws:kms/keyPolicy:KeyPolicy"];

export const METRIC_ALARMS = ["aws:cloudwatch/metricAlarm:MetricAlarm"];
export const BUCKET_NOTIFICATIONS = ["aws:s3/bucketNotification:BucketNotification"];
export const TOPICS = ["aws:sns/topic:Topic"];
export const TOPIC_POLICIES = ["aws:sns/topicPolicy:TopicPolicy"];

/** Topics, queues and their policies: each holds its document in `policy`. */
export const TOPICS_AND_QUEUES = [
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
];

export const ROLES = ["aws:iam/role:Role"];
/** Resources that hold a document of permissions in `policy`. */
export const PERMISSIONS = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"];
