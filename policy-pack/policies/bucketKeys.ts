/** Buckets with SSE-KMS use S3 bucket keys. */
import type { Property } from "../replication/adapters/property";
import type { BucketEncryption } from "../replication/topology";
import { BUCKET_ENCRYPTIONS, BUCKETS } from "./support/awsTypes";
import { defaultOf, forEachEncryptionRule, ofStatedEncryption } from "./support/encryptionRules";
import { everyBucket } from "./support/everyBucket";
import { expect, type Findings, undecided, unless, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { buckets, judgedOnTheSetOnly, NARROWED } from "./support/scope";

const COMMON = {
  severity: "low",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.17", "S3 general purpose buckets should be encrypted at rest with AWS KMS keys"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  remediationSteps: "Set bucketKeyEnabled to true in the bucket's default encryption.",
  tags: ["s3", "kms", "cost"],
} as const;

const FIX = "set bucketKeyEnabled to true: it saves up to 99 % of the calls to KMS";

export const bucketKeyUse = resourcePolicy({
  ...COMMON,
  name: "bucket-key",
  displayName: "Bucket keys are on",
  description: "SSE-KMS without S3 bucket keys calls KMS twice for every replicated object.",
  judges: [...BUCKET_ENCRYPTIONS, ...BUCKETS],
  fields: [buckets],
  *judge(resource, settings) {
    if (judgedOnTheSetOnly(settings)) yield NARROWED;
    else yield* forEachEncryptionRule(resource, false, judgeBucketKey);
  },
});

function* judgeBucketKey(rule: Property): Findings {
  const algorithm = defaultOf(rule).at("sseAlgorithm").text();
  // DSSE-KMS has no bucket keys, and other algorithms have no use for them.
  if ("known" in algorithm && algorithm.known !== "aws:kms") return;
  const enabled = rule.at("bucketKeyEnabled");
  const findings = expect(enabled, enabled.flag(), (value) => value === true, "true", FIX);
  yield* "unknown" in algorithm ? unless(algorithm, "sseAlgorithm", findings) : findings;
}

export const everyBucketUsesBucketKeys = everyBucket({
  ...COMMON,
  name: "every-bucket-uses-bucket-keys",
  displayName: "Every bucket with SSE-KMS uses bucket keys",
  description: "Every bucket that encrypts with SSE-KMS must have S3 bucket keys on.",
  judge: (bucket) => ofStatedEncryption(bucket, false, judgeBucketKeyOf),
});

function* judgeBucketKeyOf({ algorithm, bucketKeyEnabled }: BucketEncryption): Findings {
  if ("known" in algorithm && algorithm.known !== "aws:kms") return;
  if ("unknown" in bucketKeyEnabled) yield undecided("bucketKeyEnabled", bucketKeyEnabled.unknown);
  else if (bucketKeyEnabled.known) return;
  else if ("unknown" in algorithm) yield undecided("sseAlgorithm of the bucket", algorithm.unknown);
  else yield violation("bucketKeyEnabled of the bucket", "true", "false", FIX);
}
