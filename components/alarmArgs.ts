/** Alarms on the replication of a bucket, and who is told: the settings. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Alarms on every rule that is enabled and has metrics, and who is told. They are charged; `docs/costs.md` has the prices.
 *
 * @example { email: ["storage-team@example.com"], lagMinutes: 30 }
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export interface AlarmArgs {
  /** Whether there are alarms, topics, a dashboard and a queue of failures. @default true */
  readonly enabled?: boolean | undefined;
  /** E-mail addresses. SNS sends each a message for every Region, with a link that confirms the subscription. @default - none */
  readonly email?: readonly string[] | undefined;
  /**
   * ARNs of SQS queues of any Region that every alarm reaches, such as the queue that a webhook is fed from. Their policies, and
   * those of their keys, must let `sns.amazonaws.com` send for the topics. @default - none
   */
  readonly queues?: readonly pulumi.Input<string>[] | undefined;
  /**
   * ARNs of existing SNS topics, one of a Region at most. Each takes the place of the topic and key that are made in its Region; its
   * policy, and that of its key, must let `cloudwatch.amazonaws.com` publish. Plain text, because the Regions decide which topics are
   * made; whatever else is to be told can subscribe to `topicArns` of the component's alarms. @default - a topic and a key in each Region
   */
  readonly topics?: readonly string[] | undefined;
  /**
   * Minutes that a destination may be behind, 1 to 1440.
   * @default - 15 for a rule with Replication Time Control, 60 for others
   */
  readonly lagMinutes?: number | undefined;
  /** Operations that may wait at once for a rule, 1 or more. @default 10000 */
  readonly pendingOperations?: number | undefined;
  /** Whether a CloudWatch dashboard shows all routes. @default true */
  readonly dashboard?: boolean | undefined;
  /**
   * Whether S3 sends its replication events, which contain the reason of each failure, to an SQS queue. S3 has one notification
   * configuration a bucket, which this one replaces: see `notifications`.
   * Required with `adopt` of the primary, unless there are `notifications`, and of a two-way replica.
   * @default - true; false for a primary that stays with its owner (`primary.bucketArn`), unless there are `notifications`
   */
  readonly failureEvents?: boolean | undefined;
  /** Other notifications of the primary, which become part of its one notification configuration. @default - none */
  readonly notifications?: BucketNotifications | undefined;
}

/**
 * Notifications of a bucket, as the AWS provider expects them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export interface BucketNotifications {
  /** Whether S3 sends its events to EventBridge. It sends no replication events there. @default false */
  readonly eventbridge?: boolean | undefined;
  readonly lambdaFunctions?: pulumi.Input<aws.types.input.s3.BucketNotificationLambdaFunction>[] | undefined;
  readonly queues?: pulumi.Input<aws.types.input.s3.BucketNotificationQueue>[] | undefined;
  readonly topics?: pulumi.Input<aws.types.input.s3.BucketNotificationTopic>[] | undefined;
}
