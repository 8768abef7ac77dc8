/** Writes the canaries, watches them replicate, holds the copies against what was foretold, and removes everything again. */
import type { LiveAccess } from "../live/access";
import { type Lack, type Reader, readerOf } from "../live/reader";
import type { Canary } from "./canaries";
import { clean, type Written } from "./clean";
import { type Ends, reachEnd } from "./ends";
import { type CanaryResult, type Verification, worstVerdict } from "./result";
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
  const run = (canary: Canary, reached: Ends) =>
    ending(runCanary(canary, { ...options, ends: reached, written, reader, writer, signal }));
  const results = ends === undefined ? [] : await Promise.all(plan.canaries.map((one) => run(one, ends)));
  const canaries = results.flatMap((result) => result ?? []);
  access.budget.lift();
  const cleaner = readerOf(AbortSignal.timeout(CLEANING_TIMEOUT_MS));
  if (written.length > 0) progress("removing the canaries");
  const { removed, left } = await clean(written, cleaner, clock, NEVER);
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
      lacking: uniqueLacks([reader, writer, cleaner]),
      notes: notesOn(canaries, access),
    },
  };
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

function verdictsOf({ versionId, destinations }: CanaryResult): readonly Verification["verdict"][] {
  if (versionId === null || destinations.length === 0) return ["unproven"];
  return destinations.map(({ verdict }) => verdict);
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

function notesOn(canaries: readonly CanaryResult[], { isEmulator }: LiveAccess): string[] {
  const destinations = canaries.flatMap((canary) => canary.destinations);
  const disagrees = destinations.some(
    ({ verdict, expected, unmet }) => verdict === "broken" && expected === "replicated" && unmet.length === 0,
  );
  return [
    ...(disagrees
      ? [
          "the model finds nothing unmet: what it cannot read is organization policies (SCPs, RCPs), and what was changed since it was read; npx s3-replication diagnose <bucket> reads it again",
        ]
      : []),
    ...(isEmulator &&
    destinations.some(({ checks }) => checks.some(({ verdict }) => verdict === "not emulated"))
      ? [
          "an emulator keeps neither the version id nor the encryption settings of a copy, so that these prove nothing here",
        ]
      : []),
  ];
}
