import type { EncryptedBucket } from "./documents/keyUse";
import type { PolicyStatement } from "./documents/policyDocument";
import { type Readers, readerKeyUses, readerReads } from "./documents/readers";
import { triggerTagGuards } from "./documents/triggerTag";
import { versionDeletesOnlyBy } from "./documents/versionDeletes";
import { onlyWriters, uploadKeyUse, uploads } from "./documents/writers";
import type { ReaderArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";

/** Name of the primary where replicas are named, too. */
export const PRIMARY_NAME = "primary";

/** What the arguments say about who may do what with one bucket and its key. */
export interface BucketAccess {
  readonly bucket: readonly PolicyStatement[];
  readonly key: readonly PolicyStatement[];
}

type AccessArgs = Pick<ReplicatedBucketArgs, "readers" | "replicateOnlyFrom" | "writers" | "versionDeleters">;

/** Readers, writers and uploaders of the primary. */
export function primaryAccess(args: AccessArgs, bucket: EncryptedBucket): BucketAccess {
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

/** Readers of one replica, and who may delete its versions. */
export function replicaAccess(args: AccessArgs, name: string, bucket: EncryptedBucket): BucketAccess {
  return accessToReplica(readersOf(name, args.readers), args.versionDeleters, bucket);
}

/** As {@link replicaAccess}, for a bucket whose readers are all its own. */
export function accessToReplica(
  readers: readonly Readers[],
  versionDeleters: readonly string[] | undefined,
  bucket: EncryptedBucket,
): BucketAccess {
  return {
    bucket: [
      ...readerReads(bucket, readers),
      ...(versionDeleters === undefined ? [] : [versionDeletesOnlyBy(bucket.bucketArn, versionDeleters)]),
    ],
    key: readerKeyUses(bucket, readers),
  };
}

/** The readers of one bucket of a replication. */
function readersOf(name: string, readers: readonly ReaderArgs[] = []): readonly Readers[] {
  return readers
    .filter(({ of = [PRIMARY_NAME] }) => of.includes(name))
    .map(({ principals, prefix = "" }) => ({ principals, prefix }));
}
