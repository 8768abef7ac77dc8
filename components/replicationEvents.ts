/** S3's replication events of one bucket, in a queue: why each operation failed. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn, queueArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import { REPLICATION_EVENTS } from "../aws/replicationMetrics";
import type { BucketNotifications } from "./alarmArgs";
import { failureQueueName } from "./alarmRules";
import { failureQueuePolicy } from "./documents/alarmPolicies";
import type { Site } from "./site";

/** Days that a failure waits to be read: the longest that SQS keeps a message. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * Makes the queue and the notification configuration of the bucket. Of replication S3 tells nothing to EventBridge, so that the
 * queue is a direct target, in the bucket's region as S3 asks. It is encrypted by SQS itself, which needs no key.
 *
 * @returns the queue's ARN.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
 */
export function replicationEvents(
  name: string,
  site: Site,
  bucketName: pulumi.Output<string>,
  options: {
    readonly parent: pulumi.Resource;
    readonly tags: { readonly [key: string]: string };
    readonly others: BucketNotifications;
  },
): pulumi.Output<string> {
  const { parent, tags, others } = options;
  const here = { parent, provider: site.provider };
  const partition = partitionOfRegion(site.region);
  const queueName = bucketName.apply(failureQueueName);
  const queue = new aws.sqs.Queue(
    name,
    {
      ...site.regional,
      name: queueName,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: RETENTION_SECONDS,
      policy: pulumi
        .all([queueName, bucketName, site.accountId])
        .apply(([queueText, bucket, account]) =>
          JSON.stringify(
            failureQueuePolicy(
              queueArn(partition, site.region, account, queueText),
              bucketArn(partition, bucket),
              account,
            ),
          ),
        ),
      tags,
    },
    here,
  );
  const arn = pulumi
    .all([queue.name, site.accountId])
    .apply(([made, account]) => queueArn(partition, site.region, account, made));
  new aws.s3.BucketNotification(
    name,
    {
      ...site.regional,
      bucket: bucketName,
      ...(others.eventbridge !== undefined && { eventbridge: others.eventbridge }),
      ...(others.lambdaFunctions !== undefined && { lambdaFunctions: others.lambdaFunctions }),
      ...(others.topics !== undefined && { topics: others.topics }),
      queues: [
        { id: "replication-events", queueArn: arn, events: [REPLICATION_EVENTS] },
        ...(others.queues ?? []),
      ],
    },
    here,
  );
  return arn;
}
