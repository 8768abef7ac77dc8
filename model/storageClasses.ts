/**
 * Every storage class of objects in general purpose buckets: only they replicate.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
 */
export const STORAGE_CLASSES: readonly string[] = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
];
