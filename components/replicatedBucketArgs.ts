import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LogSource } from "./documents/logDelivery";

/** Which objects a rule replicates; nothing given means all of them. */
export interface ReplicationFilter {
  /** Literal beginning of the object's key: no wildcard, no leading slash. */
  readonly prefix?: string | undefined;
  /** Tags that the object must carry, all of them, from the moment it is written. */
  readonly tags?: { readonly [key: string]: string } | undefined;
}

/** What S3 tidies up by itself in one bucket. Lifecycle is never replicated: each side has its own. */
export interface LifecycleArgs {
  /**
   * Days after which a version that is no longer the current one is deleted for good.
   * @default - noncurrent versions are kept
   */
  readonly noncurrentVersionsExpireInDays?: number | undefined;
  /** Days after which an unfinished multipart upload is dropped. @default 7 */
  readonly unfinishedUploadsExpireInDays?: number | undefined;
}

/**
 * Object Lock on the primary and every replica, from the moment they are created. Retention of an object replicates with it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface ObjectLockArgs {
  /** Who may shorten a retention: `GOVERNANCE` (with a permission) or `COMPLIANCE` (nobody). @default - no default retention */
  readonly mode?: "GOVERNANCE" | "COMPLIANCE" | undefined;
  /** Default retention in days; with `mode`, either this or `years`. */
  readonly days?: number | undefined;
  /** Default retention in years; with `mode`, either this or `days`. */
  readonly years?: number | undefined;
}

/** One account and region, and how to reach it. */
export interface SiteArgs {
  /** Plain, because it decides which provider exists. @example "eu-west-1" */
  readonly region: string;
  /**
   * The 12 digits of the account. When given, no other account is ever touched, whatever the credentials.
   * @default - the account that the credentials belong to; for a replica, the account of the primary
   */
  readonly accountId?: string | undefined;
  /** A provider to use instead of a new one. It must be for this region and account. */
  readonly provider?: aws.Provider | undefined;
  /**
   * Bucket that receives this bucket's server access logs; it must be in the same region and account.
   * @default - no access logs
   */
  readonly accessLogBucket?: pulumi.Input<string> | undefined;
}

/** Where the primary is. */
export type PrimaryArgs = SiteArgs;

/** One destination of the replication. Whatever is not given is as for the whole replication. */
export interface ReplicaArgs extends SiteArgs {
  /**
   * Names the replica: its resources, its rule and the end of its bucket's name. Needed only when the region alone does not
   * tell replicas apart, or for a replica in the primary's own region.
   * @default - the region
   */
  readonly name?: string | undefined;
  /** @default - `<bucketName>-replication-<name>` */
  readonly bucketName?: pulumi.Input<string> | undefined;
  /** Storage class of the copies. @default - the class of each source object */
  readonly storageClass?: string | undefined;
  /** @default - the filter of the whole replication */
  readonly filter?: ReplicationFilter | undefined;
  /** Unique among the rules, 0 to 2147483647; larger wins. @default - by position, or by name where filters are disjoint */
  readonly priority?: number | undefined;
  /** @default - as for the whole replication */
  readonly deleteMarkers?: boolean | undefined;
  /** @default - the lifecycle of all replicas */
  readonly lifecycle?: LifecycleArgs | undefined;
}

/** The lifecycles of both sides. */
export interface SideLifecycles {
  readonly primary?: LifecycleArgs | undefined;
  /** That of every replica without its own. */
  readonly replicas?: LifecycleArgs | undefined;
}

/** What {@link ReplicatedBucket} builds. */
export interface ReplicatedBucketArgs {
  /** Name of the primary, unique in all of S3. */
  readonly bucketName: pulumi.Input<string>;
  readonly primary: PrimaryArgs;
  /** At least one. Adding one only adds resources; removing one leaves its bucket and key in AWS. */
  readonly replicas: readonly ReplicaArgs[];
  /** @default - every object */
  readonly filter?: ReplicationFilter | undefined;
  /** Whether deletes without a version id replicate. Not possible with a filter by tags. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /** S3 Replication Time Control: 15 minutes, at a price for each gigabyte. @default false */
  readonly replicationTimeControl?: boolean | undefined;
  /** CloudWatch metrics of each rule. Replication Time Control needs them. @default true */
  readonly metrics?: boolean | undefined;
  /** Lifecycle of each side; a replica may have its own. */
  readonly lifecycle?: SideLifecycles | undefined;
  /** @default - no Object Lock */
  readonly objectLock?: ObjectLockArgs | undefined;
  /** AWS services that may deliver their logs into the primary. @default - none */
  readonly logDelivery?: readonly LogSource[] | undefined;
  /**
   * Keys get the aliases `alias/<keyAlias>` (primary) and `alias/<keyAlias>/replication` (replicas). @default "archive"
   */
  readonly keyAlias?: string | undefined;
  /** Days between the request to delete a key and its deletion, 7 to 30. @default 30 */
  readonly keyDeletionWindowInDays?: number | undefined;
  /** Name of the replication role. @default - `<bucketName>-replication` */
  readonly roleName?: pulumi.Input<string> | undefined;
  /** Tags of every resource that takes tags. */
  readonly tags?: { readonly [key: string]: string } | undefined;
  /** Whether Pulumi refuses to delete the primary's bucket and key. @default true */
  readonly protect?: boolean | undefined;
  /** Whether buckets and keys stay in AWS when Pulumi deletes them from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
  /** Address of an AWS emulator to use instead of AWS, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
}
