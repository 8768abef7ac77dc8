/** The arguments of a `ReceivingBucket`. */
import type * as pulumi from "@pulumi/pulumi";
import type { BucketOptions, KeyOptions, OwnBucketOptions } from "./bucketOptions";
import type { SourceRole } from "./documents/sourceRole";
import type { PolicyOptions } from "./policyOptions";
import type { AliasOptions, EndpointOptions, Principals, ReaderArgs, SiteArgs } from "./replicatedBucketArgs";

/** What {@link ReceivingBucket} builds. */
export interface ReceivingBucketArgs
  extends SiteArgs,
    BucketOptions,
    OwnBucketOptions,
    KeyOptions,
    AliasOptions,
    PolicyOptions,
    EndpointOptions {
  /** Name of the bucket, globally unique. @example "partner-vault" */
  readonly bucketName: pulumi.Input<string>;
  /**
   * The role that replicates into the bucket, which need not exist yet, or the account whose roles may. Name the role where
   * you can: with the account, its administrators decide which of its roles replicate.
   * @example { roleArn: "arn:aws:iam::111122223333:role/service-role/acme-archive-replication" }
   */
  readonly source: SourceRole;
  /** Whether the source may replicate delete markers. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /**
   * Principals that may list and read objects.
   * @default - the principals that IAM of the bucket's own account allows
   * @example [{ principals: ["arn:aws:iam::444455556666:role/analysts"], prefix: "reports/" }]
   */
  readonly readers?: readonly Omit<ReaderArgs, "of">[] | undefined;
  /**
   * The only principals that may delete versions permanently.
   * @default - the principals that IAM of the bucket's own account allows
   * @example ["arn:aws:iam::444455556666:role/records-officer"]
   */
  readonly versionDeleters?: Principals | undefined;
  /** Whether Pulumi refuses to delete bucket and key: the source's owner relies on them. @default true */
  readonly protect?: boolean | undefined;
}
