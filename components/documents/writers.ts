/** What writers may do, and what only named principals may do. */
import { type BucketInRegion, throughS3, UPLOAD_KEY_ACTIONS } from "./keyPolicy";
import type { BuiltPolicyStatement } from "./policyDocument";
import { exceptFor, grantedTo } from "./principals";

/** What an upload of any size needs. */
const UPLOAD_ACTIONS: readonly string[] = [
  "s3:PutObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
];

/** Lets principals upload into the bucket, and set tags where `tagging` says so. */
export function uploads(
  sid: string,
  bucket: BucketInRegion,
  principals: readonly string[],
  { tagging }: { readonly tagging: boolean },
): BuiltPolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: grantedTo(bucket.region, principals),
    Action: [...UPLOAD_ACTIONS, ...(tagging ? ["s3:PutObjectTagging"] : [])],
    Resource: `${bucket.bucketArn}/*`,
  };
}

/** Lets principals encrypt what they upload, and decrypt its parts, as S3 requires for multipart uploads. */
export function uploadKeyUse(
  sid: string,
  bucket: BucketInRegion,
  principals: readonly string[],
): BuiltPolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: grantedTo(bucket.region, principals),
    Action: UPLOAD_KEY_ACTIONS,
    Resource: "*",
    Condition: throughS3(bucket),
  };
}

/**
 * Denies writes and deletes by every principal except the writers. AWS services are exempt, since other statements let them deliver
 * logs; a bucket policy does not apply to S3's own actions, such as those of lifecycle rules. Replication is not affected: it has
 * actions of its own.
 *
 * @param versions whether that includes permanent deletes of versions.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function onlyWriters(
  bucketArn: string,
  principals: readonly string[],
  { versions = true }: { readonly versions?: boolean } = {},
): BuiltPolicyStatement {
  return {
    Sid: "OnlyWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:DeleteObject", ...(versions ? ["s3:DeleteObjectVersion"] : [])],
    Resource: `${bucketArn}/*`,
    Condition: {
      ...exceptFor(principals),
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}

/**
 * Denies every principal except the named ones permission to delete a version permanently. Replication never does, and a bucket policy does
 * not apply to lifecycle actions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function versionDeletesOnlyBy(bucketArn: string, principals: readonly string[]): BuiltPolicyStatement {
  return {
    Sid: "VersionDeletes",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObjectVersion",
    Resource: `${bucketArn}/*`,
    Condition: exceptFor(principals),
  };
}
