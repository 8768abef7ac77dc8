/** Which handler makes which type of resource. */
import { bucket } from "./bucket";
import { bucketEncryption } from "./bucketEncryption";
import { bucketLifecycle } from "./bucketLifecycle";
import { bucketLogging } from "./bucketLogging";
import { bucketNotification } from "./bucketNotification";
import { bucketObjectLock } from "./bucketObjectLock";
import { bucketOwnershipControls } from "./bucketOwnershipControls";
import { bucketPolicy } from "./bucketPolicy";
import { bucketPublicAccessBlock } from "./bucketPublicAccessBlock";
import { bucketReplication } from "./bucketReplication";
import { bucketVersioning } from "./bucketVersioning";
import type { Handler } from "./handler";
import { iamPolicy } from "./iamPolicy";
import { iamRole } from "./iamRole";
import { iamRolePolicy } from "./iamRolePolicy";
import { iamRolePolicyAttachment } from "./iamRolePolicyAttachment";
import { kmsAlias } from "./kmsAlias";
import { kmsKey } from "./kmsKey";
import { kmsKeyPolicy } from "./kmsKeyPolicy";

export const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ["aws:s3/bucket:Bucket", bucket],
  ["aws:s3/bucketVersioning:BucketVersioning", bucketVersioning],
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    bucketEncryption,
  ],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucketPublicAccessBlock],
  ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", bucketOwnershipControls],
  ["aws:s3/bucketPolicy:BucketPolicy", bucketPolicy],
  ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", bucketLifecycle],
  ["aws:s3/bucketLogging:BucketLogging", bucketLogging],
  ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", bucketObjectLock],
  ["aws:s3/bucketReplicationConfig:BucketReplicationConfig", bucketReplication],
  ["aws:s3/bucketNotification:BucketNotification", bucketNotification],
  ["aws:kms/key:Key", kmsKey],
  ["aws:kms/alias:Alias", kmsAlias],
  ["aws:kms/keyPolicy:KeyPolicy", kmsKeyPolicy],
  ["aws:iam/role:Role", iamRole],
  ["aws:iam/rolePolicy:RolePolicy", iamRolePolicy],
  ["aws:iam/policy:Policy", iamPolicy],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", iamRolePolicyAttachment],
]);

/** Types that the emulator is not given, with the reason; every other type that has no handler is an error. */
export const NOT_EMULATED: ReadonlyMap<string, string> = new Map(
  ["metricAlarm:MetricAlarm", "compositeAlarm:CompositeAlarm", "dashboard:Dashboard"]
    .map((kind): [string, string] => [
      `aws:cloudwatch/${kind}`,
      "the emulator measures no replication metrics",
    ])
    .concat(
      ["topic:Topic", "topicPolicy:TopicPolicy", "topicSubscription:TopicSubscription"].map(
        (kind): [string, string] => [`aws:sns/${kind}`, "the emulator sends no replication events"],
      ),
    ),
);
