/** The condition that ties the use of a KMS key to S3 and to one bucket. */

/**
 * What `kms:ViaService` is when S3 calls KMS in a Region; it ends in `amazonaws.com` in every partition.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function s3ViaService(region: string): string {
  return `s3.${region}.amazonaws.com`;
}

/**
 * Allows the use of a key through S3 in the key's Region and for one bucket only, in both forms of the encryption context:
 * the bucket's ARN (with an S3 Bucket Key) and the object's (without, or written before the bucket key was enabled).
 *
 * @param objects pattern of the object keys. With a bucket key the context does not name the object, so the pattern narrows
 *   only the second form.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function s3KeyCondition(region: string, bucketArn: string, objects = "*") {
  return {
    StringEquals: { "kms:ViaService": s3ViaService(region) },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/${objects}`] },
  };
}
