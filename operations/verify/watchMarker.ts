/** Watches the delete marker of one canary until S3 is done with it, or time is up. */
import type { Reader } from "../live/reader";
import type { Canary, Expectation } from "./canaries";
import type { ReachedEnd } from "./ends";
import { markerStatus } from "./markers";
import { listVersions } from "./objects";
import { type Clock, delayOf, secondsOf } from "./watch";

/** What was seen of the marker at one destination. */
export interface MarkerSighting {
  readonly expectation: Expectation;
  /** Undefined where the destination cannot be asked; `missing` where no such bucket exists. */
  readonly end: ReachedEnd | "missing" | undefined;
  /** From the delete until the marker was seen; undefined while there is none. */
  seconds: number | undefined;
  /** Why it could not be looked for, the last time that it was tried. */
  refused: string | undefined;
}

export interface WatchedMarker {
  readonly sightings: readonly MarkerSighting[];
  /** Undefined where S3 shows none. */
  readonly status: string | undefined;
  readonly elapsedSeconds: number;
}

export interface MarkerWatching {
  readonly canary: Canary;
  /** The marker's. */
  readonly versionId: string;
  readonly source: ReachedEnd;
  readonly ends: ReadonlyMap<string, ReachedEnd | "missing">;
  readonly reader: Reader;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** How long the copies took: a marker that was to stay away is looked for as long. */
  readonly copyMs: number;
  readonly progress: (text: string) => void;
  /** Is told of each destination where the marker has arrived. */
  readonly onMarker: (bucket: string) => void;
}

/** @throws where the signal is aborted */
export async function watchMarker(watching: MarkerWatching): Promise<WatchedMarker> {
  const { canary, versionId, source, ends, reader, clock, signal, timeoutMs, progress } = watching;
  const quietMs = Math.min(watching.copyMs, timeoutMs);
  const started = clock.nowMs();
  const sightings: MarkerSighting[] = canary.markers.map((expectation) => ({
    expectation,
    end: ends.get(expectation.destination.name),
    seconds: undefined,
    refused: undefined,
  }));
  for (let round = 0; ; round += 1) {
    // The status first: a marker is looked for after S3 says that it is done.
    const head = await markerStatus(canary.key, versionId, source, reader);
    await Promise.all(sightings.map((sighting) => lookFor(sighting, watching, started)));
    signal.throwIfAborted();
    const status = "answer" in head ? head.answer : undefined;
    const elapsed = clock.nowMs() - started;
    const open = sightings.filter(isOpen);
    const isDone = status === "COMPLETED" || status === "FAILED";
    const awaited = isDone
      ? []
      : open.filter(({ expectation }) => expectation.journey.outcome === "replicated");
    const isQuiet = open.length === 0 || elapsed >= quietMs;
    if ((awaited.length === 0 && isQuiet) || elapsed >= timeoutMs) {
      return { sightings, status, elapsedSeconds: secondsOf(elapsed) };
    }
    const arrived = sightings.filter(({ seconds }) => seconds !== undefined).length;
    progress(`${source.name}: deleted, ${arrived} of ${sightings.length} delete markers`);
    const rest = awaited.length === 0 ? quietMs - elapsed : timeoutMs - elapsed;
    await clock.sleep(Math.min(delayOf(round), rest), signal);
  }
}

/** What is refused once is refused for good: S3 has listed nothing yet. */
function isOpen({ end, seconds, refused }: MarkerSighting): boolean {
  return end !== undefined && end !== "missing" && seconds === undefined && refused === undefined;
}

async function lookFor(sighting: MarkerSighting, watching: MarkerWatching, started: number): Promise<void> {
  const { end } = sighting;
  if (!isOpen(sighting) || end === undefined || end === "missing") return;
  // The key is the canary's own, so that any marker of it is this one.
  const listed = await listVersions(watching.canary.key, end, watching.reader);
  if ("unknown" in listed) sighting.refused = listed.unknown;
  else if (listed.answer.markers.length > 0) {
    sighting.seconds = secondsOf(watching.clock.nowMs() - started);
    watching.onMarker(end.name);
  }
}
