/** Watches one canary until S3 is done with it, or time is up. */
import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Reader } from "../live/reader";
import type { Canary, Expectation } from "./canaries";
import type { ReachedEnd } from "./ends";
import { headObject } from "./objects";

export interface Clock {
  readonly nowMs: () => number;
  /** @throws where the signal is aborted meanwhile */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What was seen at one destination. */
export interface Sighting {
  readonly expectation: Expectation;
  /** Undefined where the destination cannot be asked; `missing` where no such bucket exists. */
  readonly end: ReachedEnd | "missing" | undefined;
  /** The copy; undefined while there is none. */
  copy: HeadObjectCommandOutput | undefined;
  seconds: number | undefined;
  /** Why it could not be looked at, the last time that it was tried. */
  refused: string | undefined;
}

export interface Watched {
  readonly sightings: readonly Sighting[];
  /** `PENDING`, `COMPLETED`, `FAILED`; undefined where S3 shows none. */
  readonly status: string | undefined;
  /** Why the status is not known. */
  readonly refused: string | undefined;
  readonly timedOut: boolean;
}

export interface Watching {
  readonly canary: Canary;
  readonly versionId: string;
  readonly source: ReachedEnd;
  readonly ends: ReadonlyMap<string, ReachedEnd | "missing">;
  /** Its lacks do not count: S3 answers 403 to one who may not list and asks for what is not there yet. */
  readonly reader: Reader;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly progress: (text: string) => void;
  /** Is told of each copy as soon as it is seen. */
  readonly onCopy: (bucket: string, versionId: string) => void;
}

/** A change of the configuration takes a while to be noticed by S3, so that a status may appear late. */
const PATIENCE_WITHOUT_STATUS_MS = 30_000;
const DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
const LONGEST_DELAY_MS = 15_000;

/** @throws where the signal is aborted */
export async function watch(watching: Watching): Promise<Watched> {
  const { canary, versionId, source, ends, reader, clock, signal, timeoutMs, progress } = watching;
  const started = clock.nowMs();
  const sightings: Sighting[] = canary.expectations.map((expectation) => ({
    expectation,
    end: ends.get(expectation.destination.name),
    copy: undefined,
    seconds: undefined,
    refused: undefined,
  }));
  for (let round = 0; ; round += 1) {
    // The status first: a copy is looked for after S3 says that it is done.
    const head = await headObject(canary.key, versionId, source, reader);
    await Promise.all(sightings.map((sighting) => lookFor(sighting, watching, started)));
    signal.throwIfAborted();
    const status = "answer" in head ? head.answer.ReplicationStatus : undefined;
    const refused = "refusal" in head ? head.unknown : undefined;
    const elapsed = clock.nowMs() - started;
    const timedOut = elapsed >= timeoutMs;
    const here = { sightings, status, refused, timedOut };
    // The canary or its bucket was removed by someone else: nothing will come.
    const isGone = "refusal" in head && head.refusal.kind === "absent";
    if (isGone || isOver(here, elapsed)) return { ...here, timedOut: false };
    if (timedOut) return here;
    const arrived = sightings.filter(({ copy }) => copy !== undefined).length;
    progress(`${canary.source.name}: ${status ?? "no status yet"}, ${arrived} of ${sightings.length} copies`);
    await clock.sleep(Math.min(delayOf(round), timeoutMs - elapsed), signal);
  }
}

/** Milliseconds as seconds, to one decimal place. */
export function secondsOf(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** How long to wait before the next look, the first one being round 0. */
export function delayOf(round: number): number {
  return DELAYS_MS[round] ?? LONGEST_DELAY_MS;
}

function isOver({ sightings, status, refused }: Omit<Watched, "timedOut">, elapsedMs: number): boolean {
  const open = sightings.filter(
    ({ copy, end }) => copy === undefined && end !== undefined && end !== "missing",
  );
  if (refused !== undefined) return open.every((one) => one.refused !== undefined);
  if (status === "COMPLETED" || status === "FAILED" || status === "REPLICA") return true;
  if (status === "PENDING") return false;
  const isExpected = open.some(({ expectation }) => expectation.journey.outcome !== "not replicated");
  return !isExpected || elapsedMs >= PATIENCE_WITHOUT_STATUS_MS;
}

async function lookFor(
  sighting: Sighting,
  { canary, versionId, reader, clock, onCopy }: Watching,
  started: number,
): Promise<void> {
  const { end } = sighting;
  if (end === undefined || end === "missing" || sighting.copy !== undefined) return;
  const found = await copyIn(canary.key, versionId, end, reader);
  if ("copy" in found) {
    sighting.copy = found.copy;
    onCopy(end.name, found.copy.VersionId ?? versionId);
    sighting.seconds = secondsOf(clock.nowMs() - started);
    sighting.refused = undefined;
  } else sighting.refused = found.refused;
}

/** The copy has the version id of the original; an emulator may give it another one. */
export async function copyIn(
  key: string,
  versionId: string,
  end: ReachedEnd,
  reader: Reader,
): Promise<{ readonly copy: HeadObjectCommandOutput } | { readonly refused: string | undefined }> {
  const exact = await headObject(key, versionId, end, reader);
  if ("answer" in exact) return { copy: exact.answer };
  if (exact.refusal.kind !== "absent" && exact.refusal.httpStatus !== 400) return { refused: exact.unknown };
  const latest = await headObject(key, undefined, end, reader);
  if ("answer" in latest) return { copy: latest.answer };
  // S3 has said that this version is not there; whether another one is needs a permission that nothing else does.
  return { refused: undefined };
}
