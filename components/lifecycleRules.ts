/** Lifecycle rules of a bucket, as the AWS provider expects them. */
import type * as aws from "@pulumi/aws";
import type { LifecycleArgs, TransitionArgs } from "./bucketOptions";
import { DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS } from "./defaults";

type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

const EVERY_OBJECT = { status: "Enabled", filter: { prefix: "" } };

/**
 * What S3 expires and moves in one bucket: a rule for each kind of data, and none for a kind that nothing is said about.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export function lifecycleRules(lifecycle: LifecycleArgs = {}): Rule[] {
  const { unfinishedUploadsExpireInDays = DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS } = lifecycle;
  return [
    {
      ...EVERY_OBJECT,
      id: "unfinished-uploads",
      abortIncompleteMultipartUpload: { daysAfterInitiation: unfinishedUploadsExpireInDays },
    },
    ...currentVersions(lifecycle),
    ...noncurrentVersions(lifecycle),
  ];
}

function currentVersions({ expireInDays, transitions = [] }: LifecycleArgs): readonly Rule[] {
  if (expireInDays === undefined && transitions.length === 0) return [];
  return [
    {
      ...EVERY_OBJECT,
      id: "current-versions",
      ...(transitions.length > 0 && {
        transitions: byDays(transitions).map(({ storageClass, afterDays }) => ({
          days: afterDays,
          storageClass,
        })),
      }),
      ...(expireInDays !== undefined && { expiration: { days: expireInDays } }),
    },
  ];
}

function noncurrentVersions({
  noncurrentVersionsExpireInDays,
  newerNoncurrentVersions,
  noncurrentVersionTransitions: transitions = [],
}: LifecycleArgs): readonly Rule[] {
  if (noncurrentVersionsExpireInDays === undefined && transitions.length === 0) return [];
  return [
    {
      ...EVERY_OBJECT,
      id: "noncurrent-versions",
      ...(transitions.length > 0 && {
        noncurrentVersionTransitions: byDays(transitions).map(({ storageClass, afterDays }) => ({
          noncurrentDays: afterDays,
          storageClass,
        })),
      }),
      ...(noncurrentVersionsExpireInDays !== undefined && {
        noncurrentVersionExpiration: {
          noncurrentDays: noncurrentVersionsExpireInDays,
          ...(newerNoncurrentVersions !== undefined && { newerNoncurrentVersions }),
        },
      }),
    },
  ];
}

/** In the order in which they happen, so that the order of the arguments makes no difference. */
function byDays(transitions: readonly TransitionArgs[]): readonly TransitionArgs[] {
  return [...transitions].sort((one, other) => one.afterDays - other.afterDays);
}
