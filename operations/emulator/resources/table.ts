/** Which handler makes which type of resource; every other type is reported as not emulated. */
import { bucketHandler } from "./bucket";
import { bucketEncryptionHandler } from "./bucketEncryption";
import { bucketLifecycleHandler } from "./bucketLifecycle";
import { bucketLoggingHandler } from "./bucketLogging";
import { bucketNotificationHandler } from "./bucketNotification";
import { bucketObjectLockHandler } from "./bucketObjectLock";
import { bucketOwnershipControlsHandler } from "./bucketOwnershipControls";
import { bucketPolicyHandler } from "./bucketPolicy";
import { bucketPublicAccessBlockHandler } from "./bucketPublicAccessBlock";
import { bucketReplicationHandler } from "./bucketReplication";
import { bucketVersioningHandler } from "./bucketVersioning";
import { dashboardHandler } from "./dashboard";
import type { Handler } from "./handler";
import { iamPolicyHandler } from "./iamPolicy";
import { iamRoleHandler } from "./iamRole";
import { iamRolePolicyHandler } from "./iamRolePolicy";
import { iamRolePolicyAttachmentHandler } from "./iamRolePolicyAttachment";
import { kmsAliasHandler } from "./kmsAlias";
import { kmsKeyHandler } from "./kmsKey";
import { metricAlarmHandler } from "./metricAlarm";
import { snsTopicHandler } from "./snsTopic";
import { snsTopicSubscriptionHandler } from "./snsTopicSubscription";
import { sqsQueueHandler } from "./sqsQueue";

export const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ["aws:s3/bucket:Bucket", bucketHandler],
  ["aws:s3/bucketVersioning:BucketVersioning", bucketVersioningHandler],
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    bucketEncryptionHandler,
  ],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucketPublicAccessBlockHandler],
  ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", bucketOwnershipControlsHandler],
  ["aws:s3/bucketPolicy:BucketPolicy", bucketPolicyHandler],
  ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", bucketLifecycleHandler],
  ["aws:s3/bucketLogging:BucketLogging", bucketLoggingHandler],
  ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", bucketObjectLockHandler],
  ["aws:s3/bucketReplicationConfig:BucketReplicationConfig", bucketReplicationHandler],
  ["aws:kms/key:Key", kmsKeyHandler],
  ["aws:kms/alias:Alias", kmsAliasHandler],
  ["aws:iam/role:Role", iamRoleHandler],
  ["aws:iam/rolePolicy:RolePolicy", iamRolePolicyHandler],
  ["aws:iam/policy:Policy", iamPolicyHandler],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", iamRolePolicyAttachmentHandler],
  ["aws:s3/bucketNotification:BucketNotification", bucketNotificationHandler],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", metricAlarmHandler],
  ["aws:cloudwatch/dashboard:Dashboard", dashboardHandler],
  ["aws:sns/topic:Topic", snsTopicHandler],
  ["aws:sns/topicSubscription:TopicSubscription", snsTopicSubscriptionHandler],
  ["aws:sqs/queue:Queue", sqsQueueHandler],
]);
