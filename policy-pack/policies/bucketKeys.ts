/** Buckets with SSE-KMS use S3 bucket keys. */
import type { Known } from "../../model";
import { BUCKET_ENCRYPTIONS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { defaultOf, forEachEncryptionRule, ofStatedEncryption } from "./support/encryptionRules";
import { expect, type PolicyFindings, unless } from "./support/finding";
import { securityHub } from "./support/frameworks";

export const { ofResource: bucketKeyUse, ofBucket: everyBucketUsesBucketKeys } = bucketSettingPolicies({
  severity: "low",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.17", "S3 general purpose buckets should be encrypted at rest with AWS KMS keys"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  remediationSteps: "Set bucketKeyEnabled to true in the bucket's default encryption.",
  tags: ["s3", "kms", "cost"],
  setting: "encryption",
  ofResource: {
    name: "bucket-key",
    displayName: "Bucket keys are on",
    description: "SSE-KMS without S3 bucket keys calls KMS twice for every replicated object.",
    judges: BUCKET_ENCRYPTIONS,
    judge: (resource) =>
      forEachEncryptionRule(resource, (rule) => {
        const enabled = rule.at("bucketKeyEnabled");
        return judgeBucketKey(enabled.path, enabled.flag(), defaultOf(rule).at("sseAlgorithm").text());
      }),
  },
  ofBucket: {
    name: "every-bucket-uses-bucket-keys",
    displayName: "Every bucket with SSE-KMS uses bucket keys",
    description: "Every bucket that encrypts with SSE-KMS must have S3 bucket keys on.",
    judge: (bucket) =>
      ofStatedEncryption(bucket, ({ algorithm, bucketKeyEnabled }) =>
        judgeBucketKey("bucketKeyEnabled of the bucket", bucketKeyEnabled, algorithm),
      ),
  },
});

function judgeBucketKey(
  path: string,
  enabled: Known<boolean | undefined>,
  algorithm: Known<string | undefined>,
): PolicyFindings {
  // DSSE-KMS has no bucket keys, and other algorithms have no use for them.
  if ("known" in algorithm && algorithm.known !== "aws:kms") return [];
  const findings = expect(
    { path },
    enabled,
    (value) => value === true,
    "true",
    "set bucketKeyEnabled to true: it saves up to 99 % of the calls to KMS",
  );
  return "unknown" in algorithm ? unless(algorithm, "sseAlgorithm", findings) : findings;
}
