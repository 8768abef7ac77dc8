/** Buckets encrypt with a KMS key of the customer. */
import type { Property } from "../replication/adapters/property";
import type { BucketEncryption } from "../replication/topology";
import { BUCKET_ENCRYPTIONS, BUCKETS } from "./support/awsTypes";
import {
  defaultOf,
  forEachEncryptionRule,
  ofStatedEncryption,
  STATE_ENCRYPTION,
} from "./support/encryptionRules";
import { everyBucket } from "./support/everyBucket";
import { expect, type Findings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { buckets, judgedOnTheSetOnly, NARROWED } from "./support/scope";

const COMMON = {
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub(
    "S3.17",
    "S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
    ["NIST SP 800-53 Rev. 5 SC-28, SC-28(1), SC-12(2)"],
  ),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
  remediationSteps:
    'Give the bucket an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm "aws:kms" and the ARN of an aws.kms.Key as kmsMasterKeyId.',
  tags: ["s3", "kms", "encryption"],
} as const;

export const bucketEncryption = resourcePolicy({
  ...COMMON,
  name: "bucket-encryption",
  displayName: "Default encryption uses a customer managed KMS key",
  description:
    "Default encryption must be SSE-KMS with a customer managed key: the policy of the AWS managed key cannot be changed, so replicas cannot be decrypted from another account.",
  judges: [...BUCKET_ENCRYPTIONS, ...BUCKETS],
  fields: [buckets],
  *judge(resource, settings) {
    if (judgedOnTheSetOnly(settings)) yield NARROWED;
    else yield* forEachEncryptionRule(resource, true, judgeAlgorithm);
  },
});

function* judgeAlgorithm(rule: Property): Findings {
  const algorithm = defaultOf(rule).at("sseAlgorithm");
  const key = defaultOf(rule).at("kmsMasterKeyId");
  const value = algorithm.text();
  yield* expect(algorithm, value, isKms, '"aws:kms" or "aws:kms:dsse"', STATE_ENCRYPTION);
  if ("known" in value && isKms(value.known))
    yield* expect(
      key,
      key.text(),
      (id) => id !== undefined && !isAwsManaged(id),
      "a customer managed key",
      STATE_ENCRYPTION,
    );
}

function isKms(algorithm: string | undefined): boolean {
  return algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
}

function isAwsManaged(key: string): boolean {
  return /(^|:)alias\/aws\//.test(key);
}

export const everyBucketEncrypted = everyBucket({
  ...COMMON,
  name: "every-bucket-encrypted",
  displayName: "Every bucket is encrypted with a customer managed KMS key",
  description:
    "Every bucket, replicas included, must state default encryption with a customer managed KMS key; a bucket that says nothing uses SSE-S3.",
  judge: (bucket) => ofStatedEncryption(bucket, true, judgeEncryption),
});

function* judgeEncryption({ algorithm, key }: BucketEncryption): Findings {
  const where = "default encryption of the bucket";
  if ("unknown" in algorithm) yield undecided(where, algorithm.unknown);
  else if (!isKms(algorithm.known))
    yield violation(where, "SSE-KMS", JSON.stringify(algorithm.known), STATE_ENCRYPTION);
  else if (key === undefined)
    yield violation(where, "a customer managed key", "the AWS managed key aws/s3", STATE_ENCRYPTION);
  else if ("unknown" in key) yield undecided(`the key of ${where}`, key.unknown);
  else if ("outside" in key && isAwsManaged(key.outside))
    yield violation(where, "a customer managed key", JSON.stringify(key.outside), STATE_ENCRYPTION);
}
