/** What the arguments say of a backfill. */
import type * as pulumi from "@pulumi/pulumi";

/** What a backfill needs: the replication of existing and failed objects by S3 Batch Replication jobs. */
export interface BackfillArgs {
  /**
   * Name of an existing bucket that receives the completion reports, in the primary's Region. Its policy must let the role write, and
   * must not demand a KMS key: S3 encrypts reports with SSE-S3.
   * @default - a new bucket, `<bucketName>-backfill-reports`
   */
  readonly reportBucket?: pulumi.Input<string> | undefined;
}
