/** What the model says about who may touch the data. */

/** What a principal may do with the objects of a bucket, in the order of a report. */
export type ObjectAction =
  | "list"
  | "read"
  | "read-version"
  | "decrypt"
  | "put"
  | "encrypt"
  | "tag"
  | "delete"
  | "delete-version";

/**
 * A way to give an object the tags that a rule asks for: with the request that writes it, by a copy, later, or by taking
 * them away.
 */
export type TagWay =
  | "tag-by-put"
  | "tag-by-multipart-upload"
  | "tag-by-copy-with-new-tags"
  | "tag-by-copy-with-its-tags"
  | "tag-existing-object"
  | "tag-existing-version"
  | "change-tags"
  | "remove-tags"
  | "remove-tags-of-version";

/** Whether one principal may do one thing with the objects of one bucket. */
export interface AccessReport {
  /** The bucket's name. */
  readonly bucket: string;
  /** As the policies name it (an ARN, an account, `*`), or words for all principals that they do not name. */
  readonly principal: string;
  readonly action: ObjectAction | TagWay;
  /** The objects that it is about, e.g. `acme-archive/reports/*`. */
  readonly resource: string;
  readonly verdict: "may" | "may not" | "unknown";
  /** The statement that decides, and why. */
  readonly because: string;
  /** What the verdict assumes, because no policy that was read decides it. */
  readonly given?: string;
  /** What to paste: only where a side is missing, or a tag is left unguarded. */
  readonly fix?: string;
  /** The rule that the tags make act; of the ways to set them only. */
  readonly rule?: string;
  /** The tags that the rule asks for, e.g. `replicate=yes`. */
  readonly tags?: string;
  /** True where the report is about all principals that no statement names. */
  readonly unnamed?: true;
}
