import type * as aws from "@pulumi/aws";
import { DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS } from "./defaults";
import type { LifecycleArgs } from "./replicatedBucketArgs";

/**
 * What S3 tidies up by itself in one bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export function lifecycleRules({
  noncurrentVersionsExpireInDays,
  unfinishedUploadsExpireInDays = DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS,
}: LifecycleArgs = {}): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everything = { status: "Enabled", filter: { prefix: "" } };
  const unfinishedUploads = {
    ...everything,
    id: "unfinished-uploads",
    abortIncompleteMultipartUpload: { daysAfterInitiation: unfinishedUploadsExpireInDays },
  };
  if (noncurrentVersionsExpireInDays === undefined) return [unfinishedUploads];
  return [
    unfinishedUploads,
    {
      ...everything,
      id: "noncurrent-versions",
      noncurrentVersionExpiration: { noncurrentDays: noncurrentVersionsExpireInDays },
    },
  ];
}
