/** What may stay behind in a bucket, with the command that removes it. */
import type { Answer } from "../live/reader";
import type { ReachedEnd } from "./ends";
import type { Left } from "./result";

/** Expired credentials end other work; here they are one more reason why something is left. */
export async function quietly<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await answer;
  } catch (error) {
    const unknown = error instanceof Error ? error.message : String(error);
    const refusal = { kind: "other", code: "", message: unknown, httpStatus: undefined } as const;
    return { refusal: { ...refusal, bucketRegion: undefined }, unknown };
  }
}

/** A version of an object, or a delete marker. */
export function leftAt(
  { name }: ReachedEnd,
  key: string,
  versionId: string | undefined,
  certain: boolean,
  because: string,
): Left {
  return {
    bucket: name,
    key,
    versionId: versionId ?? null,
    certain,
    because,
    remedy: `aws s3api delete-object --bucket ${name} --key ${quoted(key)} --version-id ${versionId ?? "<version id>"}`,
  };
}

/** A multipart upload, whose parts cost as much as an object. */
export function leftUpload(
  { name }: ReachedEnd,
  key: string,
  uploadId: string | undefined,
  because: string,
): Left {
  return {
    bucket: name,
    key,
    versionId: null,
    certain: uploadId !== undefined,
    because: `a multipart upload: ${because}`,
    remedy:
      uploadId === undefined
        ? `aws s3api list-multipart-uploads --bucket ${name} --prefix ${quoted(key)}`
        : `aws s3api abort-multipart-upload --bucket ${name} --key ${quoted(key)} --upload-id ${quoted(uploadId)}`,
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
