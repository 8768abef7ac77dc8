/** The calls that read a live account, and the IAM action that each of them needs. */

/**
 * Call of the AWS API -> IAM action. The names differ for many calls of S3.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const READ_ACTIONS = {
  ListBuckets: "s3:ListAllMyBuckets",
  HeadBucket: "s3:ListBucket",
  GetBucketReplication: "s3:GetReplicationConfiguration",
  GetBucketVersioning: "s3:GetBucketVersioning",
  GetBucketEncryption: "s3:GetEncryptionConfiguration",
  GetBucketPolicy: "s3:GetBucketPolicy",
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  GetBucketOwnershipControls: "s3:GetBucketOwnershipControls",
  GetObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration",
  GetBucketRequestPayment: "s3:GetBucketRequestPayment",
  DescribeKey: "kms:DescribeKey",
  GetKeyPolicy: "kms:GetKeyPolicy",
  ListAliases: "kms:ListAliases",
  ListGrants: "kms:ListGrants",
  GetRole: "iam:GetRole",
  ListRolePolicies: "iam:ListRolePolicies",
  GetRolePolicy: "iam:GetRolePolicy",
  ListAttachedRolePolicies: "iam:ListAttachedRolePolicies",
  GetPolicy: "iam:GetPolicy",
  GetPolicyVersion: "iam:GetPolicyVersion",
} as const;

/**
 * Those that look at alarms.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export const ALARM_ACTIONS = {
  DescribeAlarms: "cloudwatch:DescribeAlarms",
  ListMetrics: "cloudwatch:ListMetrics",
} as const;

/** Those that only `diagnose --failed` makes. */
export const FAILURE_ACTIONS = {
  GetBucketNotificationConfiguration: "s3:GetBucketNotification",
  GetQueueUrl: "sqs:GetQueueUrl",
  ReceiveMessage: "sqs:ReceiveMessage",
  ListBucketInventoryConfigurations: "s3:GetInventoryConfiguration",
  ListObjectsV2: "s3:ListBucket",
  GetObject: "s3:GetObject",
  ListObjectVersions: "s3:ListBucketVersions",
  HeadObjectVersion: "s3:GetObjectVersion",
} as const;

/** Those of `verify`, where the version of an object is always named. */
export const CANARY_ACTIONS = {
  PutObject: "s3:PutObject",
  PutObjectTagging: "s3:PutObjectTagging",
  HeadObject: "s3:GetObjectVersion",
  GetObjectTagging: "s3:GetObjectVersionTagging",
  GetObjectAcl: "s3:GetObjectVersionAcl",
  GetBucketAcl: "s3:GetBucketAcl",
  DeleteObject: "s3:DeleteObjectVersion",
  ListObjectVersions: "s3:ListBucketVersions",
} as const;

/** Those of `verify --delete-markers`: a delete that names no version. */
export const MARKER_ACTIONS = { DeleteObject: "s3:DeleteObject" } as const;

/** Those of `verify --multipart`, besides `s3:PutObject`, which beginning, writing and completing an upload need. */
export const MULTIPART_ACTIONS = {
  AbortMultipartUpload: "s3:AbortMultipartUpload",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
} as const;

/** The statements of the policy: service -> Sid. */
const SIDS = { s3: "ReadS3", kms: "ReadKMS", iam: "ReadIAM", cloudwatch: "ReadCloudWatch", sqs: "ReadSQS" };

/** A policy document that allows only reading, for `diagnose`. */
export function readOnlyPolicy(withFailures: boolean): object {
  const actions = [
    ...Object.values(READ_ACTIONS),
    ...Object.values(ALARM_ACTIONS),
    ...(withFailures ? Object.values(FAILURE_ACTIONS) : []),
  ];
  const of = (service: string) =>
    [...new Set(actions)].filter((action) => action.startsWith(`${service}:`)).sort();
  return {
    Version: "2012-10-17",
    Statement: Object.entries(SIDS).flatMap(([service, Sid]) => {
      const Action = of(service);
      return Action.length === 0 ? [] : [{ Sid, Effect: "Allow", Action, Resource: "*" }];
    }),
  };
}
