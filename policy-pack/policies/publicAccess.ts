/** Buckets block public access, all four ways. */
import { PUBLIC_ACCESS_BLOCKS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { notKnown, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { BLOCKS, judgeBlock } from "./support/publicAccessBlocks";

const FIX = "set all four blocks of its BucketPublicAccessBlock to true";
const ADD = "add an aws.s3.BucketPublicAccessBlock for the bucket with all four set to true";

export const { ofResource: bucketPublicAccess, ofBucket: everyBucketBlocksPublicAccess } =
  bucketSettingPolicies({
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
    setting: "publicAccessBlock",
    ofResource: {
      name: "bucket-public-access",
      displayName: "All four public access blocks are on",
      description: "A BucketPublicAccessBlock must set all four blocks; one that is left out is off.",
      judges: PUBLIC_ACCESS_BLOCKS,
      *judge(resource) {
        for (const block of BLOCKS) yield* judgeBlock(block, resource.input(block).flag(), FIX);
      },
    },
    ofBucket: {
      name: "every-bucket-blocks-public-access",
      displayName: "Every bucket blocks public access",
      description:
        "Every bucket, replicas included, must have a BucketPublicAccessBlock with all four blocks.",
      *judge({ publicAccessBlock: stated }) {
        const where = "public access block of the bucket";
        if ("unknown" in stated) yield notKnown(where, stated);
        else if (stated.known === undefined) yield violation(where, "all four blocks", "none", ADD);
        else
          for (const block of BLOCKS) yield* judgeBlock(`${block} of the bucket`, stated.known[block], FIX);
      },
    },
  });
