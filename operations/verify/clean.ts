/** Removes every version that a verification wrote, on every side, and nothing else. */
import type { Reader } from "../live/reader";
import type { ReachedEnd } from "./ends";
import { leftAt, quietly } from "./leftovers";
import { deleteVersion, headObject, versionsOf } from "./objects";
import type { Left } from "./result";
import { type Aborted, abortUploads, type Upload } from "./uploads";
import type { Clock } from "./watch";

/** A canary that was written, or may have been. */
export interface Written {
  readonly key: string;
  readonly source: ReachedEnd;
  /** Undefined where the answer to the write was lost. */
  versionId: string | undefined;
  /** The destinations where a copy may be, with the version ids that were seen there. */
  readonly destinations: Map<string, { readonly end: ReachedEnd; readonly seen: Set<string> }>;
  /** S3 was done with it: nothing arrives any more. */
  settled: boolean;
  /** A multipart upload of it, which is not complete for certain. */
  upload?: Upload | undefined;
  /** Its delete marker. */
  marker?: WrittenMarker | undefined;
}

/** A delete marker that was written, or may have been. */
export interface WrittenMarker {
  /** Undefined where the answer was lost. */
  versionId: string | undefined;
  /** Names of the destinations where it may still arrive. */
  readonly pendingAt: Set<string>;
}

export interface Cleaning {
  readonly removed: number;
  readonly left: readonly Left[];
}

/** Copies that are on their way when the original is removed arrive within seconds, or never. */
const LATE_LOOKS_MS = [1_000, 3_000] as const;

/** Never throws: what cannot be removed is listed with the command that removes it. */
export async function clean(
  written: readonly Written[],
  reader: Reader,
  clock: Clock,
  signal: AbortSignal,
): Promise<Cleaning> {
  const cleanings = await Promise.all(written.map((one) => cleanOne(one, reader, clock, signal)));
  return {
    removed: cleanings.reduce((sum, { removed }) => sum + removed, 0),
    left: cleanings.flatMap(({ left }) => left),
  };
}

async function cleanOne(
  written: Written,
  reader: Reader,
  clock: Clock,
  signal: AbortSignal,
): Promise<Cleaning> {
  const { key, source, versionId, destinations, marker } = written;
  // The original first, so that nothing new sets out.
  const uploads = await uploadsOf(written, reader);
  const wasNeverWhole = versionId === undefined && uploads.ids.has(written.upload?.id ?? "");
  const known = [versionId, marker?.versionId].flatMap((id) => id ?? []);
  const isUncertain =
    (versionId === undefined && !wasNeverWhole) || (marker !== undefined && marker.versionId === undefined);
  const cleanings = [
    { removed: 0, left: uploads.left },
    await removeAll(key, known, source, reader, isUncertain),
  ];
  const settled = written.settled || wasNeverWhole;
  const sides = [...destinations.values()];
  const first = await Promise.all(
    sides.map(({ end, seen }) => removeCopies(key, new Set([...seen, ...known]), end, reader)),
  );
  cleanings.push(...first.map(({ cleaning }) => cleaning));
  let awaited = sides.filter(
    ({ end }, place) =>
      marker?.pendingAt.has(end.name) === true || (!settled && first[place]?.found === false),
  );
  for (const delay of awaited.length > 0 ? LATE_LOOKS_MS : []) {
    try {
      await clock.sleep(delay, signal);
    } catch {
      break;
    }
    const late = await Promise.all(
      awaited.map(async (side) => ({
        side,
        ...(await removeCopies(key, new Set([...side.seen, ...known]), side.end, reader)),
      })),
    );
    cleanings.push(...late.map(({ cleaning }) => cleaning));
    awaited = late.filter(({ found }) => found === false).map(({ side }) => side);
  }
  const late = awaited.map(({ end }) => {
    const [what, id] =
      marker?.pendingAt.has(end.name) === true ? ["delete marker", marker.versionId] : ["copy", versionId];
    return leftAt(end, key, id, false, `s3 was not done with it, so that a ${what} may still arrive`);
  });
  const left = new Map(
    [...cleanings.flatMap((cleaning) => cleaning.left), ...late].map((each) => [
      JSON.stringify([each.bucket, each.key, each.versionId]),
      each,
    ]),
  );
  return { removed: cleanings.reduce((sum, { removed }) => sum + removed, 0), left: [...left.values()] };
}

function uploadsOf({ key, upload, source }: Written, reader: Reader): Promise<Aborted> | Aborted {
  return upload === undefined
    ? { ids: new Set<string>(), left: [] }
    : abortUploads(key, upload, source, reader);
}

/** The versions that are known, and all others of this key: a write that was sent twice has two. */
async function removeAll(
  key: string,
  known: readonly string[],
  end: ReachedEnd,
  reader: Reader,
  isUncertain: boolean,
): Promise<Cleaning> {
  const listed = await quietly(versionsOf(key, end, reader));
  const versions = new Set([...known, ...("answer" in listed ? listed.answer : [])]);
  const cleaning = await remove(key, versions, end, reader);
  if ("answer" in listed || !isUncertain) return cleaning;
  const because = `the answer to the write was lost, and its versions cannot be listed: ${listed.unknown}`;
  return { ...cleaning, left: [...cleaning.left, leftAt(end, key, undefined, false, because)] };
}

/** @returns `found`: whether a copy was there; undefined where that cannot be seen */
async function removeCopies(
  key: string,
  versions: ReadonlySet<string>,
  end: ReachedEnd,
  reader: Reader,
): Promise<{ readonly cleaning: Cleaning; readonly found: boolean | undefined }> {
  const listed = await quietly(versionsOf(key, end, reader));
  if ("answer" in listed) {
    const there = new Set(listed.answer);
    return { cleaning: await remove(key, there, end, reader), found: there.size > 0 };
  }
  const there = new Set<string>();
  let refused: string | undefined;
  for (const version of versions) {
    const head = await quietly(headObject(key, version, end, reader));
    // S3 answers 405 to a HEAD of a delete marker.
    if ("answer" in head || head.refusal.httpStatus === 405) there.add(version);
    else if (head.refusal.kind !== "absent") refused = head.unknown;
  }
  if (refused === undefined) {
    return { cleaning: await remove(key, there, end, reader), found: there.size > 0 };
  }
  // It cannot be seen, so it is removed blindly: S3 takes that for done where there is nothing.
  const cleaning = await remove(key, versions, end, reader);
  return {
    cleaning: { removed: 0, left: cleaning.left.map((each) => ({ ...each, certain: false })) },
    found: undefined,
  };
}

async function remove(
  key: string,
  versions: ReadonlySet<string>,
  end: ReachedEnd,
  reader: Reader,
): Promise<Cleaning> {
  const left: Left[] = [];
  let removed = 0;
  for (const version of versions) {
    const answer = await quietly(deleteVersion(key, version, end, reader));
    if ("answer" in answer) removed += 1;
    else if (answer.refusal.kind !== "absent") left.push(leftAt(end, key, version, true, answer.unknown));
  }
  return { removed, left };
}
