/** Checks of the options that all components of buckets share. */
import {
  collidingTagKeys,
  KEY_DELETION_WINDOW_DAYS,
  MAX_RESOURCE_TAGS,
  MAX_RETENTION,
} from "../../aws/limits";
import type { BucketOptions, KeyOptions, ObjectLockArgs } from "../bucketOptions";
import { type Problem, shownValue } from "../problems";
import type { EndpointOptions, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { tagProblems } from "./filters";
import { eachReplica } from "./paths";
import { type Check, check, given } from "./rows";

const { min, max } = KEY_DELETION_WINDOW_DAYS;

const deletionWindow = check(
  ({ keyDeletionWindowInDays }: KeyOptions) => given("keyDeletionWindowInDays", keyDeletionWindowInDays),
  [
    {
      condition: (days) => !Number.isInteger(days) || days < min || days > max,
      expected: `a whole number from ${min} to ${max}`,
      fix: `kms waits ${min} to ${max} days before it deletes a key; ${max} is the safest`,
    },
  ],
);

const retention = check(
  ({ objectLock }: BucketOptions) => given("objectLock", objectLock),
  [
    {
      condition: ({ mode, days, years }: ObjectLockArgs) => {
        const lengths = [days, years].filter((length) => length !== undefined);
        const areWhole = lengths.every((length) => Number.isInteger(length) && length > 0);
        return mode === undefined ? lengths.length > 0 : lengths.length !== 1 || !areWhole;
      },
      expected: "a mode with either days or years (a whole number, 1 or more), or none of the three",
      fix: "for example { mode: GOVERNANCE, days: 30 }",
    },
    {
      condition: ({ days = 0, years = 0 }: ObjectLockArgs) =>
        days > MAX_RETENTION.days || years > MAX_RETENTION.years,
      where: ({ days }, path) => `${path}.${days === undefined ? "years" : "days"}`,
      expected: ({ days }) =>
        days === undefined ? `at most ${MAX_RETENTION.years} years` : `at most ${MAX_RETENTION.days} days`,
      found: ({ days, years }) => shownValue(days ?? years),
      fix: "s3 retains for 100 years at most; nobody can shorten a retention in compliance mode",
    },
  ],
);

function resourceTags({ tags = {} }: BucketOptions): readonly Problem[] {
  const expected = `at most ${MAX_RESOURCE_TAGS} tags`;
  return tagProblems("tags", tags, { most: MAX_RESOURCE_TAGS, expected, fix: "choose another tag" });
}

/** Tags of a replica, which come with those of the whole replication. */
export function replicaTags({ tags: common = {}, replicas }: ReplicatedBucketArgs): readonly Problem[] {
  return eachReplica(replicas, ({ tags }, path): readonly Problem[] => {
    if (tags === undefined) return [];
    const inherited = Object.keys(common).filter((key) => !(key in tags)).length;
    const most = MAX_RESOURCE_TAGS - inherited;
    const expected = `at most ${most} tags beside ${inherited} of the whole stack`;
    return tagProblems(`${path}.tags`, tags, { most, expected, fix: "choose another tag" });
  }).flat();
}

/** The tags of a role, whose keys IAM compares without regard to case. */
export const roleTags = check(
  ({ tags = {} }: BucketOptions) =>
    collidingTagKeys(Object.keys(tags)).map(([key, earlier]) => ({
      path: `tags.${key}`,
      value: { key, earlier },
    })),
  [
    {
      condition: () => true,
      expected: ({ earlier }) => `a key that differs from ${earlier} in more than case`,
      found: ({ key }) => shownValue(key),
      fix: "iam takes the two for one and refuses the role; keep one of them",
    },
  ],
);

const endpointUrl = check(
  ({ endpoint }: EndpointOptions) => given("endpoint", endpoint),
  [
    {
      condition: (endpoint) => !/^https?:\/\/[^\s/]+/.test(endpoint),
      expected: "the address of an emulator",
      fix: "for example http://127.0.0.1:4566",
    },
  ],
);

/** The checks of options that have the same name in every component and in the settings. */
export const OPTION_CHECKS: readonly Check<BucketOptions & KeyOptions & EndpointOptions, unknown>[] = [
  deletionWindow,
  retention,
  resourceTags,
  endpointUrl,
];

/** S3's log delivery cannot set the retention that a default retention asks of every write. */
export const logDeliveryRetention = check(
  (value: ReplicatedBucketArgs) => [{ path: "objectLock", value }],
  [
    {
      condition: ({ logDelivery = [], objectLock }) =>
        logDelivery.includes("s3-access-logs") && objectLock?.mode !== undefined,
      expected: "no default retention in a bucket that receives s3 access logs",
      found: ({ objectLock }) => shownValue(objectLock),
      fix: "s3 does not deliver access logs into such a bucket; leave mode, days and years out",
    },
  ],
);
