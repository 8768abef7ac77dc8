/** One backfill from the proof to the report: makes or takes up one job, confirms it, follows it and reads what became of it. */
import type { S3Client } from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import { InputError } from "../inputError";
import { type Ended, ended, type Progress } from "./afterwards";
import type { Clock } from "./clock";
import type { Jobs } from "./control";
import { jobCostUsd } from "./cost";
import { follow } from "./follow";
import { awaitsConfirmation, foundNothing, hasEnded, isPreparing, type Job } from "./job";
import { NO_PROOF, obstacleTo, type Proof } from "./proof";
import { asking, RefusedError } from "./refused";
import { type BackfillRequest, createJobInput, descriptionOf } from "./request";
import type { Backfill } from "./result";

export interface BackfillRun {
  readonly account: string;
  readonly partition: string;
  readonly jobs: Jobs;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** A job to go on with, instead of one for the request. */
  readonly jobId: string | undefined;
  /** What to ask for; undefined where only a job is gone on with. */
  readonly request: BackfillRequest | undefined;
  /** Undefined where there is no topology to prove the routes by. */
  readonly proof: Proof | undefined;
  /** Start although not everything could be proven. */
  readonly despiteUnknown: boolean;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly confirm: (proposal: Proposal) => Promise<boolean>;
}

/** What is asked before a job starts. */
export interface Proposal {
  readonly job: Job;
  readonly bucket: string;
  readonly versions: number;
  readonly costUsd: number;
}

/** What a backfill ended with, and the error that the user has to know of beside it. */
export interface Ran {
  readonly result: Backfill;
  readonly error: InputError | undefined;
}

/** Never leaves a job without its id, whatever happens. */
export async function backfill(run: BackfillRun): Promise<Ran> {
  const state: Progress = { job: undefined, id: run.jobId, made: false, started: false };
  try {
    return { result: resultOf(run, state, await steps(run, state)), error: undefined };
  } catch (error) {
    const isInterrupted = run.signal.aborted;
    if (!isInterrupted && !(error instanceof RefusedError) && !(error instanceof InputError)) throw error;
    if (state.id === undefined && error instanceof InputError) throw error;
    if (isInterrupted && run.dryRun) await cancelQuietly(run, state);
    const because = isInterrupted ? "" : error instanceof Error ? error.message : "";
    const outcome = isInterrupted ? "interrupted" : state.started ? "pending" : "refused";
    return {
      result: resultOf(run, state, { outcome, because }),
      error: !isInterrupted && error instanceof InputError ? error : undefined,
    };
  }
}

async function steps(run: BackfillRun, state: Progress): Promise<Ended> {
  const obstacle = run.proof && obstacleTo(run.proof, run);
  if (obstacle !== undefined && run.jobId === undefined) return obstacle;
  const id = run.jobId ?? (await findOrMake(run, state));
  const following = { ...run, seen: (job: Job) => see(state, job) };
  let job = await follow(id, (one) => !isPreparing(one), following);
  if (!job.isReplication) {
    throw new InputError(`--job: expected a job that replicates objects, found another one (${id})`);
  }
  requireSameBucket(run, job);
  if (foundNothing(job)) return { outcome: "nothing to do", because: job.failureReasons.join("; ") };
  if (run.dryRun) return dryRun(run, state, job);
  if (awaitsConfirmation(job)) {
    if (obstacle !== undefined) return obstacle;
    const stopped = await propose(run, state, job);
    if (stopped !== undefined) return stopped;
  }
  if (!run.wait) return { outcome: "started", because: "it was not waited for" };
  job = await follow(id, hasEnded, following);
  return ended(job, run);
}

