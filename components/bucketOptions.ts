/** Settings of a bucket and its key. Every component that builds one inherits them and hands them on whole. */
import type * as pulumi from "@pulumi/pulumi";

/** How resources are tagged and whether they outlive their stack. */
export interface ResourceOptions {
  /** Tags of every resource that takes tags, 50 at most. @example { project: "archive", stage: "prod" } */
  readonly tags?: { readonly [key: string]: string } | undefined;
  /** Whether Pulumi refuses to delete the resource. @default false */
  readonly protect?: boolean | undefined;
  /** Whether the resource stays in AWS when Pulumi deletes it from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
}

/** Settings of a KMS key. */
export interface KeyOptions extends ResourceOptions {
  /** Days between the request to delete a key and its deletion, 7 to 30. @default 30 */
  readonly keyDeletionWindowInDays?: number | undefined;
}

/** Settings that all buckets of one component share. */
export interface BucketOptions extends ResourceOptions {
  /** Object Lock from the creation of the bucket. @default - no Object Lock */
  readonly objectLock?: ObjectLockArgs | undefined;
}

/** Settings that each bucket has for itself. */
export interface OwnBucketOptions {
  /** What S3 expires and moves in the bucket. @default - unfinished multipart uploads after 7 days */
  readonly lifecycle?: LifecycleArgs | undefined;
  /**
   * Name of the existing bucket that receives the server access logs; it must be in the same region and account.
   * @default - no access logs
   * @example "acme-access-logs"
   */
  readonly accessLogBucket?: pulumi.Input<string> | undefined;
  /**
   * Takes over a bucket of this name, its key and the key's alias, which exist in AWS but not in the stack, such as those of a
   * region that left the list. Once they are in the stack it changes nothing, and can be removed.
   * @default - all of them are created
   */
  readonly adopt?: AdoptArgs | undefined;
}

/**
 * What exists in AWS and becomes part of the stack, instead of being created. Pulumi imports bucket, key and alias, and then
 * updates what differs; settings of the bucket are put again.
 *
 * @example { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/import/
 */
export interface AdoptArgs {
  /** Id of the key that encrypts the bucket: the last part of its ARN. */
  readonly keyId: string;
}

/**
 * A move to another storage class. S3 leaves objects smaller than 128 KB where they are.
 *
 * @example { storageClass: "GLACIER_IR", afterDays: 90 }
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export interface TransitionArgs {
  /** `STANDARD_IA` and `ONEZONE_IA` after 30 days at the earliest; no move from a colder class to a warmer one. */
  readonly storageClass: string;
  /** Days, 0 or more; 1 or more for noncurrent versions. */
  readonly afterDays: number;
}

/** What S3 expires and moves in one bucket. Lifecycle actions do not replicate: each side has its own configuration. */
export interface LifecycleArgs {
  /**
   * Days after which a noncurrent version is deleted permanently, 1 or more.
   * @default - noncurrent versions are kept
   */
  readonly noncurrentVersionsExpireInDays?: number | undefined;
  /**
   * Of each object the newest noncurrent versions that stay, 1 to 100, however old; with `noncurrentVersionsExpireInDays`.
   * @default - none stays longer than the others
   */
  readonly newerNoncurrentVersions?: number | undefined;
  /**
   * Days after an object's creation in the primary after which its current version expires, 1 or more: S3 writes a delete marker, which
   * does not replicate, and the version becomes noncurrent.
   * @default - current versions stay
   */
  readonly expireInDays?: number | undefined;
  /** Other storage classes for current versions, by days since the object's creation in the primary. @default - none */
  readonly transitions?: readonly TransitionArgs[] | undefined;
  /** Other storage classes for noncurrent versions, by days since a version became noncurrent. @default - none */
  readonly noncurrentVersionTransitions?: readonly TransitionArgs[] | undefined;
  /** Days after which an unfinished multipart upload is aborted, 1 or more. @default 7 */
  readonly unfinishedUploadsExpireInDays?: number | undefined;
}

/**
 * Object Lock, with a default retention where `mode` is given. The retention of an object replicates with it.
 *
 * @example { mode: "GOVERNANCE", days: 30 }
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface ObjectLockArgs {
  /** `GOVERNANCE`: principals with `s3:BypassGovernanceRetention` can shorten a retention; `COMPLIANCE`: no principal can. @default - no default retention */
  readonly mode?: "GOVERNANCE" | "COMPLIANCE" | undefined;
  /** Default retention in days; with `mode`, either this or `years`. */
  readonly days?: number | undefined;
  /** Default retention in years; with `mode`, either this or `days`. */
  readonly years?: number | undefined;
}
