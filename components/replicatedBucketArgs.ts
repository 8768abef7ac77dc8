/** The arguments of a `ReplicatedBucket`. */
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmArgs } from "./alarmArgs";
import type { AliasOptions } from "./aliasOptions";
import type { BackfillArgs } from "./backfillArgs";
import type { BucketOptions, KeyOptions, LifecycleArgs, OwnBucketOptions } from "./bucketOptions";
import type { LogSource } from "./documents/logDelivery";
import type { PolicyOptions } from "./policyOptions";
import type { PrimaryArgs } from "./primaryArgs";
import type { EndpointOptions, ProviderOptions } from "./providerOptions";
import type { ReplicaRuleOptions, ReplicationFilter, RuleArgs, RuleOptions } from "./ruleArgs";
import type { SiteArgs } from "./siteArgs";

export type { KeptRule } from "./keptRule";
export type { PrimaryArgs } from "./primaryArgs";
export type { AssumeRoleArgs, SiteArgs } from "./siteArgs";

/** One destination of the replication. */
export interface ReplicaArgs extends SiteArgs, OwnBucketOptions, PolicyOptions, ReplicaRuleOptions {
  /**
   * Names the replica: its resources, its rule and the end of its bucket's name. Needed only when the region alone does not
   * tell replicas apart, or for a replica in the primary's own region.
   * @default - the region
   * @example "backup"
   */
  readonly name?: string | undefined;
  /** Name of the replica's bucket, globally unique. @default - `<bucketName>-replication-<name>` */
  readonly bucketName?: pulumi.Input<string> | undefined;
  /**
   * Own alias of the replica's key, without the leading `alias/`.
   * @default - `<keyAlias>/replication`, with `/<name>` behind it for a replica that has a name of its own
   * @example "vault/stockholm"
   */
  readonly keyAlias?: string | undefined;
  /**
   * ARN of an existing bucket that another stack made to receive the copies (see `ReceivingBucket`). Only the rule and the
   * role's permissions are made for it. Needs `keyArn`, and `accountId` where it is not the account of the key.
   * @default - a new bucket
   * @example "arn:aws:s3:::partner-vault"
   */
  readonly bucketArn?: pulumi.Input<string> | undefined;
  /**
   * ARN of an existing key that encrypts the bucket, of one region or of several: a key, not an alias. Without `bucketArn` the bucket
   * is built here, and what the key's owner has to grant is in `requestedGrants`.
   * @default - a new key
   * @example "arn:aws:kms:eu-north-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  readonly keyArn?: pulumi.Input<string> | undefined;
  /**
   * Stack of the same backend that made a bucket to receive the copies, and has its `handOver` as an output; instead of `bucketArn`
   * and `keyArn`. Needs `accountId`: the region and the account of a replica are known before a stack is read.
   * @default - no other stack
   * @example "acme/s3-replication/receiver"
   * @see https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences
   */
  readonly receiver?: string | undefined;
  /**
   * Several rules to this replica, for several prefixes or other options for some objects. The filter and the priority are in the
   * rules then; the replica's other options apply to every rule that has no own. Where rules share objects, the rule with the
   * larger priority applies.
   * @default - one rule with the replica's own options
   */
  readonly rules?: readonly RuleArgs[] | undefined;
  /**
   * Whether objects that are written to the replica replicate to the primary as well, by the same filters, and changes of a copy's
   * tags and locks replicate in both directions. A replica that replicates is protected as the primary is, and `writers` applies to
   * it. S3 does not replicate replicas on, so that nothing loops, and what is written here reaches no other replica.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
   */
  readonly twoWay?: boolean | undefined;
  /**
   * Whether the replica's account becomes the owner of the copies, and the primary's of those that a two-way replica sends back. Applies only to a replica in another account.
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
   */
  readonly ownerOverride?: boolean | undefined;
  /** Tags of the replica's bucket and key, beside those of every resource. @default - none */
  readonly tags?: { readonly [key: string]: string } | undefined;
  /** What S3 expires in this replica. @default - the lifecycle of all replicas */
  readonly lifecycle?: LifecycleArgs | undefined;
}

/** The lifecycles of both sides. */
export interface SideLifecycles {
  /** That of the primary. @default - unfinished multipart uploads expire after 7 days */
  readonly primary?: LifecycleArgs | undefined;
  /** That of every replica without its own. @default - unfinished multipart uploads expire after 7 days */
  readonly replicas?: LifecycleArgs | undefined;
}

/**
 * Principals, each as the ARN of a role or user with its path, or as the 12 digits of an account, which represents every
 * principal that the account allows. Policies that name an output are unknown in a preview until its resource exists.
 *
 * @example ["arn:aws:iam::444455556666:role/auditors", "111122223333"]
 */
export type Principals = readonly pulumi.Input<string>[];

