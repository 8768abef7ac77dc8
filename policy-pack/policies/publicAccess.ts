/** Buckets block public access, all four ways. */
import type { PublicAccessBlock } from "../replication/topology";
import { PUBLIC_ACCESS_BLOCKS } from "./support/awsTypes";
import { everyBucket } from "./support/everyBucket";
import { expect, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { buckets, judgedOnTheSetOnly, NARROWED } from "./support/scope";

const BLOCKS: readonly (keyof PublicAccessBlock)[] = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

const FIX = "set all four blocks of its BucketPublicAccessBlock to true";

const COMMON = {
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.8", "S3 general purpose buckets should block public access", [
    "CIS AWS Foundations 5.0 2.1.4",
    "NIST SP 800-53 Rev. 5 AC-3, AC-4, AC-6, SC-7",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  remediationSteps:
    "Add an aws.s3.BucketPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets all true.",
  tags: ["s3", "public-access"],
} as const;

export const bucketPublicAccess = resourcePolicy({
  ...COMMON,
  name: "bucket-public-access",
  displayName: "All four public access blocks are on",
  description: "A BucketPublicAccessBlock must set all four blocks; one that is left out is off.",
  judges: PUBLIC_ACCESS_BLOCKS,
  fields: [buckets],
  *judge(resource, settings) {
    if (judgedOnTheSetOnly(settings)) {
      yield NARROWED;
      return;
    }
    for (const block of BLOCKS) {
      const property = resource.input(block);
      yield* expect(property, property.flag(), (value) => value === true, "true", FIX);
    }
  },
});

export const everyBucketBlocksPublicAccess = everyBucket({
  ...COMMON,
  name: "every-bucket-blocks-public-access",
  displayName: "Every bucket blocks public access",
  description: "Every bucket, replicas included, must have a BucketPublicAccessBlock with all four blocks.",
  *judge({ publicAccessBlock }) {
    const where = "public access block of the bucket";
    if ("unknown" in publicAccessBlock) yield undecided(where, publicAccessBlock.unknown);
    else if (publicAccessBlock.known === undefined) yield violation(where, "all four blocks", "none", FIX);
    else {
      for (const block of BLOCKS) {
        const value = publicAccessBlock.known[block];
        if ("unknown" in value) yield undecided(`${block} of the bucket`, value.unknown);
        else if (!value.known) yield violation(`${block} of the bucket`, "true", "false", FIX);
      }
    }
  },
});
