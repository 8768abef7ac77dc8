/** The requests about the delete marker of a canary. */
import { DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { CANARY_ACTIONS, MARKER_ACTIONS } from "../live/actions";
import type { Answer, Reader } from "../live/reader";
import { headerOf, refusalOf } from "../live/refusals";
import type { ReachedEnd } from "./ends";
import { NULL_VERSION } from "./objects";

/** Deletes the canary without naming a version: S3 writes a delete marker. The answer is its version id. */
export function putMarker(key: string, end: ReachedEnd, reader: Reader): Promise<Answer<string>> {
  return reader.attempt({
    action: MARKER_ACTIONS.DeleteObject,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: async (options) => {
      const { VersionId } = await end.s3.send(new DeleteObjectCommand({ ...end.where, Key: key }), options);
      return VersionId ?? NULL_VERSION;
    },
  });
}

/** S3 answers 405 to a HEAD of a delete marker. */
const METHOD_NOT_ALLOWED = 405;

/**
 * The replication status of a delete marker; undefined where the answer has none: that it has one is not documented.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export function markerStatus(
  key: string,
  versionId: string,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<string | undefined>> {
  return reader.attempt({
    action: CANARY_ACTIONS.HeadObject,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: async (options) => {
      try {
        const head = new HeadObjectCommand({ ...end.where, Key: key, VersionId: versionId });
        return (await end.s3.send(head, options)).ReplicationStatus;
      } catch (error) {
        if (refusalOf(error).httpStatus !== METHOD_NOT_ALLOWED) throw error;
        return headerOf(error, "x-amz-replication-status");
      }
    },
  });
}
