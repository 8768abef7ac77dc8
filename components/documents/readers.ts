import { type EncryptedBucket, throughS3 } from "./keyUse";
import type { PolicyStatement } from "./policyDocument";
import { grantedTo } from "./principals";

/** Principals that may read what is below a prefix. */
export interface Readers {
  readonly principals: readonly string[];
  /** Beginning of the keys; empty for every object. */
  readonly prefix: string;
}

/**
 * Lets each group of readers list and read the bucket below its prefix: current and older versions, nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
 */
export function readerReads(
  bucket: EncryptedBucket,
  readers: readonly Readers[],
): readonly PolicyStatement[] {
  return readers.flatMap(({ principals, prefix }, index) => {
    const Principal = grantedTo(bucket.region, principals);
    return [
      {
        Sid: `Readers${index + 1}List`,
        Effect: "Allow",
        Principal,
        Action: "s3:ListBucket",
        Resource: bucket.bucketArn,
        ...(prefix !== "" && { Condition: { StringLike: { "s3:prefix": `${prefix}*` } } }),
      },
      {
        Sid: `Readers${index + 1}Read`,
        Effect: "Allow",
        Principal,
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `${bucket.bucketArn}/${prefix}*`,
      },
    ];
  });
}

/**
 * Lets the readers decrypt what they read, through S3 only. The bucket's own ARN is the encryption context of objects under
 * a bucket key, so a key cannot tell prefixes apart: the bucket's policy does.
 */
export function readerKeyUses(
  bucket: EncryptedBucket,
  readers: readonly Readers[],
): readonly PolicyStatement[] {
  return readers.map(({ principals, prefix }, index) => ({
    Sid: `Readers${index + 1}Decrypt`,
    Effect: "Allow",
    Principal: grantedTo(bucket.region, principals),
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: throughS3(bucket, prefix),
  }));
}
