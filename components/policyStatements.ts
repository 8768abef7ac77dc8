/** What the policies of each bucket and key say, as the arguments ask for it. Pure: the components and the checks use it. */

import { PRIMARY_NAME, type ResolvedReplica } from "./defaults";
import { replicationWrites } from "./documents/bucketPolicy";
import type { BucketInRegion } from "./documents/keyPolicy";
import { REPLICA_KEY_ACTIONS, replicationUse, SOURCE_KEY_ACTIONS } from "./documents/keyPolicy";
import { type LogBucket, logDeliveryKeyUses, logDeliveryWrites } from "./documents/logDelivery";
import { ownBucketStatements, ownKeyStatements } from "./documents/ownStatements";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { type PrefixReaders, readerKeyUses, readerReads } from "./documents/readers";
import { type SourceRole, sourceAccountId, sourceKeyUse, sourceWrites } from "./documents/sourceRole";
import { triggerTagGuards } from "./documents/triggerTag";
import { onlyWriters, uploadKeyUse, uploads, versionDeletesOnlyBy } from "./documents/writers";
import type { KnownAccess, KnownReaders } from "./knownAccess";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import { objectUse, type RuleInEffect } from "./replicaRules";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";

/** Statements of the policies of one bucket and its key, in addition to those of every bucket and key. */
export interface BucketStatements {
  readonly bucket: readonly BuiltPolicyStatement[];
  readonly key: readonly BuiltPolicyStatement[];
}

/** What a rule does in a bucket, as far as the policies of bucket and key must allow it. */
export interface ReplicationUse {
  readonly deleteMarkers: boolean;
  readonly ownerOverride: boolean;
  readonly otherAccount: boolean;
}

/** The role that replicates from a two-way replica to the primary, and what it does there. */
export interface WayBackUse {
  readonly roleArn: string;
  readonly use: ReplicationUse;
}

/** What the policies of a replica depend on. */
interface ReplicaUse extends Pick<ResolvedReplica, "ownerOverride" | "otherAccountId"> {
  readonly rules: readonly Pick<RuleInEffect, "deleteMarkers">[];
}

/** For the primary. */
export function primaryStatements(
  args: Pick<ReplicatedBucketArgs, "logDelivery" | "primary">,
  known: KnownAccess,
  roleArn: string,
  bucket: LogBucket,
  waysBack: readonly WayBackUse[] = [],
): BucketStatements {
  const { logDelivery = [] } = args;
  const access = primaryAccess(known, bucket);
  const returning = waysBack.map(({ roleArn: roleBack, use }, index) =>
    destinationGrants(roleBack, bucket, use, String(index + 1)),
  );
  return {
    bucket: [
      ...returning.flatMap((grants) => grants.bucket),
      ...logDeliveryWrites(bucket, logDelivery),
      ...access.bucket,
      ...ownBucketStatements(bucket.bucketArn, args.primary.bucketPolicyStatements),
    ],
    key: [
      replicationUse(roleArn, SOURCE_KEY_ACTIONS, bucket),
      ...returning.flatMap((grants) => grants.key),
      ...logDeliveryKeyUses(bucket, logDelivery),
      ...access.key,
      ...ownKeyStatements(args.primary.keyPolicyStatements),
    ],
  };
}

/**
 * For a replica that is built in this stack.
 *
 * @param wayBackRoleArn the role that replicates from a two-way replica to the primary.
 */
export function replicaStatements(
  known: KnownAccess,
  replica: ReplicaUse & Pick<ResolvedReplica, "name" | "args">,
  roleArn: string,
  bucket: BucketInRegion,
  wayBackRoleArn?: string,
): BucketStatements {
  const parts = [
    destinationGrants(roleArn, bucket, useOf(replica)),
    ...(wayBackRoleArn === undefined ? [] : wayBackAccess(known, wayBackRoleArn, bucket)),
    replicaAccess(readersOf(replica.name, known.readers), known.versionDeleters, bucket),
    {
      bucket: ownBucketStatements(bucket.bucketArn, replica.args.bucketPolicyStatements),
      key: ownKeyStatements(replica.args.keyPolicyStatements),
    },
  ];
  return { bucket: parts.flatMap((part) => part.bucket), key: parts.flatMap((part) => part.key) };
}

/**
 * What a replica's own replication needs of its policies. Its writers are the primary's: other principals' objects would
 * reach the primary through it.
 */
