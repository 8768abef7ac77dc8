/** What can happen in a bucket, in the terms that decide about its replication. */

import type { ServerSideEncryption } from "../serverSideEncryption";

export type EventKind =
  /** A new object version is written, by `PutObject`, a copy, a multipart upload or an AWS log service. */
  | "put"
  /** A delete without a version id: it writes a delete marker. */
  | "delete"
  /** A delete that names a version id: the version is gone. */
  | "delete-version"
  /** A delete that names the version id of a delete marker: the object reappears. */
  | "remove-delete-marker"
  /** A Lifecycle expiration writes a delete marker. */
  | "lifecycle-delete"
  /** Lifecycle moves the version to another storage class, or removes it for good. */
  | "lifecycle-transition"
  | "change-tags"
  | "change-acl"
  /** Retention or a legal hold is set, extended or lifted. */
  | "change-lock"
  /** `UpdateObjectEncryption`: the server-side encryption is changed in place. */
  | "change-encryption"
  | "put-annotation"
  | "delete-annotation"
  /** A Batch Replication job takes the existing version up. */
  | "backfill"
  /** A setting of the bucket itself is changed: Lifecycle, notifications, policy ... */
  | "change-bucket";

/** The object version that the event is about. */
export interface ObjectVersion {
  readonly key: string;
  /** Tags that were on the request that created the version. */
  readonly tags?: { readonly [key: string]: string };
  /** Left out: the default encryption of the source bucket. */
  readonly encryption?: ServerSideEncryption;
  /** Left out: as the source bucket's default encryption has it. Counts for `aws:kms` only. */
  readonly bucketKeyEnabled?: boolean;
  /** Encrypted by the client before it was sent: S3 sees bytes like any other. */
  readonly clientSideEncrypted?: boolean;
  /** Default `STANDARD`. */
  readonly storageClass?: string;
  /** The archive access tier of `INTELLIGENT_TIERING` that the version has moved to. */
  readonly archiveTier?: "ARCHIVE_ACCESS" | "DEEP_ARCHIVE_ACCESS";
  readonly sizeBytes?: number;
  /** The version was itself written by replication. */
  readonly isReplica?: boolean;
  /** The version was replicated before, and the rule's destination was changed since. */
  readonly isReplicatedElsewhere?: boolean;
  /** Default `new`. */
  readonly written?: "new" | "before the rule" | "while the rule was disabled";
  /** Set when another account than the bucket's owns the object. */
  readonly foreignOwner?: {
    /** The bucket's owner has READ and READ_ACP on the object. */
    readonly bucketOwnerMayRead: boolean;
    /** Its account, where known. */
    readonly account?: string;
  };
  /** Who wrote it, where that might be thought to matter. */
  readonly writer?: "aws log delivery";
  /** The copy at the destination was deleted by its version id. */
  readonly wasRemovedAtDestination?: boolean;
  /** Has its own retention. */
  readonly hasRetention?: boolean;
}

export interface ObjectEvent {
  readonly kind: EventKind;
  readonly object: ObjectVersion;
  /** Where it happens; default `source`. On the `replica` side the object version is the replica unless it says otherwise. */
  readonly side?: "source" | "replica";
  /** Label, name or ARN of the source bucket, where the topology has several; left out: every one. */
  readonly bucket?: string;
  /** For `change-tags`: the tags afterwards. */
  readonly newTags?: { readonly [key: string]: string };
}
