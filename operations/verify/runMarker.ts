/** The delete marker of one canary, from the delete to the verdict on each of its destinations. */
import { readerOf } from "../live/reader";
import { wroteNothing } from "../live/refusals";
import type { Canary } from "./canaries";
import type { CanaryRun } from "./canaryRun";
import type { Written } from "./clean";
import type { ReachedEnd } from "./ends";
import { reasonAt } from "./failureQueue";
import { markerDestination } from "./judgeMarker";
import { putMarker } from "./markers";
import type { MarkerResult } from "./result";
import type { Watched } from "./watch";
import { watchMarker } from "./watchMarker";

/** A marker that was to stay away is looked for at least as long. */
const LEAST_QUIET_MS = 1_000;

/** @throws where the signal is aborted or the credentials have expired */
export async function runMarker(
  canary: Canary,
  source: ReachedEnd,
  watched: Watched,
  note: Written,
  run: CanaryRun,
): Promise<MarkerResult> {
  const { ends, writer, signal, clock, timeoutMs, progress, queue } = run;
  if (!areCopiesThere(watched)) return unwritten(canary, "the copies have not arrived");
  signal.throwIfAborted();
  const marker: NonNullable<Written["marker"]> = { versionId: undefined, pendingAt: pendingAt(canary, note) };
  note.marker = marker;
  progress(`deleting from ${source.name}`);
  const put = await putMarker(canary.key, source, writer);
  if ("refusal" in put) {
    if (wroteNothing(put.refusal)) note.marker = undefined;
    return unwritten(canary, put.unknown);
  }
  const versionId = put.answer;
  marker.versionId = versionId;
  const seen = await watchMarker({
    ...{ canary, versionId, source, ends, clock, signal, timeoutMs, progress },
    reader: readerOf(signal),
    copyMs: Math.max(LEAST_QUIET_MS, ...watched.sightings.map(({ seconds = 0 }) => seconds * 1000)),
    onMarker: (bucket) => marker.pendingAt.delete(bucket),
  });
  const { status } = seen;
  if (status === "COMPLETED" || status === "FAILED") marker.pendingAt.clear();
  const isMissing = seen.sightings.some(
    ({ seconds, expectation }) => seconds === undefined && expectation.journey.outcome !== "not replicated",
  );
  const reasons = isMissing ? await queue.failuresOf(source.found, canary.key, versionId, signal) : [];
  return {
    versionId,
    expectedStatus: expectedStatus(canary),
    status: status ?? "not shown",
    destinations: seen.sightings.map((sighting) => {
      const reason = reasonAt(reasons, sighting.expectation.destination.name);
      return markerDestination(sighting, seen, sighting.seconds === undefined ? reason : undefined);
    }),
  };
}

/** A marker that overtakes its object would show nothing. */
function areCopiesThere({ status, refused, sightings }: Watched): boolean {
  if (status === "COMPLETED") return true;
  return (
    status === undefined &&
    refused === undefined &&
    sightings.every(
      ({ copy, expectation }) => copy !== undefined || expectation.journey.outcome === "not replicated",
    )
  );
}

/** Where a marker may arrive: everywhere but where it was foretold to stay away. */
function pendingAt({ markers }: Canary, { destinations }: Written): Set<string> {
  return new Set(
    markers
      .filter(({ journey }) => journey.outcome !== "not replicated")
      .map(({ destination }) => destination.name)
      .filter((name) => destinations.has(name)),
  );
}

function expectedStatus({ markers }: Canary): string {
  return markers[0]?.journey.status.source ?? "absent";
}

function unwritten(canary: Canary, because: string): MarkerResult {
  return {
    versionId: null,
    expectedStatus: expectedStatus(canary),
    status: "not written",
    because,
    destinations: [],
  };
}
