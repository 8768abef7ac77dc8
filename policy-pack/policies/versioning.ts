/** Buckets keep versions: S3 replicates only between versioned buckets, and only versions bring overwritten objects back. */
import { BUCKET_VERSIONINGS, BUCKETS } from "./support/awsTypes";
import { everyBucket } from "./support/everyBucket";
import { expect, type Findings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { type JudgedResource, resourcePolicy } from "./support/policy";
import { buckets, judgedOnTheSetOnly, NARROWED } from "./support/scope";

const FIX = 'set its BucketVersioning to "Enabled"';

const COMMON = {
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.14", "S3 general purpose buckets should have versioning enabled", [
    "NIST SP 800-53 Rev. 5 CP-9, CP-10, SI-13(5)",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
  remediationSteps:
    'Add an aws.s3.BucketVersioning with versioningConfiguration.status "Enabled" to the bucket, and make the replication configuration depend on it.',
  tags: ["s3", "replication", "versioning"],
} as const;

/** Judges what one resource says about versioning. */
export const bucketVersioning = resourcePolicy({
  ...COMMON,
  name: "bucket-versioning",
  displayName: "Versioning is not switched off",
  description:
    "S3 replicates only between versioned buckets; suspending versioning at a destination makes every object fail.",
  judges: [...BUCKET_VERSIONINGS, ...BUCKETS],
  fields: [buckets],
  *judge(resource, settings) {
    if (judgedOnTheSetOnly(settings)) yield NARROWED;
    else yield* statedVersioning(resource);
  },
});

function* statedVersioning(resource: JudgedResource): Findings {
  if (!BUCKETS.includes(resource.type)) {
    const status = resource.input("versioningConfiguration").single().at("status");
    yield* expect(status, status.text(), (value) => value === "Enabled", '"Enabled"', FIX);
    return;
  }
  const stated = [resource.input("versioning"), resource.input("versionings")].filter(
    (inline) => !inline.isAbsent(),
  );
  for (const inline of stated) {
    const enabled = inline.single().at("enabled");
    yield* expect(enabled, enabled.flag(), (value) => value === true, "true", FIX);
  }
}

/** Judges the set: a bucket that nothing makes versioned is a violation. */
export const everyBucketVersioned = everyBucket({
  ...COMMON,
  name: "every-bucket-versioned",
  displayName: "Every bucket is versioned",
  description:
    "Every bucket must have versioning enabled, replicas included; a bucket that says nothing has none.",
  *judge({ versioning }) {
    if ("unknown" in versioning) yield undecided("its versioning", versioning.unknown);
    else if (versioning.known !== "Enabled")
      yield violation("versioning of the bucket", '"Enabled"', JSON.stringify(versioning.known), FIX);
  },
});
