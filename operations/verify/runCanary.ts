/** One canary from its write to the verdict on each of its destinations. */
import { type Answer, readerOf } from "../live/reader";
import { wroteNothing } from "../live/refusals";
import type { Canary } from "./canaries";
import type { CanaryRun } from "./canaryRun";
import type { Written } from "./clean";
import type { Ends, ReachedEnd } from "./ends";
import { foretoldRefusals } from "./foretoldRefusals";
import { headObject, putCanary } from "./objects";
import type { CanaryResult } from "./result";
import { resultAt } from "./resultAt";
import { retentionIn } from "./retention";
import { runMarker } from "./runMarker";
import { putInParts } from "./uploads";
import { watch } from "./watch";

/** @throws where the signal is aborted or the credentials have expired */
export async function runCanary(canary: Canary, run: CanaryRun): Promise<CanaryResult> {
  const { ends, written, signal, clock, timeoutMs, progress, warn } = run;
  const source = ends.get(canary.source.name);
  if (source === undefined || source === "missing") {
    return unwritten(canary, `the bucket ${canary.source.name} does not exist`);
  }
  const retention = run.acceptLeftovers ? undefined : retentionIn(canary, ends);
  if (retention !== undefined) return unwritten(canary, retention);
  const foretold = foretoldRefusals(canary, ends, run);
  for (const { subject, words } of foretold) {
    if (!run.warned.has(subject)) warn(words);
    run.warned.add(subject);
  }
  const refusal = foretold.find(({ isOfWrite }) => isOfWrite)?.words;
  const remark = refusal === undefined ? {} : { foretoldRefusal: refusal };
  signal.throwIfAborted();
  const note = noteOf(canary, source, ends);
  written.push(note);
  progress(`writing to ${source.name}`);
  const put = await write(canary, source, note, run);
  if ("refusal" in put) {
    if (wroteNothing(put.refusal) && note.upload === undefined) written.splice(written.indexOf(note), 1);
    return { ...unwritten(canary, put.unknown), ...remark };
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
  if (watched.refused !== undefined) await headObject(canary.key, versionId, source, run.reader);
  const reasons =
    watched.status === "FAILED"
      ? await run.queue.failuresOf(source.found, canary.key, undefined, signal)
      : [];
  const destinations = await Promise.all(
    watched.sightings.map((sighting) =>
      resultAt(sighting, watched, { versionId, source, reasons }, canary, run),
    ),
  );
  const deleteMarker =
    run.deleteMarkers === true ? await runMarker(canary, source, watched, note, run) : undefined;
  return {
    ...described(canary),
    versionId,
    status: watched.refused ?? watched.status ?? "absent",
    destinations,
    ...remark,
    ...(deleteMarker !== undefined && { deleteMarker }),
  };
}

function write(
  canary: Canary,
  source: ReachedEnd,
  note: Written,
  { writer, signal, multipart }: CanaryRun,
): Promise<Answer<string>> {
  if (multipart !== true) return putCanary(canary, source, writer);
  return putInParts(canary, source, {
    writer,
    signal,
    note: (upload) => {
      note.upload = upload;
    },
  });
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
