/** What AWS services need to deliver their logs into the primary. */
import { dnsSuffixOfRegion } from "../../aws/partitions";
import type { BuiltPolicyStatement } from "./policyDocument";

/** The AWS services that may deliver logs into the primary. */
export const LOG_SOURCES = ["cloudtrail", "cloudwatch-logs", "s3-access-logs", "vpc-flow-logs"] as const;

/** One of {@link LOG_SOURCES}. */
export type LogSource = (typeof LOG_SOURCES)[number];

/** The bucket that receives logs, and the account that they come from. */
export interface LogBucket {
  readonly bucketArn: string;
  readonly region: string;
  readonly accountId: string;
}

/** How one service delivers. */
interface Delivery {
  readonly sid: string;
  readonly principal: string;
  /** Whether the service looks at the bucket's ACL before it writes. */
  readonly readsAcl: boolean;
  /** Objects it writes, below the bucket. */
  readonly objects: string;
  /** Whether it sends `bucket-owner-full-control` with each object. */
  readonly sendsAcl: boolean;
}

/**
 * Lets each log source write into the bucket, for the bucket's own account only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasksConsole.html
 */
export function logDeliveryWrites(
  bucket: LogBucket,
  sources: readonly LogSource[],
): readonly BuiltPolicyStatement[] {
  return sources.flatMap((source) => {
    const delivery = deliveryOf(source, bucket);
    return [...aclRead(delivery, bucket), objectWrite(delivery, bucket)];
  });
}

/**
 * Lets each log source encrypt what it delivers with the bucket's key.
 *
 * AWS's page on server access logging says that the target bucket cannot have default encryption with KMS; with a customer
 * managed key whose policy names the logging service it works (aws-cdk pull request 25350).
 */
export function logDeliveryKeyUses(
  bucket: LogBucket,
  sources: readonly LogSource[],
): readonly BuiltPolicyStatement[] {
  return sources.map((source) => {
    const { sid, principal } = deliveryOf(source, bucket);
    return {
      Sid: `${sid}Encrypts`,
      Effect: "Allow",
      Principal: { Service: principal },
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: fromAccount(bucket),
    };
  });
}

function deliveryOf(source: LogSource, bucket: LogBucket): Delivery {
  const accountObjects = `AWSLogs/${bucket.accountId}/*`;
  switch (source) {
    case "cloudtrail":
      return {
        sid: "CloudTrail",
        principal: "cloudtrail.amazonaws.com",
        readsAcl: true,
        objects: accountObjects,
        sendsAcl: true,
      };
    case "cloudwatch-logs":
      return {
        sid: "CloudWatchLogs",
        principal: `logs.${bucket.region}.${dnsSuffixOfRegion(bucket.region)}`,
        readsAcl: true,
        objects: "*",
        sendsAcl: true,
      };
    case "s3-access-logs":
      return {
        sid: "S3AccessLogs",
        principal: "logging.s3.amazonaws.com",
        readsAcl: false,
        objects: "*",
        sendsAcl: false,
      };
    case "vpc-flow-logs":
      return {
        sid: "VpcFlowLogs",
        principal: "delivery.logs.amazonaws.com",
        readsAcl: true,
        objects: accountObjects,
        sendsAcl: true,
      };
  }
}

function aclRead(delivery: Delivery, bucket: LogBucket): readonly BuiltPolicyStatement[] {
  if (!delivery.readsAcl) return [];
  return [
    {
      Sid: `${delivery.sid}ReadsAcl`,
      Effect: "Allow",
      Principal: { Service: delivery.principal },
      Action: "s3:GetBucketAcl",
      Resource: bucket.bucketArn,
      Condition: fromAccount(bucket),
    },
  ];
}

function objectWrite(delivery: Delivery, bucket: LogBucket): BuiltPolicyStatement {
  const ownAccount = { "aws:SourceAccount": bucket.accountId };
  return {
    Sid: `${delivery.sid}Writes`,
    Effect: "Allow",
    Principal: { Service: delivery.principal },
    Action: "s3:PutObject",
    Resource: `${bucket.bucketArn}/${delivery.objects}`,
    Condition: {
      StringEquals: delivery.sendsAcl
        ? { ...ownAccount, "s3:x-amz-acl": "bucket-owner-full-control" }
        : ownAccount,
    },
  };
}

function fromAccount(bucket: LogBucket): NonNullable<BuiltPolicyStatement["Condition"]> {
  return { StringEquals: { "aws:SourceAccount": bucket.accountId } };
}
