/** The requests about one canary: write it, look at it, remove it. */
import {
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Known } from "../../model";
import { CANARY_ACTIONS } from "../live/actions";
import type { Answer, Reader } from "../live/reader";
import type { Canary } from "./canaries";
import type { ReachedEnd } from "./ends";

/** In buckets without versioning S3 calls the only version so. */
const NULL_VERSION = "null";

/** Writes the canary; the answer is its version id. */
export function putCanary(
  { key, tags }: Pick<Canary, "key" | "tags">,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<string>> {
  const tagged = Object.keys(tags).length > 0;
  return reader.attempt({
    action: tagged
      ? `${CANARY_ACTIONS.PutObject} and ${CANARY_ACTIONS.PutObjectTagging}`
      : CANARY_ACTIONS.PutObject,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: async (options) => {
      const { VersionId } = await end.s3.send(
        new PutObjectCommand({
          ...end.where,
          Key: key,
          Body: "written by s3-replication verify\n",
          Metadata: { "written-by": "s3-replication-verify" },
          ...(tagged && { Tagging: new URLSearchParams(Object.entries(tags)).toString() }),
        }),
        options,
      );
      return VersionId ?? NULL_VERSION;
    },
  });
}

/** @param versionId left out, the latest version */
export function headObject(
  key: string,
  versionId: string | undefined,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<HeadObjectCommandOutput>> {
  return reader.attempt({
    action: CANARY_ACTIONS.HeadObject,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: (options) =>
      end.s3.send(new HeadObjectCommand({ ...end.where, Key: key, VersionId: versionId }), options),
  });
}

/** What has to be asked for apart. */
export interface Details {
  readonly tags: Known<{ readonly [key: string]: string }>;
  /** Canonical user id of the account that owns the object. */
  readonly ownerId: Known<string | undefined>;
}

export async function detailsOf(
  key: string,
  versionId: string | undefined,
  end: ReachedEnd,
  reader: Reader,
): Promise<Details> {
  const object = { ...end.where, Key: key, VersionId: versionId };
  const about = { resource: `${end.arn}/${key}`, caller: end.caller };
  const [tags, acl] = await Promise.all([
    reader.read({
      ...about,
      action: CANARY_ACTIONS.GetObjectTagging,
      ask: (options) => end.s3.send(new GetObjectTaggingCommand(object), options),
    }),
    reader.read({
      ...about,
      action: CANARY_ACTIONS.GetObjectAcl,
      ask: (options) => end.s3.send(new GetObjectAclCommand(object), options),
    }),
  ]);
  return {
    tags:
      "known" in tags
        ? {
            known: Object.fromEntries(
              (tags.known.TagSet ?? []).map(({ Key = "", Value = "" }) => [Key, Value]),
            ),
          }
        : tags,
    ownerId: "known" in acl ? { known: acl.known.Owner?.ID } : acl,
  };
}

/** Removes one version for good. S3 answers the same where there is none. */
export function deleteVersion(
  key: string,
  versionId: string,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<unknown>> {
  return reader.attempt({
    action: CANARY_ACTIONS.DeleteObject,
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: (options) =>
      end.s3.send(new DeleteObjectCommand({ ...end.where, Key: key, VersionId: versionId }), options),
  });
}

/** Version ids of exactly this key, delete markers included. */
export function versionsOf(key: string, end: ReachedEnd, reader: Reader): Promise<Answer<readonly string[]>> {
  return reader.attempt({
    action: CANARY_ACTIONS.ListObjectVersions,
    resource: end.arn,
    caller: end.caller,
    ask: async (options) => {
      const { Versions = [], DeleteMarkers = [] } = await end.s3.send(
        new ListObjectVersionsCommand({ ...end.where, Prefix: key }),
        options,
      );
      return [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
        Key === key && VersionId !== undefined ? [VersionId] : [],
      );
    },
  });
}
