/** What readers may do. */
import { type BucketInRegion, throughS3 } from "./keyPolicy";
import type { BuiltPolicyStatement } from "./policyDocument";
import { grantedTo } from "./principals";

/** Principals that may read what is below a prefix. */
export interface PrefixReaders {
  readonly principals: readonly string[];
  /** Beginning of the keys; empty for every object. */
  readonly prefix: string;
}

/**
 * Lets each group of readers list and read the bucket below its prefix, noncurrent versions included.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
 */
export function readerReads(
  bucket: BucketInRegion,
  readers: readonly PrefixReaders[],
): readonly BuiltPolicyStatement[] {
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
 * Lets the readers decrypt what they read, through S3 only. With a bucket key the encryption context is the bucket's ARN, so a
 * key policy cannot tell prefixes apart: the bucket policy does.
 */
export function readerKeyUses(
  bucket: BucketInRegion,
  readers: readonly PrefixReaders[],
): readonly BuiltPolicyStatement[] {
  return readers.map(({ principals, prefix }, index) => ({
    Sid: `Readers${index + 1}Decrypt`,
    Effect: "Allow",
    Principal: grantedTo(bucket.region, principals),
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: throughS3(bucket, prefix),
  }));
}