function wayBackAccess(
  { writers, versionDeleters }: KnownAccess,
  roleArn: string,
  bucket: BucketInRegion,
): readonly BucketStatements[] {
  const reads = { bucket: [], key: [replicationUse(roleArn, SOURCE_KEY_ACTIONS, bucket, "WayBackUse")] };
  if (writers === undefined) return [reads];
  return [
    reads,
    {
      bucket: [
        uploads("Writers", bucket, writers, { tagging: false }),
        // Where version deleters are named, they alone decide about versions.
        onlyWriters(bucket.bucketArn, writers, { versions: versionDeleters === undefined }),
      ],
      key: [uploadKeyUse("WritersUse", bucket, writers)],
    },
  ];
}

/** For the bucket of a receiving stack. */
export function receivingStatements(
  args: ReceivingBucketArgs,
  source: SourceRole,
  { readers = [], versionDeleters }: KnownAccess,
  bucket: BucketInRegion & { readonly accountId: string },
): BucketStatements {
  const access = replicaAccess(readers.map(prefixReaders), versionDeleters, bucket);
  return {
    bucket: [
      sourceWrites(source, bucket, sourceUse(args, source, bucket.accountId)),
      ...access.bucket,
      ...ownBucketStatements(bucket.bucketArn, args.bucketPolicyStatements),
    ],
    key: [sourceKeyUse(source, bucket), ...access.key, ...ownKeyStatements(args.keyPolicyStatements)],
  };
}

/**
 * What the policies of a destination must allow the role. Within the account of the role, IAM decides about the bucket; the
 * bucket of another account must let the role write and hand over the ownership of replicas.
 *
 * @param mark ends the statements' ids, where one policy has grants for several roles.
 */
export function destinationGrants(
  roleArn: string,
  bucket: BucketInRegion,
  { otherAccount, ...use }: ReplicationUse,
  mark?: string,
): BucketStatements {
  const [writes, uses] =
    mark === undefined
      ? ["ReplicationWrites", "ReplicationUse"]
      : [`WayBackWrites${mark}`, `WayBackUse${mark}`];
  return {
    bucket: otherAccount ? [replicationWrites(roleArn, bucket.bucketArn, use, writes)] : [],
    key: [replicationUse(roleArn, REPLICA_KEY_ACTIONS, bucket, uses)],
  };
}

/** What the rule of a replica does in its bucket. */
export function useOf({ rules, ownerOverride, otherAccountId }: ReplicaUse): ReplicationUse {
  return { ...objectUse(rules, ownerOverride), otherAccount: otherAccountId !== undefined };
}

/** What the source does in a receiving bucket; it hands over the ownership only to another account. */
export function sourceUse(
  { deleteMarkers = true }: Pick<ReceivingBucketArgs, "deleteMarkers">,
  source: SourceRole,
  accountId: string,
) {
  return { deleteMarkers, ownerOverride: sourceAccountId(source) !== accountId };
}

/** Readers, writers and uploaders of the primary. */
export function primaryAccess(args: KnownAccess, bucket: BucketInRegion): BucketStatements {
  const readers = readersOf(PRIMARY_NAME, args.readers);
  const { replicateOnlyFrom, writers } = args;
  const uploaders = replicateOnlyFrom?.principals ?? [];
  return {
    bucket: [
      ...readerReads(bucket, readers),
      ...(writers === undefined ? [] : [uploads("Writers", bucket, writers, { tagging: false })]),
      ...(replicateOnlyFrom === undefined
        ? []
        : [
            uploads("Uploaders", bucket, uploaders, { tagging: true }),
            ...triggerTagGuards(bucket.bucketArn, replicateOnlyFrom.tag.key, uploaders),
          ]),
      ...(writers === undefined
        ? []
        : [onlyWriters(bucket.bucketArn, [...new Set([...writers, ...uploaders])])]),
    ],
    key: [
      ...readerKeyUses(bucket, readers),
      ...(writers === undefined ? [] : [uploadKeyUse("WritersUse", bucket, writers)]),
      ...(replicateOnlyFrom === undefined ? [] : [uploadKeyUse("UploadersUse", bucket, uploaders)]),
    ],
  };
}

/** Readers of one replica, and the only principals that may delete its versions. */
function replicaAccess(
  readers: readonly PrefixReaders[],
  versionDeleters: readonly string[] | undefined,
  bucket: BucketInRegion,
): BucketStatements {
  return {
    bucket: [
      ...readerReads(bucket, readers),
      ...(versionDeleters === undefined ? [] : [versionDeletesOnlyBy(bucket.bucketArn, versionDeleters)]),
    ],
    key: readerKeyUses(bucket, readers),
  };
}

/** The readers of one bucket of a replication. */
function readersOf(name: string, readers: readonly KnownReaders[] = []): readonly PrefixReaders[] {
  return readers.filter(({ of = [PRIMARY_NAME] }) => of.includes(name)).map(prefixReaders);
}

function prefixReaders({ principals, prefix = "" }: KnownReaders): PrefixReaders {
  return { principals, prefix };
}
