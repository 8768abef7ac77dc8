/** What the stand-in does when a resource changes or goes: creation is done by the emulator's handlers. */
import { DeleteAlarmsCommand, DeleteDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListPolicyVersionsCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DeleteAliasCommand, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  ListObjectVersionsCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { DeleteTopicCommand, SetTopicAttributesCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { EmulatorSite } from "../../../operations/emulator/clients";

export type Properties = { readonly [property: string]: unknown };

/** A resource as the engine has it. */
export interface Held {
  readonly id: string;
  readonly properties: Properties;
}

type Change = (site: EmulatorSite, held: Held) => Promise<unknown>;

const bucketOf = ({ properties, id }: Held) => String(properties["bucket"] ?? id);

/** Updates of what alarms publish to. */
const TOPIC_UPDATES: { readonly [type: string]: Change } = {
  "aws:sns/topic:Topic": async ({ sns }, { id, properties }) => {
    for (const [AttributeName, value] of [
      ["Policy", properties["policy"]],
      ["KmsMasterKeyId", properties["kmsMasterKeyId"]],
    ] as const)
      await sns.send(
        new SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue: String(value) }),
      );
  },
  "aws:sns/topicSubscription:TopicSubscription": async () => {},
  "aws:sqs/queue:Queue": ({ sqs }, { id, properties }) =>
    sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: id,
        Attributes: { Policy: String(properties["policy"]) },
      }),
    ),
};

/** Updates that are no second creation. A setting of a bucket is put again as it was put first. */
export const UPDATES: { readonly [type: string]: Change } = {
  ...TOPIC_UPDATES,
  "aws:s3/bucket:Bucket": async () => {},
  "aws:kms/alias:Alias": async () => {},
  "aws:kms/key:Key": ({ kms }, { id, properties }) =>
    kms.send(
      new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy: String(properties["policy"]) }),
    ),
  "aws:iam/role:Role": ({ iam }, { id, properties }) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: id,
        PolicyDocument: String(properties["assumeRolePolicy"]),
      }),
    ),
  "aws:iam/policy:Policy": async ({ iam }, { id, properties }) => {
    await withoutOldVersions(iam, id);
    await iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: id,
        PolicyDocument: String(properties["policy"]),
        SetAsDefault: true,
      }),
    );
  },
};

export const DELETIONS: { readonly [type: string]: Change } = {
  "aws:s3/bucket:Bucket": async (site, held) => {
    if (held.properties["forceDestroy"] === true) await emptied(site, bucketOf(held));
    await site.s3.send(new DeleteBucketCommand({ Bucket: bucketOf(held) }));
  },
  "aws:s3/bucketVersioning:BucketVersioning": ({ s3 }, held) =>
    s3.send(
      new PutBucketVersioningCommand({
        Bucket: bucketOf(held),
        VersioningConfiguration: { Status: "Suspended" },
      }),
    ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ({ s3 }, held) =>
    s3.send(new DeleteBucketEncryptionCommand({ Bucket: bucketOf(held) })),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ({ s3 }, held) =>
    s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucketOf(held) })),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ({ s3 }, held) =>
    s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: bucketOf(held) })),
  "aws:s3/bucketPolicy:BucketPolicy": ({ s3 }, held) =>
    s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketOf(held) })),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ({ s3 }, held) =>
    s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucketOf(held) })),
  "aws:s3/bucketLogging:BucketLogging": ({ s3 }, held) =>
    s3.send(new PutBucketLoggingCommand({ Bucket: bucketOf(held), BucketLoggingStatus: {} })),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": async () => {},
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ({ s3 }, held) =>
    s3.send(new DeleteBucketReplicationCommand({ Bucket: bucketOf(held) })),
  "aws:kms/key:Key": ({ kms }, { id }) =>
    kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 })),
  "aws:kms/alias:Alias": ({ kms }, { id }) => kms.send(new DeleteAliasCommand({ AliasName: id })),
  "aws:iam/role:Role": ({ iam }, { id }) => iam.send(new DeleteRoleCommand({ RoleName: id })),
  "aws:iam/rolePolicy:RolePolicy": ({ iam }, { id }) => {
    const [RoleName, PolicyName] = id.split(":");
    return iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ iam }, { properties }) =>
    iam.send(
      new DetachRolePolicyCommand({
        RoleName: String(properties["role"]),
        PolicyArn: String(properties["policyArn"]),
      }),
    ),
  "aws:s3/bucketNotification:BucketNotification": ({ s3 }, held) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucketOf(held),
        NotificationConfiguration: {},
      }),
    ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ cloudwatch }, { id }) =>
    cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
  "aws:cloudwatch/dashboard:Dashboard": ({ cloudwatch }, { id }) =>
    cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [id] })),
  "aws:sns/topic:Topic": ({ sns }, { id }) => sns.send(new DeleteTopicCommand({ TopicArn: id })),
  "aws:sns/topicSubscription:TopicSubscription": ({ sns }, { id }) =>
    sns.send(new UnsubscribeCommand({ SubscriptionArn: id })),
  "aws:sqs/queue:Queue": ({ sqs }, { id }) => sqs.send(new DeleteQueueCommand({ QueueUrl: id })),
  "aws:iam/policy:Policy": async ({ iam }, { id }) => {
    await withoutOldVersions(iam, id);
    await iam.send(new DeletePolicyCommand({ PolicyArn: id }));
  },
};

/** IAM keeps five versions of a policy at most, and deletes a policy only when one is left. */
async function withoutOldVersions(iam: EmulatorSite["iam"], PolicyArn: string): Promise<void> {
  const held = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of held.Versions ?? [])
    if (IsDefaultVersion !== true) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
}

async function emptied({ s3 }: EmulatorSite, Bucket: string): Promise<void> {
  const held = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...(held.Versions ?? []), ...(held.DeleteMarkers ?? [])])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}
