import { type EncryptedBucket, throughS3, UPLOAD_KEY_ACTIONS } from "./keyUse";
import type { PolicyStatement } from "./policyDocument";
import { everybodyBut, grantedTo } from "./principals";

/** What an upload of any size needs. */
const UPLOAD_ACTIONS: readonly string[] = [
  "s3:PutObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
];

/** Lets principals upload into the bucket, and set tags where `tagging` says so. */
export function uploads(
  sid: string,
  bucket: EncryptedBucket,
  principals: readonly string[],
  { tagging }: { readonly tagging: boolean },
): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: grantedTo(bucket.region, principals),
    Action: [...UPLOAD_ACTIONS, ...(tagging ? ["s3:PutObjectTagging"] : [])],
    Resource: `${bucket.bucketArn}/*`,
  };
}

/** Lets principals encrypt what they upload, and decrypt its parts, as S3 asks of multipart uploads. */
export function uploadKeyUse(
  sid: string,
  bucket: EncryptedBucket,
  principals: readonly string[],
): PolicyStatement {
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
 * Refuses writes and deletes of everybody but the writers. Services of AWS are left to the statements that let them deliver
 * logs; S3's own work, such as lifecycle rules, is never subject to a bucket's policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function onlyWriters(bucketArn: string, principals: readonly string[]): PolicyStatement {
  return {
    Sid: "OnlyWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
    Resource: `${bucketArn}/*`,
    Condition: {
      ...everybodyBut(principals),
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}
