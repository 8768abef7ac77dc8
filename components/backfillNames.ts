/** The names of what a backfill needs, which the command line looks for where nothing else names it. */

/** The default path of roles, the same as that of roles which the S3 console makes. */
export const REPLICATION_ROLE_PATH = "/service-role/";

/** Name of the role of S3 Batch Replication jobs. */
export function backfillRoleName(primaryName: string): string {
  return `${primaryName}-backfill`;
}

/** Name of the bucket that receives their completion reports. */
export function reportBucketName(primaryName: string): string {
  return `${primaryName}-backfill-reports`;
}

/** Prefix of the reports of one source bucket, so that several may share a bucket. */
export function backfillReportPrefix(primaryName: string): string {
  return `backfill/${primaryName}`;
}