/** The open job that asks for the same, or a new one. */
async function findOrMake(run: BackfillRun, state: Progress): Promise<string> {
  const { jobs, signal, request, progress, account } = run;
  if (request === undefined)
    throw new InputError("backfill: expected --export, --outputs, --bucket or --job, found none");
  progress("looking for an open job");
  const listed = await asking({ action: "s3:ListJobs", resource: "*" }, signal, () =>
    jobs.withDescription(descriptionOf(request), signal),
  );
  const open = listed.find(({ ended: isOver }) => !isOver);
  if (open !== undefined) {
    state.id = open.id;
    return open.id;
  }
  signal.throwIfAborted();
  progress("making the job");
  const { region, roleArn } = request;
  const resource = `${`arn:${request.partition}:s3:${region}:${account}:job/*`}, with iam:PassRole on ${roleArn}`;
  // An id that arrives after Ctrl-C is still told, so that no answer is dropped.
  const never = new AbortController().signal;
  const id = await asking({ action: "s3:CreateJob", resource }, never, () =>
    jobs.create(createJobInput(request, listed[0]?.id)),
  );
  state.id = id;
  state.made = !listed.some((one) => one.id === id);
  return id;
}

/** @returns how it ended, where it does not go on. */
async function propose(run: BackfillRun, state: Progress, job: Job): Promise<Ended | undefined> {
  if (run.proof === undefined) {
    throw new InputError(
      `--job: job ${job.id} waits for its confirmation: expected --export <file>, --outputs <file> or --bucket <name> to prove the routes before it starts, found none`,
    );
  }
  const versions = job.total ?? 0;
  if (versions === 0) {
    await cancel(run, job.id);
    return { outcome: "nothing to do", because: "no version of an object matches" };
  }
  const bucket = job.bucket ?? run.request?.bucket ?? "unknown";
  const costUsd = jobCostUsd(versions);
  if (!(await run.confirm({ job, bucket, versions, costUsd }))) {
    run.signal.throwIfAborted();
    if (state.made) await cancel(run, job.id);
    return {
      outcome: "declined",
      because: state.made ? "the job was cancelled" : "the job waits for its confirmation",
    };
  }
  run.signal.throwIfAborted();
  await start(run, state, job.id);
  return undefined;
}

async function start(run: BackfillRun, state: Progress, id: string): Promise<void> {
  const never = new AbortController().signal;
  const resource = `job ${id}`;
  state.started = true;
  try {
    await asking({ action: "s3:UpdateJobStatus", resource }, never, () => run.jobs.confirm(id));
  } catch (error) {
    // Where the answer to the first try was lost, or somebody else was faster, S3 refuses the second one.
    const job = await asking({ action: "s3:DescribeJob", resource }, never, () => run.jobs.describe(id));
    see(state, job);
    if (!awaitsConfirmation(job)) return;
    state.started = false;
    throw error;
  }
}

async function dryRun(run: BackfillRun, state: Progress, job: Job): Promise<Ended> {
  if (!state.made) return { outcome: "dry run", because: "the job was there before, and was left as it is" };
  if (!hasEnded(job)) await cancel(run, job.id);
  return job.status === "Failed"
    ? { outcome: "failed", because: job.failureReasons.join("; ") }
    : { outcome: "dry run", because: "the job was cancelled" };
}

async function cancel({ jobs }: BackfillRun, id: string): Promise<void> {
  const never = new AbortController().signal;
  await asking({ action: "s3:UpdateJobStatus", resource: `job ${id}` }, never, () => jobs.cancel(id));
}

/** After Ctrl-C in a dry run; what cannot be cancelled is told with its id. */
async function cancelQuietly(run: BackfillRun, state: Progress): Promise<void> {
  if (!state.made || state.id === undefined) return;
  try {
    await cancel(run, state.id);
    state.job = await run.jobs.describe(state.id);
  } catch {
    // The report names the job and how to cancel it.
  }
}

function see(state: Progress, job: Job): void {
  state.job = job;
  state.id = job.id;
  if (!isPreparing(job) && !awaitsConfirmation(job)) state.started = true;
}

function requireSameBucket({ request, partition }: BackfillRun, { id, bucket }: Job): void {
  if (request === undefined || bucket === undefined || bucket === request.bucket) return;
  throw new InputError(
    `--job: expected a job of ${bucketArn(partition, request.bucket)}, found ${id} of ${bucketArn(partition, bucket)}`,
  );
}

function resultOf(run: BackfillRun, { job, id, made, started }: Progress, how: Ended): Backfill {
  const { report = null, failures = [], sample = null, notes = [] } = how;
  const isOpen = id !== undefined && (job === undefined || !hasEnded(job)) && !isSettled(how);
  return {
    outcome: how.outcome,
    because: how.because,
    bucket: job?.bucket ?? run.request?.bucket ?? "unknown",
    jobId: id ?? null,
    jobStatus: job?.status ?? null,
    made,
    versions: job?.total ?? null,
    costUsd: job?.total === undefined ? null : jobCostUsd(job.total),
    ...(run.proof ?? NO_PROOF),
    report,
    failures,
    sample,
    notes: [
      ...notes,
      ...(isOpen ? [started ? "the job goes on in AWS by itself" : "the job has not started"] : []),
      ...(isOpen ? [`npx s3-replication backfill --job ${id} goes on with it`] : []),
      ...(isOpen
        ? [
            `aws s3control update-job-status --account-id ${run.account} --job-id ${id} --requested-job-status Cancelled ends it`,
          ]
        : []),
    ],
  };
}

/** The run has cancelled the job itself, or has read its end. */
function isSettled({ outcome, because }: Ended): boolean {
  return outcome === "nothing to do" || outcome === "replicated" || because === "the job was cancelled";
}
