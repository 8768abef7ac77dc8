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
export const NULL_VERSION = "null";

export const CANARY_METADATA = { "written-by": "s3-replication-verify" };

type Tags = Canary["tags"];

/** What it needs to write an object with these tags. */
export function writeActions(tags: Tags): string {
  const { PutObject, PutObjectTagging } = CANARY_ACTIONS;
  return Object.keys(tags).length > 0 ? `${PutObject} and ${PutObjectTagging}` : PutObject;
}

/** The tags as a request says them. */
export function taggingOf(tags: Tags): { readonly Tagging?: string } {
  const pairs = Object.entries(tags);
  return pairs.length === 0 ? {} : { Tagging: new URLSearchParams(pairs).toString() };
}

/** Writes the canary; the answer is its version id. */
export function putCanary(
  { key, tags }: Pick<Canary, "key" | "tags">,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<string>> {
  return reader.attempt({
    action: writeActions(tags),
    resource: `${end.arn}/${key}`,
    caller: end.caller,
    ask: async (options) => {
      const { VersionId } = await end.s3.send(
        new PutObjectCommand({
          ...end.where,
          Key: key,
          Body: "written by s3-replication verify\n",
          Metadata: CANARY_METADATA,
          ...taggingOf(tags),
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
export async function versionsOf(
  key: string,
  end: ReachedEnd,
  reader: Reader,
): Promise<Answer<readonly string[]>> {
  const listed = await listVersions(key, end, reader);
  return "answer" in listed ? { answer: [...listed.answer.versions, ...listed.answer.markers] } : listed;
}

/** What is listed of exactly this key. */
export interface ListedVersions {
  readonly versions: readonly string[];
  /** Version ids of its delete markers. */
  readonly markers: readonly string[];
}

export function listVersions(key: string, end: ReachedEnd, reader: Reader): Promise<Answer<ListedVersions>> {
  return reader.attempt({
    action: CANARY_ACTIONS.ListObjectVersions,
    resource: end.arn,
    caller: end.caller,
    ask: async (options) => {
      const { Versions = [], DeleteMarkers = [] } = await end.s3.send(
        new ListObjectVersionsCommand({ ...end.where, Prefix: key }),
        options,
      );
      const idOf = (one: { readonly Key?: string | undefined; readonly VersionId?: string | undefined }) =>
        one.Key === key && one.VersionId !== undefined ? [one.VersionId] : [];
      return { versions: Versions.flatMap(idOf), markers: DeleteMarkers.flatMap(idOf) };
    },
  });
}
