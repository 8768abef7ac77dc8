/** One canary from its write to the verdict on each of its destinations. */
import type { RouteReport } from "../../model";
import { allowanceOf } from "../diagnose/allowance";
import type { FailedObject } from "../diagnose/failures";
import { searchQueue } from "../diagnose/searchQueue";
import { type Reader, readerOf } from "../live/reader";
import type { Canary } from "./canaries";
import type { Written } from "./clean";
import { checksOf } from "./compare";
import type { Ends, ReachedEnd } from "./ends";
import { destinationResult } from "./judge";
import { detailsOf, headObject, putCanary } from "./objects";
import type { CanaryResult, DestinationResult } from "./result";
import { retentionIn } from "./retention";
import type { VerifyOptions } from "./verifyOptions";
import { type Sighting, type Watched, watch } from "./watch";

export interface CanaryRun extends Omit<VerifyOptions, "plan"> {
  readonly ends: Ends;
  /** What has to be removed again; a canary is added before anything else is done with it. */
  readonly written: Written[];
  readonly reader: Reader;
  /** Not interrupted by the user. */
  readonly writer: Reader;
  readonly signal: AbortSignal;
}

/** @throws where the signal is aborted or the credentials have expired */
export async function runCanary(canary: Canary, run: CanaryRun): Promise<CanaryResult> {
  const { ends, written, writer, reader, signal, clock, timeoutMs, progress } = run;
  const source = ends.get(canary.source.name);
  if (source === undefined || source === "missing") {
    return unwritten(canary, `the bucket ${canary.source.name} does not exist`);
  }
  const retention = run.acceptLeftovers ? undefined : retentionIn(canary, ends);
  if (retention !== undefined) return unwritten(canary, retention);
  signal.throwIfAborted();
  const note = noteOf(canary, source, ends);
  written.push(note);
  progress(`writing to ${source.name}`);
  const put = await putCanary(canary, source, writer);
  if ("refusal" in put) {
    // Only a refusal says for certain that nothing was written.
    if (put.refusal.kind === "denied" || put.refusal.kind === "absent")
      written.splice(written.indexOf(note), 1);
    return unwritten(canary, put.unknown);
  }
  const versionId = put.answer;
  note.versionId = versionId;
  const watched = await watch({
    canary,
    versionId,
    source,
    ends,
    reader: readerOf(signal),
    clock,
    signal,
    timeoutMs,
    progress,
    onCopy: (bucket, version) => note.destinations.get(bucket)?.seen.add(version),
  });
  note.settled = watched.status === "COMPLETED" || watched.status === "FAILED";
  // Asked once more for the permissions that were missing in the end.
  if (watched.refused !== undefined) await headObject(canary.key, versionId, source, reader);
  const reasons = watched.status === "FAILED" ? await reasonsOf(canary, source, run) : [];
  const destinations = await Promise.all(
    watched.sightings.map((sighting) =>
      resultAt(sighting, watched, { versionId, source, reasons }, canary, run),
    ),
  );
  return {
    ...described(canary),
    versionId,
    status: watched.refused ?? watched.status ?? "absent",
    destinations,
  };
}

function noteOf(canary: Canary, source: ReachedEnd, ends: Ends): Written {
  return {
    key: canary.key,
    source,
    versionId: undefined,
    destinations: new Map(
      canary.expectations.flatMap(({ destination }) => {
        const end = ends.get(destination.name);
        return end === undefined || end === "missing"
          ? []
          : [[end.name, { end, seen: new Set<string>() }] as const];
      }),
    ),
    settled: false,
  };
}

/** The most requests to send for the reasons of one failure. */
const REASON_REQUESTS = 10;

/** What S3's queue of events says of the canary, where there is one that may be read: it is only a help. */
async function reasonsOf(
  { key }: Canary,
  { found }: ReachedEnd,
  { access, signal }: CanaryRun,
): Promise<readonly FailedObject[]> {
  const { failed } = await searchQueue(found, access, readerOf(signal), allowanceOf(REASON_REQUESTS));
  return failed.filter((object) => object.key === key);
}

interface WrittenCanary {
  readonly versionId: string;
  readonly source: ReachedEnd;
  readonly reasons: readonly FailedObject[];
}

async function resultAt(
  sighting: Sighting,
  watched: Watched,
  { versionId, source, reasons }: WrittenCanary,
  { key, tags }: Canary,
  { reader, reports, access }: CanaryRun,
): Promise<DestinationResult> {
  const { expectation, end, copy, refused } = sighting;
  const unmet = unmetOn(reports, expectation.rule, source.name, expectation.destination.name);
  const { name } = expectation.destination;
  const reason = reasons.find(({ destination }) => destination === undefined || destination === name)?.reason;
  const without = { checks: [], unmet, reason };
  if (end === undefined || end === "missing") return destinationResult(sighting, watched, without);
  if (refused !== undefined) await headObject(key, versionId, end, reader);
  if (copy === undefined) return destinationResult(sighting, watched, without);
  const details = await detailsOf(key, copy.VersionId, end, reader);
  const checks = checksOf(copy, details, expectation.journey.replica, {
    tags,
    versionId,
    owners: [end, source].map(({ ownerId: id, account }) => ({ id, account })),
    isEmulator: access.isEmulator,
  });
  return destinationResult(sighting, watched, { checks, unmet, reason: undefined });
}

/** What the model finds unmet on the route. */
function unmetOn(
  reports: readonly RouteReport[],
  rule: string,
  source: string,
  destination: string,
): readonly string[] {
  return reports
    .filter(
      (report) => report.rule === rule && report.source === source && report.destination === destination,
    )
    .flatMap(({ requirements }) => requirements)
    .filter(({ strength, verdict }) => strength === "required" && verdict === "unmet")
    .map(({ id, because }) => `${id}: ${because}`);
}

function unwritten(canary: Canary, because: string): CanaryResult {
  return { ...described(canary), versionId: null, status: "not written", because, destinations: [] };
}

function described({ source, key, tags, rules, expectations }: Canary) {
  return {
    bucket: source.name,
    key,
    tags: { ...tags },
    rules: [...rules],
    expectedStatus: expectations[0]?.journey.status.source ?? "absent",
  };
}
