/** Writes canaries until the replication of one has failed. */

import type { LiveAccess } from "../live/access";
import { type Reader, readerOf } from "../live/reader";
import { wroteNothing } from "../live/refusals";
import type { Written } from "../verify/clean";
import type { Ends } from "../verify/ends";
import { putCanary } from "../verify/objects";
import { type Clock, watch } from "../verify/watch";
import type { DrillRoute } from "./drillRoute";

export interface Failing {
  readonly route: DrillRoute;
  readonly ends: Ends;
  readonly access: LiveAccess;
  readonly clock: Clock;
  /** Not interrupted by the user. */
  readonly writer: Reader;
  readonly remainingMs: () => number;
  readonly progress: (text: string) => void;
  /** What has to be removed again. */
  readonly written: Written[];
}

export interface Failure {
  readonly status: string | null;
  /** Undefined where the replication has failed as it should. */
  readonly problem: string | undefined;
}

/** A change of a policy takes a while to be in effect: until then canaries still replicate. */
const BETWEEN_CANARIES_MS = 30_000;

/** @throws where the signal is aborted or the credentials have expired */
export async function failOnce(failing: Failing): Promise<Failure> {
  const { route, ends, access, clock, writer, remainingMs, progress, written } = failing;
  const { signal } = access;
  const source = ends.get(route.canary.source.name);
  if (source === undefined || source === "missing") return { status: null, problem: "there is no source" };
  for (let number = 1; ; number += 1) {
    signal.throwIfAborted();
    const canary = { ...route.canary, key: `${route.canary.key}${number}` };
    const destinations: Written["destinations"] = new Map();
    for (const { destination } of canary.expectations) {
      const end = ends.get(destination.name);
      if (end !== undefined && end !== "missing") destinations.set(end.name, { end, seen: new Set() });
    }
    const note: Written = { key: canary.key, source, versionId: undefined, destinations, settled: false };
    written.push(note);
    const put = await putCanary(canary, source, writer);
    if ("refusal" in put) {
      if (wroteNothing(put.refusal)) written.pop();
      return { status: null, problem: `the canary could not be written: ${put.unknown}` };
    }
    note.versionId = put.answer;
    const { status, refused } = await watch({
      ...{ canary, versionId: put.answer, source, ends, clock, signal, progress },
      reader: readerOf(signal),
      timeoutMs: Math.max(remainingMs(), 0),
      onCopy: (bucket, version) => destinations.get(bucket)?.seen.add(version),
    });
    note.settled = status === "COMPLETED" || status === "FAILED";
    if (status === "FAILED") return { status, problem: undefined };
    if (refused !== undefined) {
      return { status: null, problem: `the status of the canary is not known: ${refused}` };
    }
    if (remainingMs() <= BETWEEN_CANARIES_MS) {
      const problem = `s3 did not fail to replicate a canary in the time given: the status of the last one is ${status ?? "absent"}`;
      return { status: status ?? "absent", problem };
    }
    progress("the change is not in effect yet");
    await clock.sleep(BETWEEN_CANARIES_MS, signal);
  }
}
