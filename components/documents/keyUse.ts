import type { PolicyStatement } from "./policyDocument";

/** What S3 may do with the key of the primary: read what it replicates. */
export const SOURCE_KEY_ACTIONS: readonly string[] = ["kms:Decrypt"];

/**
 * What S3 may do with the key of a replica. AWS pages disagree on whether `kms:Encrypt` is enough; `kms:Decrypt` is
 * for the integrity check that S3 makes with bucket keys.
 */
export const REPLICA_KEY_ACTIONS: readonly string[] = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];

/** What whoever uploads does with the key; S3 decrypts the parts of a multipart upload before it joins them. */
export const UPLOAD_KEY_ACTIONS: readonly string[] = ["kms:Decrypt", "kms:GenerateDataKey"];

/** A bucket whose objects a key encrypts. */
export interface EncryptedBucket {
  readonly bucketArn: string;
  /** Region of bucket and key. */
  readonly region: string;
}

/**
 * The condition that ties the use of a key to S3 in the key's region and to one bucket, in both forms of the
 * encryption context: the bucket's ARN (with bucket keys) and the object's (without, or written before the switch).
 *
 * `kms:ViaService` ends in `amazonaws.com` in every partition.
 *
 * @param prefix literal beginning of the keys; a bucket key's context does not say the object, so it narrows only the others.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function throughS3(bucket: EncryptedBucket, prefix = ""): NonNullable<PolicyStatement["Condition"]> {
  return {
    StringEquals: { "kms:ViaService": `s3.${bucket.region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket.bucketArn, `${bucket.bucketArn}/${prefix}*`] },
  };
}
