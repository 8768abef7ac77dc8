/** Writes objects into a source bucket and looks at what reaches the destination. */
import { randomBytes } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { AwsRefusal, unlessAbsent } from "./errors";
import type { EventOutcome } from "./outcome";
import { tagList, tagMap } from "./resources/handler";
import { canonical } from "./values";

/** A bucket with the client that reaches it. */
export interface BucketClient {
  readonly s3: S3Client;
  readonly bucket: string;
}

export interface RouteBuckets {
  readonly source: BucketClient;
  readonly destination: BucketClient;
}

/** An object as it was sent. */
export interface SentObject {
  readonly key: string;
  readonly body: Buffer;
  readonly tags: { readonly [key: string]: string };
  readonly versionId: string | undefined;
  readonly customerKey?: Buffer;
}

export interface ObjectToSend {
  readonly key: string;
  readonly text: string;
  readonly tags?: { readonly [key: string]: string };
  /** Stated with the request; left out, the bucket's default applies. */
  readonly encryption?: "AES256" | { readonly customerKey: Buffer };
}

/** The smallest part that S3 takes, where another one follows. */
const PART_BYTES = 5 * 1024 * 1024;
const METADATA = { "written-by": "rehearsal" };

export async function sendObject(
  { s3, bucket }: BucketClient,
  { key, text, tags = {}, encryption }: ObjectToSend,
): Promise<SentObject> {
  const body = Buffer.from(text);
  const { VersionId } = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      Metadata: METADATA,
      ...(Object.keys(tags).length > 0 && { Tagging: encoded(tags) }),
      ...(encryption === "AES256" && { ServerSideEncryption: encryption }),
      ...(typeof encryption === "object" && withCustomerKey(encryption.customerKey)),
    }),
  );
  return {
    key,
    body,
    tags,
    versionId: VersionId,
    ...(typeof encryption === "object" && { customerKey: encryption.customerKey }),
  };
}

/** Sends just over 5 MiB in two parts. */
export async function sendInParts(
  { s3, bucket }: BucketClient,
  { key, text, tags = {} }: ObjectToSend,
): Promise<SentObject> {
  const where = { Bucket: bucket, Key: key };
  const parts = [Buffer.alloc(PART_BYTES, text), Buffer.from(text)];
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      ...where,
      Metadata: METADATA,
      ...(Object.keys(tags).length > 0 && { Tagging: encoded(tags) }),
    }),
  );
  const done: { ETag: string | undefined; PartNumber: number }[] = [];
  for (const [index, Body] of parts.entries()) {
    const PartNumber = index + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ ...where, UploadId, PartNumber, Body }));
    done.push({ ETag, PartNumber });
  }
  const { VersionId } = await s3.send(
    new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts: done } }),
  );
  return { key, body: Buffer.concat(parts), tags, versionId: VersionId };
}

/** A key of the customer's own, for SSE-C. */
export function newCustomerKey(): Buffer {
  return randomBytes(32);
}

/** What became of an object. */
export async function observeObject(
  { source, destination }: RouteBuckets,
  sent: SentObject,
): Promise<EventOutcome> {
  const original = await headOf(source, sent);
  const status = original?.ReplicationStatus ?? "none";
  const replica = await headOf(destination, sent);
  if (replica === undefined) return { headline: status === "FAILED" ? "fails" : "stays", facts: { status } };
  const tagging = await destination.s3.send(
    new GetObjectTaggingCommand({ Bucket: destination.bucket, Key: sent.key }),
  );
  return {
    headline: "arrives",
    facts: {
      status,
      "replica status": replica.ReplicationStatus ?? "none",
      content: (await isSameContent(destination, sent, replica, original?.ETag)) ? "same" : "another",
      metadata: canonical(replica.Metadata) === canonical(METADATA) ? "same" : "another",
      tags: canonical(tagMap(tagging.TagSet)) === canonical(sent.tags) ? "same" : "others",
      class: replica.StorageClass ?? "STANDARD",
      encryption: encryptionOf(replica),
    },
  };
}

/** What a bucket says of an object without its content; undefined where there is none. */
export function headOf(
  end: BucketClient,
  { key, customerKey }: SentObject,
): Promise<HeadObjectCommandOutput | undefined> {
  const where = { Bucket: end.bucket, Key: key, ...(customerKey && withCustomerKey(customerKey)) };
  return unlessAbsent(end.s3.send(new HeadObjectCommand(where)), "NotFound");
}

/** Classes whose objects are read only after they were restored. */
const ARCHIVES: readonly (string | undefined)[] = ["GLACIER", "DEEP_ARCHIVE"];

async function isSameContent(
  { s3, bucket }: BucketClient,
  { key, body, customerKey }: SentObject,
  replica: HeadObjectCommandOutput,
  sourceTag: string | undefined,
): Promise<boolean> {
  if (ARCHIVES.includes(replica.StorageClass)) {
    return replica.ContentLength === body.length && replica.ETag === sourceTag;
  }
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, ...(customerKey && withCustomerKey(customerKey)) }),
  );
  return Body !== undefined && body.equals(await Body.transformToByteArray());
}

/** The tags of the destination's object; undefined where there is none. */
export async function replicaTags({ s3, bucket }: BucketClient, key: string) {
  const tagging = await unlessAbsent(
    s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key })),
    "NoSuchKey",
  );
  return tagging && tagMap(tagging.TagSet);
}

export async function changeTags(
  { s3, bucket }: BucketClient,
  key: string,
  tags: { readonly [key: string]: string },
) {
  await s3.send(
    new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet: tagList(tags) } }),
  );
}

/** @param versionId - left out, S3 writes a delete marker */
export async function deleteObject(
  { s3, bucket }: BucketClient,
  key: string,
  versionId?: string,
): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
}

/** How many versions a key has, and whether a delete marker is its latest. */
export async function versionsOf({ s3, bucket }: BucketClient, key: string) {
  const held = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  return {
    count: (held.Versions ?? []).filter(({ Key }) => Key === key).length,
    deleted: (held.DeleteMarkers ?? []).some(({ Key, IsLatest }) => Key === key && IsLatest === true),
  };
}

/** The outcome, or `is refused` where S3 denies the first call. */
export async function unlessRefused(work: () => Promise<EventOutcome>): Promise<EventOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsRefusal && error.httpStatus === 403) return { headline: "is refused", facts: {} };
    throw error;
  }
}

function withCustomerKey(customerKey: Buffer) {
  return { SSECustomerAlgorithm: "AES256", SSECustomerKey: customerKey.toString("base64") };
}

function encoded(tags: { readonly [key: string]: string }): string {
  return new URLSearchParams(Object.entries(tags)).toString();
}

/** S3 encrypts every object at least with SSE-S3; an answer without a word on it means that. */
function encryptionOf({ SSECustomerAlgorithm, ServerSideEncryption }: HeadObjectCommandOutput): string {
  return SSECustomerAlgorithm === undefined ? (ServerSideEncryption ?? "AES256") : "SSE-C";
}
