/** Time, so that tests need not wait. */
import { setTimeout as wait } from "node:timers/promises";

export interface Clock {
  readonly nowMs: () => number;
  /** @throws the signal's reason where it is aborted meanwhile. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const CLOCK: Clock = {
  nowMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