/** Principals that may list and read objects. @example { principals: ["444455556666"], prefix: "reports/", of: ["primary"] } */
export interface ReaderArgs {
  /** One at least. A principal of another account needs the permission of that account as well. */
  readonly principals: Principals;
  /** Literal beginning of the keys that may be listed and read. @default - every object */
  readonly prefix?: string | undefined;
  /** `primary` and names of replicas. @default ["primary"] */
  readonly of?: readonly string[] | undefined;
}

/**
 * Limits replication to the uploads of some principals. A rule cannot filter by the uploader, so it filters by a tag, and the
 * primary's policy lets only these principals set the tag.
 *
 * @example { tag: { key: "replicate", value: "yes" }, principals: ["arn:aws:iam::111122223333:role/publisher"] }
 */
export interface UploaderArgs {
  /** The tag that an upload must have to replicate. */
  readonly tag: { readonly key: string; readonly value: string };
  /** One at least. Each may write into the primary and set the tag. */
  readonly principals: Principals;
}

/** The role that S3 assumes to replicate: a new one, or one that exists. */
export interface RoleOptions {
  /** Name of the replication role, 64 characters at most. @default - `<bucketName>-replication` */
  readonly roleName?: pulumi.Input<string> | undefined;
  /**
   * Path of the replication role; it begins and ends with a slash.
   * @default "/service-role/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  readonly rolePath?: string | undefined;
  /**
   * ARN of the managed policy that limits the replication role. It must allow what the role needs, else nothing replicates.
   * @default - none
   * @example "arn:aws:iam::111122223333:policy/workload-boundary"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  /**
   * ARN, with its path, of a role of the primary's account that exists and trusts `s3.amazonaws.com`. It is left as it is, and
   * gets the policies of this replication. Its trust and its other policies are outside of the stack, so that a route is proved
   * only as far as the stack goes. Excludes the other options of the role.
   * @default - a new role
   * @example "arn:aws:iam::111122223333:role/platform/replication"
   */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

/** What {@link ReplicatedBucket} builds. */
export interface ReplicatedBucketArgs
  extends BucketOptions,
    KeyOptions,
    AliasOptions,
    RoleOptions,
    RuleOptions,
    ProviderOptions,
    EndpointOptions {
  /** Name of the primary, globally unique. @example "acme-archive" */
  readonly bucketName: pulumi.Input<string>;
  /** Account and region of the primary. @example { region: "eu-west-1" } */
  readonly primary: PrimaryArgs;
  /**
   * One at least. Adding one only adds resources; removing one leaves its bucket and key in AWS.
   * @example [{ region: "eu-central-1" }, { region: "eu-north-1", storageClass: "STANDARD_IA" }]
   */
  readonly replicas: readonly ReplicaArgs[];
  /** Which objects replicate. @default - every object */
  readonly filter?: ReplicationFilter | undefined;
  /** Whether deletes without a version id replicate. S3 refuses it with a filter by tags. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /**
   * Alarms on the replication, and who is told.
   * @default - alarms on every rule that is enabled and has metrics, which nobody is told of
   */
  readonly alarms?: AlarmArgs | undefined;
  /** What S3 expires on each side; a replica may have its own. */
  readonly lifecycle?: SideLifecycles | undefined;
  /**
   * Principals that may list and read objects of the primary and the replicas, and use their keys for it.
   * @default - the principals that IAM of the buckets' own accounts allows
   */
  readonly readers?: readonly ReaderArgs[] | undefined;
  /** Whose uploads replicate. Requires `deleteMarkers: false`, as every filter by tags does. @default - every principal's */
  readonly replicateOnlyFrom?: UploaderArgs | undefined;
  /**
   * The only principals that may put and delete objects in the primary and in two-way replicas, in addition to services that deliver
   * logs and the principals of `replicateOnlyFrom`.
   * @default - the principals that IAM of each bucket's account allows
   */
  readonly writers?: Principals | undefined;
  /**
   * The only principals that may delete versions of replicas permanently; lifecycle rules still can. Wildcards (`*`, `?`) are
   * allowed after the account.
   * @default - the principals that IAM of each replica's account allows
   */
  readonly versionDeleters?: Principals | undefined;
  /** AWS services that may deliver their logs into the primary. @default - none @example ["cloudtrail"] */
  readonly logDelivery?: readonly LogSource[] | undefined;
  /**
   * Makes the role of S3 Batch Replication jobs and a bucket for their reports, which `npx s3-replication backfill` uses to replicate
   * existing and failed objects.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
   */
  readonly backfill?: boolean | BackfillArgs | undefined;
  /**
   * Whether Pulumi refuses to delete bucket and key of the primary and of two-way replicas, and roles that another account's
   * policies name.
   * @default true
   */
  readonly protect?: boolean | undefined;
}

/** The arguments about principals. */
export type AccessArgs = Pick<
  ReplicatedBucketArgs,
  "readers" | "replicateOnlyFrom" | "writers" | "versionDeleters"
>;
