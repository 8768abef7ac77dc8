/** S3's reasons for failures, from the queue of its events: read once for all canaries of a bucket, and only a help. */
import { allowanceOf } from "../diagnose/allowance";
import type { FailedObject } from "../diagnose/failures";
import { searchQueue } from "../diagnose/searchQueue";
import type { LiveAccess } from "../live/access";
import type { FoundBucket } from "../live/findBucket";
import { readerOf } from "../live/reader";
import type { Clock } from "./watch";

export interface FailureQueue {
  /**
   * The failures of one key; none where there is no queue, it may not be read, or the event has not come in time.
   *
   * @param versionId only the failures of this version, where the event names one
   * @throws where the signal is aborted
   */
  readonly failuresOf: (
    source: FoundBucket,
    key: string,
    versionId: string | undefined,
    signal: AbortSignal,
  ) => Promise<readonly FailedObject[]>;
}

/** The most requests to send for the reasons of one bucket's failures. */
const MOST_REQUESTS = 30;
/** The event comes some seconds after the status. */
const LOOKS_AFTER_MS = [0, 5_000, 15_000] as const;
/** Others do not see the messages for as long; long enough that one look does not receive a message twice. */
const HIDDEN_SECONDS = 15;

/** Two searches at once would hide the messages from each other, so that those of one bucket take turns. */
export function failureQueueOf(access: LiveAccess, clock: Clock): FailureQueue {
  const readings = new Map<string, Reading>();
  return {
    failuresOf: async (source, key, versionId, signal) => {
      const reading = readings.get(source.name) ?? newReading();
      readings.set(source.name, reading);
      const mine = () => reading.events.filter((event) => isOf(event, key, versionId));
      reading.wanted.add(key);
      for (const delayMs of LOOKS_AFTER_MS) {
        if (delayMs > 0) await clock.sleep(delayMs, signal);
        if (mine().length === 0) await inTurn(reading, () => look(reading, source, access, signal));
        signal.throwIfAborted();
        if (mine().length > 0 || !reading.isReadable) break;
      }
      reading.wanted.delete(key);
      return mine();
    },
  };
}

interface Reading {
  readonly events: FailedObject[];
  /** Keys that are looked for: a search ends when it has them all. */
  readonly wanted: Set<string>;
  readonly allowance: ReturnType<typeof allowanceOf>;
  isReadable: boolean;
  turn: Promise<void>;
}

function newReading(): Reading {
  return {
    events: [],
    wanted: new Set(),
    allowance: allowanceOf(MOST_REQUESTS),
    isReadable: true,
    turn: Promise.resolve(),
  };
}

function inTurn(reading: Reading, work: () => Promise<void>): Promise<void> {
  reading.turn = reading.turn.then(work);
  return reading.turn;
}

/** Never throws: whatever goes wrong here, the verification goes on. */
async function look(
  reading: Reading,
  source: FoundBucket,
  access: LiveAccess,
  signal: AbortSignal,
): Promise<void> {
  const hasAll = (found: readonly FailedObject[]) =>
    [...reading.wanted].every((key) => [...reading.events, ...found].some((event) => event.key === key));
  if (!reading.isReadable || hasAll([])) return;
  try {
    const { failed, isRead } = await searchQueue(source, access, readerOf(signal), reading.allowance, {
      hiddenSeconds: HIDDEN_SECONDS,
      isEnough: hasAll,
    });
    reading.events.push(...failed);
    reading.isReadable = isRead === true;
  } catch {
    reading.isReadable = false;
  }
}

/** S3's code for the failure at one destination; an event that names none is of all. */
export function reasonAt(events: readonly FailedObject[], bucket: string): string | undefined {
  return events.find(({ destination }) => destination === undefined || destination === bucket)?.reason;
}

function isOf(event: FailedObject, key: string, versionId: string | undefined): boolean {
  if (event.key !== key) return false;
  return versionId === undefined || event.versionId === undefined || event.versionId === versionId;
}
