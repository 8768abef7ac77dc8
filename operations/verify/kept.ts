/** Lists what stays for inspection, with the commands that remove it. */
import type { Reader } from "../live/reader";
import type { Written } from "./clean";
import type { ReachedEnd } from "./ends";
import { leftAt, quietly } from "./leftovers";
import { listVersions } from "./objects";
import type { Left } from "./result";
import { abortUploads } from "./uploads";

export interface Kept {
  /** Versions and delete markers, the originals of each canary first. */
  readonly kept: readonly Left[];
  /** Uploads that are no objects and could not be aborted. */
  readonly left: readonly Left[];
}

/** Never throws. Only uploads that are not complete are removed: nobody can inspect them. */
export async function keep(written: readonly Written[], reader: Reader): Promise<Kept> {
  const all = await Promise.all(written.map((one) => keepOne(one, reader)));
  return { kept: all.flatMap(({ kept }) => kept), left: all.flatMap(({ left }) => left) };
}

async function keepOne(written: Written, reader: Reader): Promise<Kept> {
  const { key, source, versionId, marker, upload, destinations, settled } = written;
  const { left } = upload === undefined ? { left: [] } : await abortUploads(key, upload, source, reader);
  const known = [versionId, marker?.versionId].flatMap((id) => id ?? []);
  const kept = [...(await keptIn(source, key, known, reader))];
  for (const [name, { end, seen }] of destinations) {
    const there = await keptIn(end, key, [...seen], reader);
    kept.push(...there);
    const isPending = marker?.pendingAt.has(name) === true || (!settled && there.length === 0);
    // Nothing was written for certain: nothing can arrive.
    if (!isPending || known.length === 0) continue;
    const because = "s3 was not done with it, so that it may still arrive";
    kept.push(leftAt(end, key, marker?.versionId ?? versionId, false, because));
  }
  return { kept, left };
}

async function keptIn(
  end: ReachedEnd,
  key: string,
  known: readonly string[],
  reader: Reader,
): Promise<readonly Left[]> {
  const listed = await quietly(listVersions(key, end, reader));
  if ("unknown" in listed) {
    const because = `seen before; its versions cannot be listed: ${listed.unknown}`;
    return known.map((id) => leftAt(end, key, id, false, because));
  }
  const { versions, markers } = listed.answer;
  return [
    ...versions.map((id) => leftAt(end, key, id, true, "a version, kept for inspection")),
    ...markers.map((id) => leftAt(end, key, id, true, "a delete marker, kept for inspection")),
  ];
}
