/** Limits of S3, KMS and IAM, each with the AWS page that states it. */

/**
 * Rules that one replication configuration can have.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
 */
export const MAX_REPLICATION_RULES = 1_000;

/**
 * The largest priority of a rule; the smallest is 0.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export const MAX_PRIORITY = 2_147_483_647;

/**
 * The only threshold of Replication Time Control and its metrics.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html
 */
export const REPLICATION_TIME_MINUTES = 15;

/**
 * Bytes of an object's key, and so of a prefix, in UTF-8.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export const MAX_OBJECT_KEY_BYTES = 1_024;

/**
 * Tags of one object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export const MAX_OBJECT_TAGS = 10;

/**
 * Tags of one resource.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html
 */
export const MAX_RESOURCE_TAGS = 50;

/** Characters of a tag's key; it has one at least. See {@link MAX_OBJECT_TAGS}. */
export const MAX_TAG_KEY_CHARACTERS = 128;

/** Characters of a tag's value. See {@link MAX_OBJECT_TAGS}. */
export const MAX_TAG_VALUE_CHARACTERS = 256;

/**
 * Days between the request to delete a key and its deletion.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
export const KEY_DELETION_WINDOW_DAYS = { min: 7, max: 30 } as const;

/**
 * Characters of an alias, `alias/` included.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export const MAX_ALIAS_CHARACTERS = 256;

/**
 * Characters of a role's name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const MAX_ROLE_NAME_CHARACTERS = 64;

/**
 * Characters of all inline policies of one role together, white space left out.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_INLINE_POLICY_CHARACTERS = 10_240;

/**
 * Characters of one managed policy, white space left out.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_MANAGED_POLICY_CHARACTERS = 6_144;

/**
 * Characters of a role's path, its slashes included.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const MAX_ROLE_PATH_CHARACTERS = 512;

/**
 * Bytes of a bucket policy.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export const MAX_BUCKET_POLICY_BYTES = 20_480;

/**
 * Bytes of a key policy.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const MAX_KEY_POLICY_BYTES = 32_768;

/**
 * Number of characters that a rule's id can have at most.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
 */
export const MAX_RULE_ID_CHARACTERS = 255;

/**
 * The longest default retention of Object Lock, in each unit. S3 refuses a longer one with `InvalidArgument`
 * (versity/versitygw#2187).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
export const MAX_RETENTION = { days: 36_500, years: 100 } as const;

/**
 * The largest number of days of a lifecycle action: the API declares a 32-bit integer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html
 */
export const MAX_LIFECYCLE_DAYS = 2_147_483_647;

/**
 * The characters that IAM takes in keys and values of tags, and that every service takes: letters, digits, spaces and
 * `_.:/=+-@`.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html
 */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Whether S3, KMS and IAM accept a tag; keys that begin with `aws:` belong to AWS. See {@link MAX_OBJECT_TAGS}. */
export function isTag(key: string, value: string): boolean {
  return (
    key.length >= 1 &&
    key.length <= MAX_TAG_KEY_CHARACTERS &&
    value.length <= MAX_TAG_VALUE_CHARACTERS &&
    TAG_CHARACTERS.test(key) &&
    TAG_CHARACTERS.test(value) &&
    !/^aws:/i.test(key)
  );
}

/**
 * Keys of tags that IAM takes for one: it compares them without regard to case, unlike S3 and KMS.
 *
 * @returns pairs of a key and an earlier one that it collides with.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function collidingTagKeys(keys: readonly string[]): readonly (readonly [string, string])[] {
  const seen = new Map<string, string>();
  return keys.flatMap((key) => {
    const earlier = seen.get(key.toLowerCase());
    if (earlier === undefined) seen.set(key.toLowerCase(), key);
    return earlier === undefined ? [] : [[key, earlier] as const];
  });
}
