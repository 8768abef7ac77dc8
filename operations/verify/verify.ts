/** Writes the canaries, watches them replicate, holds the copies against what was foretold, and removes everything again. */
import type { LiveAccess } from "../live/access";
import { type Lack, type Reader, readerOf } from "../live/reader";
import type { Canary } from "./canaries";
import { type Cleaning, clean, type Written } from "./clean";
import { diagnoseWith } from "./diagnosis";
import { type Ends, reachEnd } from "./ends";
import { failureQueueOf } from "./failureQueue";
import { keep } from "./kept";
import { notesOn } from "./notes";
import { type Verification, worstVerdict } from "./result";
import { runCanary } from "./runCanary";
import type { VerifyOptions } from "./verifyOptions";

/** What a verification found, and the error that ended it before its time. */
export interface Verified {
  readonly verification: Verification;
  /** Undefined where it came to its end, or was interrupted. */
  readonly error: unknown;
}

/** Cleaning up goes on when the user has interrupted, but not forever. */
const CLEANING_TIMEOUT_MS = 120_000;
const NEVER = new AbortController().signal;

/** Never throws: everything that was written is removed first, also after an error or an interruption. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const { plan, access, clock, progress } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([access.signal, stop.signal]);
  const reader = readerOf(signal);
  // Writes are never interrupted: one whose answer is not awaited would leave a version that nobody knows of.
  const writer = readerOf(NEVER);
  const written: Written[] = [];
  let error: unknown;
  const ending = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((thrown: unknown) => {
      error ??= thrown;
      stop.abort();
      return undefined;
    });
  const ends = await ending(reachEnds(plan.canaries, access, reader, progress));
  const tools = {
    ...{ written, reader, writer, signal },
    queue: failureQueueOf(access, clock),
    diagnose: diagnoseWith(access, options.reports, options.isLive),
    warned: new Set<string>(),
  };
  const run = (canary: Canary, reached: Ends) =>
    ending(runCanary(canary, { ...options, ...tools, ends: reached }));
  const results = ends === undefined ? [] : await Promise.all(plan.canaries.map((one) => run(one, ends)));
  const canaries = results.flatMap((result) => result ?? []);
  access.budget.lift();
  const cleaner = readerOf(AbortSignal.timeout(CLEANING_TIMEOUT_MS));
  const { removed, left, kept } = await end(written, cleaner, options);
  const isWhole = error === undefined && plan.skipped.length === 0;
  return {
    error: access.signal.aborted ? undefined : error,
    verification: {
      verdict: worstVerdict([...canaries.flatMap(verdictsOf), ...(isWhole ? [] : (["unproven"] as const))]),
      interrupted: access.signal.aborted,
      canaries,
      skipped: plan.skipped.map((each) => ({ ...each })),
      removed,
      left: [...left],
      ...(kept !== undefined && { kept: [...kept] }),
      lacking: uniqueLacks([reader, writer, cleaner]),
      notes: notesOn(canaries, access),
    },
  };
}

async function end(
  written: readonly Written[],
  cleaner: Reader,
  { clock, progress, keep: isToKeep }: VerifyOptions,
): Promise<Cleaning & { readonly kept?: Verification["left"] }> {
  if (isToKeep === true) {
    progress("listing the canaries");
    const { kept, left } = await keep(written, cleaner);
    return { removed: 0, left, kept: [...kept] };
  }
  if (written.length > 0) progress("removing the canaries");
  return clean(written, cleaner, clock, NEVER);
}

async function reachEnds(
  canaries: readonly Canary[],
  access: LiveAccess,
  reader: Reader,
  progress: (text: string) => void,
): Promise<Ends> {
  progress("looking for the buckets");
  const wanted = new Map(
    canaries
      .flatMap(({ source, expectations }) => [source, ...expectations.map(({ destination }) => destination)])
      .filter(({ name }) => name !== "unknown")
      .map((end) => [end.name, end]),
  );
  const reached = await Promise.all(
    [...wanted.values()].map(async (end) => [end.name, await reachEnd(end, access, reader)] as const),
  );
  return new Map(reached.map(([name, end]) => [name, end ?? "missing"]));
}

interface VerifiedWrite {
  readonly versionId: string | null;
  readonly destinations: readonly { readonly verdict: Verification["verdict"] }[];
  readonly deleteMarker?: VerifiedWrite | undefined;
}

function verdictsOf({
  versionId,
  destinations,
  deleteMarker,
}: VerifiedWrite): readonly Verification["verdict"][] {
  if (versionId === null || destinations.length === 0) return ["unproven"];
  const verdicts = destinations.map(({ verdict }) => verdict);
  return deleteMarker === undefined ? verdicts : [...verdicts, ...verdictsOf(deleteMarker)];
}

/** What several readers lack, each once. */
export function uniqueLacks(readers: readonly Reader[]): Lack[] {
  const lacks = readers.flatMap((reader) => reader.lacks());
  return [
    ...new Map(
      lacks.map((lack) => [JSON.stringify([lack.action, lack.resource, lack.caller]), lack]),
    ).values(),
  ];
}
