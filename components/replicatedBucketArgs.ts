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

/**
 * A role that the provider of a site takes on before it calls AWS.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export interface AssumeRoleArgs {
  /** ARN of a role that trusts the credentials. It says the account, too, where `accountId` does not. */
  readonly roleArn: string;
  /** Shows up in the other account's CloudTrail. @default "s3-replication" */
  readonly sessionName?: string | undefined;
  /** Word that the role's trust policy asks for. @default - none */
  readonly externalId?: string | undefined;
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
  /**
   * Role to take on before anything is called, usually one of another account.
   * @default - none; for a replica in the primary's account, that of the primary
   */
  readonly assumeRole?: AssumeRoleArgs | undefined;
  /** Profile of the AWS configuration files to take credentials from, instead of a role. @default - as `assumeRole` */
  readonly profile?: string | undefined;
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
  /**
   * ARN of a bucket that is there already, because its owner's own stack made it (see `ReceivingBucket`). Nothing is made
   * for such a replica: only the rule and the role's permissions. Needs `keyArn`, and its account where that is not the key's.
   */
  readonly bucketArn?: string | undefined;
  /** ARN of the key that encrypts the bucket of `bucketArn`: a key, not an alias. */
  readonly keyArn?: string | undefined;
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

/**
 * Principals, each as the ARN of a role or user with its path, or as the 12 digits of an account, which stands for everybody
 * whom that account lets.
 */
export type Principals = readonly string[];

/** Who may list and read, and nothing else. */
export interface ReaderArgs {
  /** At least one. One of another account needs the permission of that account as well. */
  readonly principals: Principals;
  /** Literal beginning of the keys that may be listed and read. @default - every object */
  readonly prefix?: string | undefined;
  /** `primary` or names of replicas. @default ["primary"] */
  readonly of?: readonly string[] | undefined;
}

/**
 * Makes only the uploads of some principals replicate: S3's rules cannot see who uploads, so they replicate what carries a
 * tag, and the primary's policy lets only these principals set it.
 */
export interface UploaderArgs {
  /** The tag that an upload must carry. */
  readonly tag: { readonly key: string; readonly value: string };
  /** At least one. Each may write into the primary and set the tag. */
  readonly principals: Principals;
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
  /** Who may list and read which buckets, with their keys. @default - whom IAM of the buckets' own accounts lets */
  readonly readers?: readonly ReaderArgs[] | undefined;
  /** Whose uploads replicate. Delete markers must be off, as with every rule that filters by tags. @default - everybody's */
  readonly replicateOnlyFrom?: UploaderArgs | undefined;
  /**
   * Who may put objects into the primary and delete there; everybody else is refused, except services that deliver logs and
   * the principals of `replicateOnlyFrom`. @default - whom IAM of the primary's account lets
   */
  readonly writers?: Principals | undefined;
  /**
   * Who may delete versions of replicas for good; everybody else is refused, lifecycle rules are not. Wildcards (`*`, `?`) are
   * allowed after the account. @default - whom IAM of each replica's account lets
   */
  readonly versionDeleters?: Principals | undefined;
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
  /**
   * Whether Pulumi refuses to delete the primary's bucket and key, and the role once another account's policies name it.
   * @default true
   */
  readonly protect?: boolean | undefined;
  /** Whether buckets and keys stay in AWS when Pulumi deletes them from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
  /** Address of an AWS emulator to use instead of AWS, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
}
