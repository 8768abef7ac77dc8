/**
 * Every way to give an object the tags that make a rule act, and to change them, with the calls that S3 authorises for it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
import type { Context } from "./callFacts";
import type { TagWay } from "./report";

export type WrittenTags = { readonly [key: string]: string };

/** One call that a way needs. */
export interface WayCall {
  readonly action: string;
  readonly context: (tags: WrittenTags) => Context;
}

export interface Way {
  readonly id: TagWay;
  /** How the tags are set, for a report. */
  readonly words: string;
  /** Whether a new version carries the tags from the start: only then does the rule apply automatically. */
  readonly triggers: boolean;
  /** All of them have to be allowed. */
  readonly calls: readonly WayCall[];
}

const COPY: Context = { "s3:x-amz-copy-source": ["any-bucket/any-object"] };
const NONE: Context = {};

/** The request says the tags. */
const said = (tags: WrittenTags): Context => ({
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`s3:RequestObjectTag/${key}`, [value]])),
  "s3:RequestObjectTagKeys": Object.keys(tags),
});

/** The object bears the tags. */
const borne = (tags: WrittenTags): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`s3:ExistingObjectTag/${key}`, [value]]));

export const PUT_SAID: WayCall = { action: "s3:PutObject", context: said };
export const TAG_SAID: WayCall = { action: "s3:PutObjectTagging", context: said };

export const WAYS: readonly Way[] = [
  { id: "tag-by-put", words: "by putting an object", triggers: true, calls: [PUT_SAID, TAG_SAID] },
  {
    id: "tag-by-multipart-upload",
    words: "by a multipart upload",
    triggers: true,
    calls: [PUT_SAID, TAG_SAID],
  },
  {
    id: "tag-by-copy-with-new-tags",
    words: "by a copy with new tags",
    triggers: true,
    calls: [{ action: "s3:PutObject", context: (tags) => ({ ...said(tags), ...COPY }) }, TAG_SAID],
  },
  {
    id: "tag-by-copy-with-its-tags",
    words: "by a copy that brings its tags along",
    triggers: true,
    // The request does not say the tags, so that a condition on the request's tags is not known to see them.
    calls: [
      { action: "s3:PutObject", context: () => COPY },
      { action: "s3:PutObjectTagging", context: () => NONE },
    ],
  },
  { id: "tag-existing-object", words: "by tagging an object", triggers: false, calls: [TAG_SAID] },
  {
    id: "tag-existing-version",
    words: "by tagging a version",
    triggers: false,
    calls: [{ action: "s3:PutObjectVersionTagging", context: said }],
  },
  {
    id: "change-tags",
    words: "by tagging again an object that has them",
    triggers: false,
    calls: [{ action: "s3:PutObjectTagging", context: borne }],
  },
  {
    id: "remove-tags",
    words: "by removing the tags of an object",
    triggers: false,
    calls: [{ action: "s3:DeleteObjectTagging", context: borne }],
  },
  {
    id: "remove-tags-of-version",
    words: "by removing the tags of a version",
    triggers: false,
    calls: [{ action: "s3:DeleteObjectVersionTagging", context: borne }],
  },
];
