/** Buckets refuse objects that are encrypted with a key which the client brings along. */
import { BLOCKED_TYPES_NOT_STATED, type BucketEncryption, type Known } from "../../model";
import { BUCKET_ENCRYPTIONS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { forEachEncryptionRule, ofStatedEncryption } from "./support/encryptionRules";
import { allowing, expect, type PolicyFindings } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { flag, type PolicyConfig } from "./support/settings";

const mustSay = flag(
  "mustBeStated",
  false,
  "Whether a bucket that does not state blockedEncryptionTypes is a violation. S3 blocks SSE-C on new buckets by itself since April 2026.",
);

export const { ofResource: sseCBlocked, ofBucket: everyBucketBlocksSseC } = bucketSettingPolicies({
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.17", "S3 general purpose buckets should be encrypted at rest with AWS KMS keys"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",
  remediationSteps: 'Set blockedEncryptionTypes to ["SSE-C"] in the bucket\'s default encryption.',
  tags: ["s3", "encryption", "ransomware"],
  setting: "encryption",
  fields: [mustSay],
  ofResource: {
    name: "sse-c-blocked",
    displayName: "SSE-C is blocked",
    description:
      "Objects encrypted with a key that the client brings along (SSE-C) cannot be read by the bucket's owner, and are refused by destinations that block them.",
    judges: BUCKET_ENCRYPTIONS,
    judge: (resource, settings) =>
      forEachEncryptionRule(
        resource,
        (rule) => {
          const types = rule.at("blockedEncryptionTypes");
          return judgeBlocked(types.path, types.texts(), settings);
        },
        judgeBlocked("rules", NONE, settings),
      ),
  },
  ofBucket: {
    name: "every-bucket-blocks-sse-c",
    displayName: "Every bucket blocks SSE-C",
    description:
      "No bucket may accept objects encrypted with a key that the client brings along; with mustBeStated, every bucket has to say so itself.",
    judge: (bucket, settings) => {
      const path = "blockedEncryptionTypes of the bucket";
      return ofStatedEncryption(
        bucket,
        (encryption) => judgeBlocked(path, blockedBy(encryption), settings),
        judgeBlocked(path, NONE, settings),
      );
    },
  },
});

const NONE: Known<readonly string[]> = { known: [] };

function judgeBlocked(
  path: string,
  blocked: Known<readonly string[]>,
  settings: PolicyConfig,
): PolicyFindings {
  return expect(
    { path },
    blocked,
    (types) => types.includes("SSE-C") || (types.length === 0 && !settings.get(mustSay)),
    '["SSE-C"]',
    'set blockedEncryptionTypes to ["SSE-C"] in its default encryption: only the client can read what its key encrypts',
    "known" in blocked && blocked.known.length === 0 ? allowing(mustSay, false) : undefined,
  );
}

/** To the model it is unknown what a bucket blocks that states nothing, since S3's default differs with the bucket's age. */
function blockedBy({ blockedEncryptionTypes: types }: BucketEncryption): Known<readonly string[]> {
  return "unknown" in types && types.unknown === BLOCKED_TYPES_NOT_STATED ? NONE : types;
}
