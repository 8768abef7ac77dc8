/** A job of S3 Batch Operations, as far as a backfill looks at it. */
import type { JobDescriptor } from "@aws-sdk/client-s3-control";
import { bucketNameOfArn } from "../../aws/arns";
import type { ReportPlace } from "./request";

export interface Job {
  readonly id: string;
  /** AWS's word, e.g. `Suspended`. */
  readonly status: string;
  /** Versions of objects to try; undefined while they are counted. */
  readonly total: number | undefined;
  readonly succeeded: number;
  readonly failed: number;
  /** Why it failed as a whole, each as code and sentence. */
  readonly failureReasons: readonly string[];
  /** The source bucket; undefined for a job with a manifest of its own. */
  readonly bucket: string | undefined;
  readonly report: ReportPlace | undefined;
  readonly isReplication: boolean;
}

/**
 * States that a job does not leave.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html
 */
const FINAL: ReadonlySet<string> = new Set(["Complete", "Cancelled", "Failed"]);

export function hasEnded({ status }: Pick<Job, "status">): boolean {
  return FINAL.has(status);
}

/** Whether it waits for somebody to confirm it. */
export function awaitsConfirmation({ status }: Pick<Job, "status">): boolean {
  return status === "Suspended";
}

/** Whether the list of its objects is still being made. */
export function isPreparing({ status }: Pick<Job, "status">): boolean {
  return status === "New" || status === "Preparing";
}

/** AWS has no code for a list without objects that is known, so that its words decide. */
export function foundNothing({ status, failureReasons }: Job): boolean {
  return status === "Failed" && failureReasons.some((reason) => /\b(no|any) (keys|objects)\b/i.test(reason));
}

export function jobOf(descriptor: JobDescriptor, id: string): Job {
  const { Status, ProgressSummary, FailureReasons, ManifestGenerator, Report, Operation } = descriptor;
  const source = ManifestGenerator?.S3JobManifestGenerator?.SourceBucket;
  return {
    id: descriptor.JobId ?? id,
    status: Status ?? "New",
    total: ProgressSummary?.TotalNumberOfTasks,
    succeeded: ProgressSummary?.NumberOfTasksSucceeded ?? 0,
    failed: ProgressSummary?.NumberOfTasksFailed ?? 0,
    failureReasons: (FailureReasons ?? []).map(({ FailureCode = "", FailureReason = "" }) =>
      [FailureCode, FailureReason].filter((text) => text !== "").join(": "),
    ),
    bucket: source === undefined ? undefined : bucketNameOfArn(source),
    report:
      Report?.Bucket === undefined
        ? undefined
        : { bucket: bucketNameOfArn(Report.Bucket), prefix: Report.Prefix ?? "" },
    isReplication: Operation?.S3ReplicateObject !== undefined,
  };
}
