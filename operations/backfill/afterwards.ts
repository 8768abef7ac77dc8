/** What became of a job that has ended: by its report and by the status of versions, since `Complete` only means that it tried. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "./clock";
import type { Job } from "./job";
import { readReport } from "./readReport";
import { RefusedError } from "./refused";
import type { Backfill } from "./result";
import { SAMPLE_SIZE, sampleStatuses } from "./sampleStatuses";
import { tallyOf } from "./tally";

/** How a backfill ends. */
export interface Ended
  extends Pick<Backfill, "outcome" | "because">,
    Partial<Pick<Backfill, "report" | "failures" | "sample" | "notes">> {}

/** What a run knows of its job so far. */
export interface Progress {
  id: string | undefined;
  job: Job | undefined;
  /** This run has made it. */
  made: boolean;
  /** It is beyond its confirmation. */
  started: boolean;
}

export interface Afterwards {
  readonly account: string;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** @throws InputError where the credentials have expired, the signal's reason where it is aborted. */
export async function ended(job: Job, run: Afterwards): Promise<Ended> {
  const whole = wholeFailure(job);
  const tally = tallyOf(SAMPLE_SIZE);
  const read = await reportOf(job, tally, run);
  if ("unread" in read) {
    if (whole !== undefined) return { outcome: "failed", because: whole, notes: [read.unread] };
    if (job.total === 0) return { outcome: "nothing to do", because: "no version of an object matches" };
    return { outcome: "pending", because: `the report is not known: ${read.unread}` };
  }
  run.progress("asking what became of the objects");
  const sample = await sampleStatuses(tally.sample(), run);
  const counts = { succeeded: tally.succeeded(), failed: tally.failed() };
  const found = {
    report: { bucket: read.bucket, key: read.key, ...counts },
    failures: tally.groups(),
    sample,
    notes: countersDiffer(job, counts)
      ? ["the job's own counters differ from its report; the report counts"]
      : [],
  };
  if (whole !== undefined) return { ...found, outcome: "failed", because: whole };
  if (counts.failed > 0) {
    return { ...found, outcome: "failed", because: `the job could not replicate ${versions(counts.failed)}` };
  }
  if (sample.failed > 0) {
    return {
      ...found,
      outcome: "failed",
      because: `the job started, but replication of ${versions(sample.failed)} of ${sample.looked} failed afterwards`,
    };
  }
  if (sample.pending + sample.unread > 0) {
    const because = `${versions(sample.pending)} are still pending, and ${sample.unread} could not be looked at, of ${sample.looked}`;
    return { ...found, outcome: "pending", because };
  }
  return { ...found, outcome: "replicated", because: "" };
}

function wholeFailure({ status, failureReasons }: Job): string | undefined {
  if (status === "Cancelled") return "the job was cancelled by somebody else";
  if (status !== "Failed") return undefined;
  return failureReasons.length === 0 ? "the job failed" : `the job failed: ${failureReasons.join("; ")}`;
}

type ReadReport = { readonly bucket: string; readonly key: string } | { readonly unread: string };

async function reportOf(job: Job, tally: ReturnType<typeof tallyOf>, run: Afterwards): Promise<ReadReport> {
  const { report, id } = job;
  if (report === undefined) return { unread: "the job was made without one" };
  // S3 writes none where not one task ran.
  if ((job.total ?? 0) === 0 && job.succeeded + job.failed === 0) return { unread: "no task ran" };
  run.progress("reading the report");
  try {
    const key = await readReport(report, id, tally, run);
    if (key !== undefined) return { bucket: report.bucket, key };
    return { unread: `${report.bucket} has none of job ${id}` };
  } catch (error) {
    if (error instanceof RefusedError) return { unread: error.message };
    throw error;
  }
}

function countersDiffer(job: Job, counts: { readonly succeeded: number; readonly failed: number }): boolean {
  return job.succeeded !== counts.succeeded || job.failed !== counts.failed;
}

function versions(count: number): string {
  return count === 1 ? "1 version" : `${count} versions`;
}
