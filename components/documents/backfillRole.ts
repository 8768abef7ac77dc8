/** The role of the S3 Batch Replication job: who assumes it, and the least that it needs. */
import { type BuiltPolicyDocument, policyDocument } from "./policyDocument";

/** What the job reads and writes. */
export interface BackfillScope {
  /** ARN of the source bucket. */
  readonly sourceArn: string;
  /** ARN of the bucket that receives the completion reports. */
  readonly reportBucketArn: string;
  /** Prefix of the reports, without a slash at its end. */
  readonly reportPrefix: string;
}

/**
 * Lets S3 Batch Operations assume the role.
 *
 * There is no `aws:SourceAccount` condition: no AWS page says that S3 Batch Operations sends it, and a condition on a key that is not
 * sent stops every job.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
 */
export function backfillTrustPolicy(): BuiltPolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "batchoperations.s3.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
}

/**
 * The least that the job needs: it only starts replication, and the replication role copies. So it may write nothing but its reports.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
 */
export function backfillPolicy({
  sourceArn,
  reportBucketArn,
  reportPrefix,
}: BackfillScope): BuiltPolicyDocument {
  return policyDocument([
    { Effect: "Allow", Action: "s3:InitiateReplication", Resource: `${sourceArn}/*` },
    {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"],
      Resource: sourceArn,
    },
    { Effect: "Allow", Action: "s3:PutObject", Resource: `${reportBucketArn}/${reportPrefix}/*` },
  ]);
}
