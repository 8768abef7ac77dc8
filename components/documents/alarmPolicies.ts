/** Who may publish to the topics of alarms, use their keys, and send to the queue of failures. */

import { alarmArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { type BuiltPolicyDocument, type BuiltPolicyStatement, policyDocument } from "./policyDocument";

/** The account and region whose alarms publish. */
export interface AlarmPlace {
  readonly region: string;
  readonly accountId: string;
}

/** CloudWatch on behalf of the alarms of one account and region, and of no other account's. */
function forAlarmsOf({ region, accountId }: AlarmPlace): NonNullable<BuiltPolicyStatement["Condition"]> {
  return {
    ArnLike: { "aws:SourceArn": alarmArn(partitionOfRegion(region), region, accountId, "*") },
    StringEquals: { "aws:SourceAccount": accountId },
  };
}

/**
 * The policy of a topic that alarms publish to. Principals of the account need no statement: IAM is enough within an account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmTopicPolicy(topicArn: string, place: AlarmPlace): BuiltPolicyDocument {
  return policyDocument([
    {
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "SNS:Publish",
      Resource: topicArn,
      Condition: forAlarmsOf(place),
    },
  ]);
}

/**
 * What the key of the topic must allow. Without it the alarm changes its state and no message is sent.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function alarmKeyUse(place: AlarmPlace): BuiltPolicyStatement {
  return {
    Sid: "AlarmsPublish",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: forAlarmsOf(place),
  };
}

/**
 * The policy of the queue that receives S3's events of one bucket. The ARN of a bucket has no account, so AWS asks for both
 * conditions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function failureQueuePolicy(
  queueArn: string,
  bucketArn: string,
  accountId: string,
): BuiltPolicyDocument {
  return policyDocument([
    {
      Sid: "BucketSends",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: {
        ArnEquals: { "aws:SourceArn": bucketArn },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    },
  ]);
}
