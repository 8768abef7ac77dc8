/** Watches a job until it is in a state that was waited for. */
import type { Clock } from "./clock";
import type { Jobs } from "./control";
import { isPreparing, type Job } from "./job";
import { asking, RefusedError } from "./refused";

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** Polls in a row that AWS may throttle or leave unanswered: ten minutes, since the job goes on meanwhile. */
const MOST_FAILED_POLLS = 10;

export interface Following {
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Told of every state that was read. */
  readonly seen: (job: Job) => void;
}

/** @throws RefusedError, InputError or the signal's reason; see `asking`. */
export async function follow(id: string, until: (job: Job) => boolean, with_: Following): Promise<Job> {
  const { jobs, clock, signal, progress, seen } = with_;
  const asked = { action: "s3:DescribeJob", resource: `job ${id}` };
  let waitMs = FIRST_WAIT_MS;
  let failedPolls = 0;
  for (;;) {
    signal.throwIfAborted();
    try {
      const job = await asking(asked, signal, () => jobs.describe(id, signal));
      failedPolls = 0;
      seen(job);
      progress(progressOf(job));
      if (until(job)) return job;
    } catch (error) {
      failedPolls += 1;
      if (!isPassing(error) || failedPolls >= MOST_FAILED_POLLS) throw error;
    }
    await clock.sleep(waitMs, signal);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof RefusedError &&
    (error.refusal.kind === "throttled" ||
      error.refusal.kind === "unanswered" ||
      (error.refusal.httpStatus ?? 0) >= 500)
  );
}

function progressOf(job: Job): string {
  const { id, status, total, succeeded, failed } = job;
  if (isPreparing(job) || total === undefined) return `job ${id}: ${status}, listing objects`;
  return `job ${id}: ${status}, ${succeeded + failed} of ${total} tried, ${failed} failed`;
}
