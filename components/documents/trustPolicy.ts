import { type PolicyDocument, policyDocument } from "./policyDocument";

/**
 * Lets S3 assume the replication role.
 *
 * There is no `aws:SourceAccount` or `aws:SourceArn` condition: no AWS page says that S3 sends them when it replicates,
 * and a condition on a key that is not sent stops every object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationTrustPolicy(): PolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
}
