import type * as pulumi from "@pulumi/pulumi";
import type { SourceRole } from "./documents/sourceRole";
import type { LifecycleArgs, ObjectLockArgs, Principals, ReaderArgs, SiteArgs } from "./replicatedBucketArgs";

/** What {@link ReceivingBucket} builds. */
export interface ReceivingBucketArgs extends SiteArgs {
  /** Name of the bucket, unique in all of S3. */
  readonly bucketName: pulumi.Input<string>;
  /**
   * The role that replicates into the bucket, which need not exist yet, or the account whose roles may. The role is better:
   * with the account, its administrators decide which of its roles replicate.
   */
  readonly source: SourceRole;
  /** Whether the source may replicate delete markers. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /** Who may list and read. @default - whom IAM of the bucket's own account lets */
  readonly readers?: readonly Omit<ReaderArgs, "of">[] | undefined;
  /** Who may delete versions for good; everybody else is refused. @default - whom IAM of the bucket's own account lets */
  readonly versionDeleters?: Principals | undefined;
  readonly lifecycle?: LifecycleArgs | undefined;
  /** Needed when the source has Object Lock. @default - no Object Lock */
  readonly objectLock?: ObjectLockArgs | undefined;
  /** The key gets the alias `alias/<keyAlias>/replication`. @default "archive" */
  readonly keyAlias?: string | undefined;
  /** Days between the request to delete the key and its deletion, 7 to 30. @default 30 */
  readonly keyDeletionWindowInDays?: number | undefined;
  /** Tags of every resource that takes tags. */
  readonly tags?: { readonly [key: string]: string } | undefined;
  /** Whether Pulumi refuses to delete bucket and key: another company relies on them. @default true */
  readonly protect?: boolean | undefined;
  /** Whether bucket and key stay in AWS when Pulumi deletes them from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
  /** Address of an AWS emulator to use instead of AWS, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
}
