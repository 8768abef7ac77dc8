/**
 * Storage classes of objects in general purpose buckets, the only ones that replicate; in the order of the S3 API.
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
