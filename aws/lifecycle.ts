/** What S3 asks of lifecycle rules. */

/**
 * Storage class -> classes that a lifecycle rule can move its objects to, from warmer to colder ones only. From `STANDARD` every class can
 * be reached, and nothing moves to `STANDARD` or `REDUCED_REDUNDANCY`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html#lifecycle-general-considerations-transition-sc
 */
const TRANSITIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["STANDARD_IA", ["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]],
  ["INTELLIGENT_TIERING", ["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]],
  ["ONEZONE_IA", ["GLACIER", "DEEP_ARCHIVE"]],
  ["GLACIER_IR", ["GLACIER", "DEEP_ARCHIVE"]],
  ["GLACIER", ["DEEP_ARCHIVE"]],
  ["DEEP_ARCHIVE", []],
]);

/**
 * Classes that a lifecycle rule can move objects to.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html
 */
export const TRANSITION_CLASSES: readonly string[] = [...TRANSITIONS.keys()];

/** Whether a lifecycle rule can move objects from one class to another. */
export function canTransition(from: string, to: string): boolean {
  return TRANSITIONS.get(from)?.includes(to) ?? false;
}

/**
 * Days for which an object must have been stored, or a version must have been noncurrent, before a rule moves it to the class, and for
 * which it must then stay there before the same rule moves it on; 0 where S3 asks for none.
 *
 * The user guide says "at least 30 days"; the API reference of `Transition` says "greater than 30", while AWS's own examples have 30.
 * For the days after it, the guide names the moves to `GLACIER`, `DEEP_ARCHIVE` and `ONEZONE_IA`, and gives the minimum charge of 30
 * days as the reason, which is due whichever class comes next: the same is asked of every move.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html#lifecycle-configuration-constraints
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html
 */
export function minimumDays(storageClass: string): number {
  return storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA" ? 30 : 0;
}

/**
 * Newer noncurrent versions that a rule can keep.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html
 */
export const MAX_NEWER_NONCURRENT_VERSIONS = 100;
