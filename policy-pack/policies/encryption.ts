/** Buckets encrypt with a KMS key of the customer. */
import type { Known, Reference } from "../../model";
import { BUCKET_ENCRYPTIONS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { defaultOf, ENCRYPTION_OF_THE_BUCKET, forEachEncryptionRule } from "./support/encryptionRules";
import { expect, notKnown, type PolicyFindings, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";

const FIX = 'set sseAlgorithm "aws:kms" and kmsMasterKeyId to the ARN of a KMS key of your own';
const ADD =
  'add an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm "aws:kms" and the ARN of a KMS key of your own';

export const { ofResource: bucketEncryption, ofBucket: everyBucketEncrypted } = bucketSettingPolicies({
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
  setting: "encryption",
  ofResource: {
    name: "bucket-encryption",
    displayName: "Default encryption uses a customer managed KMS key",
    description:
      "Default encryption must be SSE-KMS with a customer managed key: the policy of the AWS managed key cannot be changed, so replicas cannot be decrypted from another account.",
    judges: BUCKET_ENCRYPTIONS,
    judge: (resource) =>
      forEachEncryptionRule(
        resource,
        (rule) => {
          const algorithm = defaultOf(rule).at("sseAlgorithm");
          const key = defaultOf(rule).at("kmsMasterKeyId");
          return judgeEncryption(algorithm.path, algorithm.text(), key.path, key.text());
        },
        [violation("rules", "one rule", "none", FIX)],
      ),
  },
  ofBucket: {
    name: "every-bucket-encrypted",
    displayName: "Every bucket is encrypted with a customer managed KMS key",
    description:
      "Every bucket, replicas included, must state default encryption with a customer managed KMS key; a bucket that says nothing uses SSE-S3.",
    *judge({ encryption }) {
      const where = ENCRYPTION_OF_THE_BUCKET;
      if ("unknown" in encryption) yield notKnown(where, encryption);
      else if (encryption.known === undefined)
        yield violation(where, "SSE-KMS", "none stated, which is SSE-S3", ADD);
      else {
        const { algorithm, key } = encryption.known;
        yield* judgeEncryption(where, algorithm, `the key of ${where}`, textOf(key));
      }
    },
  },
});

function* judgeEncryption(
  path: string,
  algorithm: Known<string | undefined>,
  keyPath: string,
  key: Known<string | undefined>,
): PolicyFindings {
  yield* expect({ path }, algorithm, isKms, '"aws:kms" or "aws:kms:dsse"', FIX);
  if ("known" in algorithm && isKms(algorithm.known))
    yield* expect({ path: keyPath }, key, isCustomerManaged, "a customer managed key", FIX);
}

function isKms(algorithm: string | undefined): boolean {
  return algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
}

/** Without a key S3 uses the AWS managed one, `aws/s3`. */
function isCustomerManaged(key: string | undefined): boolean {
  return key !== undefined && !/^(arn:[^/]*:)?alias\/aws\//.test(key);
}

/** What names the key: a key of the stack by its label, since it may have no ARN yet. */
function textOf(key: Reference | undefined): Known<string | undefined> {
  if (key === undefined) return { known: undefined };
  if ("unknown" in key) return key;
  return { known: "to" in key ? key.to : key.outside };
}
