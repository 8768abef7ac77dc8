/** Buckets keep versions: S3 replicates only between versioned buckets, and only versions bring overwritten objects back. */
import { BUCKET_VERSIONINGS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { expect } from "./support/finding";
import { securityHub } from "./support/frameworks";

const RIGHT = [
  (status: string | undefined) => status === "Enabled",
  '"Enabled"',
  'set versioningConfiguration.status "Enabled" in its aws.s3.BucketVersioning',
] as const;

const ADD = 'add an aws.s3.BucketVersioning with versioningConfiguration.status "Enabled" for the bucket';

export const { ofResource: bucketVersioning, ofBucket: everyBucketVersioned } = bucketSettingPolicies({
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.14", "S3 general purpose buckets should have versioning enabled", [
    "NIST SP 800-53 Rev. 5 CP-9, CP-10, SI-13(5)",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
  remediationSteps:
    'Add an aws.s3.BucketVersioning with versioningConfiguration.status "Enabled" to the bucket, and make the replication configuration depend on it.',
  tags: ["s3", "replication", "versioning"],
  setting: "versioning",
  ofResource: {
    name: "bucket-versioning",
    displayName: "Versioning is not switched off",
    description:
      "S3 replicates only between versioned buckets; suspending versioning at a destination makes every object fail.",
    judges: BUCKET_VERSIONINGS,
    judge(resource) {
      const status = resource.input("versioningConfiguration").single().at("status");
      return expect(status, status.text(), ...RIGHT);
    },
  },
  ofBucket: {
    name: "every-bucket-versioned",
    displayName: "Every bucket is versioned",
    description:
      "Every bucket must have versioning enabled, replicas included; a bucket that says nothing has none.",
    judge: ({ versioning, setBy }) => {
      const [right, expected, fix] = RIGHT;
      const isSet = (setBy?.versioning ?? []).length > 0;
      return expect({ path: "versioning of the bucket" }, versioning, right, expected, isSet ? fix : ADD);
    },
  },
});
