/** The canary as a multipart upload: its requests, and how an upload that is not complete is aborted. */
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { MULTIPART_ACTIONS } from "../live/actions";
import type { Answer, Reader } from "../live/reader";
import { wroteNothing } from "../live/refusals";
import type { Canary } from "./canaries";
import type { ReachedEnd } from "./ends";
import { leftUpload, quietly } from "./leftovers";
import { CANARY_METADATA, NULL_VERSION, taggingOf, writeActions } from "./objects";
import type { Left } from "./result";

/** The least size of a part that is not the last one. */
const FIRST_PART_BYTES = 5 * 1024 ** 2;
const LAST_PART_BYTES = 1;
export const MULTIPART_BYTES = FIRST_PART_BYTES + LAST_PART_BYTES;

/** An upload that was begun, or may have been; its id is undefined where the answer was lost. */
export interface Upload {
  id: string | undefined;
}

export interface PartsWriter {
  /** Not interrupted by the user: a part whose answer is not awaited might arrive after the upload was aborted. */
  readonly writer: Reader;
  readonly signal: AbortSignal;
  /** Is told of the upload before it is begun; `undefined` where it was certainly not begun. */
  readonly note: (upload: Upload | undefined) => void;
}

/**
 * Writes the canary in two parts; the answer is its version id.
 *
 * @throws where the signal is aborted between two requests
 */
export async function putInParts(
  { key, tags }: Pick<Canary, "key" | "tags">,
  end: ReachedEnd,
  { writer, signal, note }: PartsWriter,
): Promise<Answer<string>> {
  const object = { ...end.where, Key: key };
  const about = { action: writeActions(tags), resource: `${end.arn}/${key}`, caller: end.caller };
  const upload: Upload = { id: undefined };
  note(upload);
  const begun = await writer.attempt({
    ...about,
    ask: async (options) => {
      const { UploadId = "" } = await end.s3.send(
        new CreateMultipartUploadCommand({ ...object, Metadata: CANARY_METADATA, ...taggingOf(tags) }),
        options,
      );
      return UploadId;
    },
  });
  if ("refusal" in begun) {
    if (wroteNothing(begun.refusal)) note(undefined);
    return begun;
  }
  const UploadId = begun.answer;
  upload.id = UploadId;
  const Parts: CompletedPart[] = [];
  for (const [index, bytes] of [FIRST_PART_BYTES, LAST_PART_BYTES].entries()) {
    signal.throwIfAborted();
    const PartNumber = index + 1;
    const part = await writer.attempt({
      ...about,
      ask: async (options): Promise<CompletedPart> => {
        const Body = Buffer.alloc(bytes, ".");
        const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME } = await end.s3.send(
          new UploadPartCommand({ ...object, UploadId, PartNumber, Body }),
          options,
        );
        return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME };
      },
    });
    if ("refusal" in part) return part;
    Parts.push(part.answer);
  }
  signal.throwIfAborted();
  return writer.attempt({
    ...about,
    ask: async (options) => {
      const { VersionId } = await end.s3.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
        options,
      );
      return VersionId ?? NULL_VERSION;
    },
  });
}

export interface Aborted {
  /** Ids of the uploads that were open and are gone. */
  readonly ids: ReadonlySet<string>;
  readonly left: readonly Left[];
}

/** A part that was on its way when the upload was aborted needs a second abort. */
const MOST_ROUNDS = 2;

/** Never throws. Aborts every upload of this key: a request that was sent twice has begun two. */
export async function abortUploads(
  key: string,
  { id }: Upload,
  end: ReachedEnd,
  reader: Reader,
): Promise<Aborted> {
  const ids = new Set<string>();
  let left: Left[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const listed = await quietly(uploadsOf(key, end, reader));
    if ("unknown" in listed && id === undefined) {
      const because = `the answer to its beginning was lost, and uploads cannot be listed: ${listed.unknown}`;
      return { ids, left: [leftUpload(end, key, undefined, because)] };
    }
    const known = round === 0 && id !== undefined ? [id] : [];
    const open = "answer" in listed ? listed.answer : known;
    if (open.length === 0) break;
    left = [];
    for (const UploadId of open) {
      const aborted = await quietly(abortUpload(key, UploadId, end, reader));
      if ("answer" in aborted) ids.add(UploadId);
      else if (aborted.refusal.kind !== "absent") left.push(leftUpload(end, key, UploadId, aborted.unknown));
    }
  }
  return { ids, left };
}

function abortUpload(key: string, UploadId: string, end: ReachedEnd, reader: Reader) {
  return reader.attempt({
    action: MULTIPART_ACTIONS.AbortMultipartUpload,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: (options) =>
      end.s3.send(new AbortMultipartUploadCommand({ ...end.where, Key: key, UploadId }), options),
  });
}

/** Ids of the uploads of exactly this key that are not complete. */
function uploadsOf(key: string, end: ReachedEnd, reader: Reader): Promise<Answer<readonly string[]>> {
  return reader.attempt({
    action: MULTIPART_ACTIONS.ListMultipartUploads,
    resource: end.arn,
    caller: end.caller,
    ask: async (options) => {
      const { Uploads = [] } = await end.s3.send(
        new ListMultipartUploadsCommand({ ...end.where, Prefix: key }),
        options,
      );
      return Uploads.flatMap(({ Key, UploadId }) =>
        Key === key && UploadId !== undefined ? [UploadId] : [],
      );
    },
  });
}
