/** Buckets refuse objects that are encrypted with a key which the client brings along. */
import { BLOCKED_TYPES_NOT_STATED } from "../replication/adapters/bucketEncryption";
import type { BucketEncryption } from "../replication/topology";
import { BUCKET_ENCRYPTIONS, BUCKETS } from "./support/awsTypes";
import { forEachEncryptionRule, ofStatedEncryption } from "./support/encryptionRules";
import { everyBucket } from "./support/everyBucket";
import { expect, type Findings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { buckets, judgedOnTheSetOnly, NARROWED } from "./support/scope";
import { flag } from "./support/settings";

const COMMON = {
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.17", "S3 general purpose buckets should be encrypted at rest with AWS KMS keys"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",
  remediationSteps: 'Set blockedEncryptionTypes to ["SSE-C"] in the bucket\'s default encryption.',
  tags: ["s3", "encryption", "ransomware"],
} as const;

const FIX = 'set blockedEncryptionTypes to ["SSE-C"]: nobody else can read what a client\'s key encrypts';

const mustSay = flag(
  "mustBeStated",
  false,
  "Whether a bucket that does not state blockedEncryptionTypes is a violation. S3 blocks SSE-C on new buckets by itself since April 2026.",
);

export const sseCBlocked = resourcePolicy({
  ...COMMON,
  name: "sse-c-blocked",
  displayName: "SSE-C is blocked",
  description:
    "Objects encrypted with a key that the client brings along (SSE-C) cannot be read by the bucket's owner, and are refused by destinations that block them.",
  judges: [...BUCKET_ENCRYPTIONS, ...BUCKETS],
  fields: [buckets, mustSay],
  *judge(resource, settings) {
    if (judgedOnTheSetOnly(settings)) yield NARROWED;
    else
      yield* forEachEncryptionRule(resource, false, (rule) => {
        const blocked = rule.at("blockedEncryptionTypes");
        const right = (types: readonly string[]) => blocksSseC(types, settings.get(mustSay));
        return expect(blocked, blocked.texts(), right, '["SSE-C"]', FIX);
      });
  },
});

function blocksSseC(types: readonly string[], stated: boolean): boolean {
  return types.includes("SSE-C") || (types.length === 0 && !stated);
}

export const everyBucketBlocksSseC = everyBucket({
  ...COMMON,
  name: "every-bucket-blocks-sse-c",
  displayName: "Every bucket blocks SSE-C",
  description:
    "No bucket may accept objects encrypted with a key that the client brings along; with mustBeStated, every bucket has to say so itself.",
  fields: [mustSay],
  judge: (bucket, settings) => {
    const stated = settings.get(mustSay);
    return ofStatedEncryption(bucket, stated, (encryption) => judgeBlocked(encryption, stated));
  },
});

function* judgeBlocked({ blockedEncryptionTypes: types }: BucketEncryption, stated: boolean): Findings {
  const where = "blockedEncryptionTypes of the bucket";
  if ("unknown" in types) {
    if (types.unknown !== BLOCKED_TYPES_NOT_STATED) yield undecided(where, types.unknown);
    // The model calls it unknown too where nothing is stated, since S3's default differs with the bucket's age.
    else if (stated) yield violation(where, '["SSE-C"]', "nothing stated", FIX);
  } else if (!blocksSseC(types.known, stated))
    yield violation(where, '["SSE-C"]', JSON.stringify(types.known), FIX);
}
