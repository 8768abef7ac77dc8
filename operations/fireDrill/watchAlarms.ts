/** Waits until an alarm is raised, and until it has gone back. */
import type { Reader } from "../live/reader";
import type { Clock } from "../verify/watch";
import { type FailureMetric, failureAlarms } from "./alarms";
import type { DrilledAlarm } from "./result";

export interface WatchedAlarms {
  readonly metric: FailureMetric;
  /** Is kept up to date. */
  readonly found: DrilledAlarm[];
  readonly clock: Clock;
  readonly progress: (text: string) => void;
  readonly reader: Reader;
  readonly signal: AbortSignal;
}

const DELAY_MS = 15_000;
/** S3's metric has gone, and CloudWatch has noticed it, after two or three periods of five minutes. */
const RETURN_TIMEOUT_MS = 20 * 60_000;

/** @throws where the signal is aborted */
export async function awaitRaised(
  watched: WatchedAlarms & { readonly remainingMs: () => number },
): Promise<{ readonly any: boolean } | { readonly refused: string }> {
  const { found, clock, progress, signal, remainingMs } = watched;
  const started = clock.nowMs();
  for (;;) {
    const refused = await update(watched, Math.round((clock.nowMs() - started) / 1000));
    if (found.some(({ raised }) => raised)) return { any: true };
    if (remainingMs() <= 0) return refused === undefined ? { any: false } : { refused };
    progress(`waiting for the alarm: ${found.map(({ name, after }) => `${name} is ${after}`).join(", ")}`);
    await clock.sleep(Math.min(DELAY_MS, Math.max(remainingMs(), 1)), signal);
  }
}

/** Gives up after a while: the alarm goes back by itself. @throws where the signal is aborted */
export async function awaitReturn(watched: WatchedAlarms): Promise<void> {
  const { found, clock, progress, signal } = watched;
  const started = clock.nowMs();
  for (;;) {
    await update(watched, undefined);
    const ringing = found.filter(({ after }) => after === "ALARM");
    if (ringing.length === 0 || clock.nowMs() - started >= RETURN_TIMEOUT_MS) return;
    progress(`waiting for ${ringing.map(({ name }) => name).join(", ")} to go back`);
    try {
      await clock.sleep(DELAY_MS, signal);
    } catch {
      // The alarm was seen, and everything else is put back already.
      return;
    }
  }
}

/** @param seconds since the failure, for those that are raised now; undefined once that does not matter any more */
async function update(
  { metric, found, reader }: WatchedAlarms,
  seconds: number | undefined,
): Promise<string | undefined> {
  const names = found.map(({ name }) => name);
  const answer = await failureAlarms(metric, reader, names);
  if ("refusal" in answer) return answer.unknown;
  for (const alarm of found) {
    alarm.after = answer.answer.find(({ name }) => name === alarm.name)?.state ?? "removed";
    if (alarm.after === "ALARM" && !alarm.raised && seconds !== undefined) {
      alarm.raised = true;
      alarm.seconds = seconds;
    }
  }
  return undefined;
}
