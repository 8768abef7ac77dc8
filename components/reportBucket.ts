/** The bucket that receives the completion reports of S3 Batch Replication jobs. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import { reportBucketName } from "./backfillNames";
import type { ResourceOptions } from "./bucketOptions";
import { DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS } from "./defaults";
import { bucketPolicyDocument } from "./documents/bucketPolicy";
import type { Site } from "./site";

/** Days for which a report can be read. */
const REPORTS_EXPIRE_IN_DAYS = 90;

export interface ReportBucketArgs extends ResourceOptions {
  readonly site: Site;
  readonly sourceBucketName: pulumi.Output<string>;
  readonly keyArn: pulumi.Input<string>;
}

/**
 * Makes the bucket next to the source bucket, in its Region, and without replication rules.
 *
 * S3 always encrypts reports with SSE-S3, whatever the default encryption of the bucket is. The default is the primary's key all the
 * same, so that nothing else that is written there is encrypted less than in the other buckets; no policy demands a key, since S3 could
 * not write its reports then.
 *
 * @returns the bucket's name, known in a preview when the source's is.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
 */
export function reportBucket(
  name: string,
  { site, sourceBucketName, keyArn, tags = {}, protect = true, retainOnDelete = true }: ReportBucketArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const here: pulumi.CustomResourceOptions = { parent, provider: site.provider, retainOnDelete };
  const made = new aws.s3.Bucket(
    `${name}-reports-bucket`,
    { bucket: sourceBucketName.apply(reportBucketName), ...site.regional, tags },
    { ...here, protect },
  );
  const bucket = made.bucket;
  const of = { bucket, ...site.regional };
  const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
    `${name}-reports-public-access-block`,
    {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    here,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-reports-ownership`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    here,
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-reports-versioning`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    here,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-reports-encryption`,
    {
      ...of,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    },
    here,
  );
  new aws.s3.BucketPolicy(
    `${name}-reports-policy`,
    {
      ...of,
      policy: bucket.apply((bucketName) =>
        JSON.stringify(bucketPolicyDocument(bucketArn(partitionOfRegion(site.region), bucketName), [])),
      ),
    },
    { ...here, dependsOn: [publicAccessBlock] },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-reports-lifecycle`,
    { ...of, rules: expiry() },
    { ...here, dependsOn: [versioning] },
  );
  return bucket;
}

function expiry(): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everyObject = { status: "Enabled", filter: { prefix: "" } };
  return [
    {
      ...everyObject,
      id: "unfinished-uploads",
      abortIncompleteMultipartUpload: { daysAfterInitiation: DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS },
    },
    {
      ...everyObject,
      id: "old-reports",
      expiration: { days: REPORTS_EXPIRE_IN_DAYS },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
  ];
}
