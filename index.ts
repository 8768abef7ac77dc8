/** The Pulumi program: turns the stack's settings into a replicated bucket or a receiving bucket. */
import {
  ReceivingBucket,
  type ReceivingBucketArgs,
  ReplicatedBucket,
  type ReplicatedBucketArgs,
} from "./components/index";
import { stackArguments } from "./components/stackArguments";

const stack = stackArguments();

export = "args" in stack ? replicate(stack.args) : receive(stack.receiver);

/** The source of a replication and its destinations, in one stack. */
function replicate(args: ReplicatedBucketArgs) {
  const archive = new ReplicatedBucket("archive", args);
  const { site, bucket, key } = archive.primary;
  const othersMustGrant = archive.requestedGrants;
  const waysBack = Object.entries(archive.waysBack).map(([name, { replicatedBucketName, role }]) => [
    name,
    { bucket: replicatedBucketName, replicationRoleArn: role.arn },
  ]);
  return {
    /** The bucket to write to, usable once everything is in place for replication. */
    bucket: archive.replicatedBucketName,
    /** The source of the replication. */
    primary: {
      region: site.region,
      accountId: site.accountId,
      bucketName: bucket.bucketName,
      bucketArn: bucket.arn,
      keyArn: key.arn,
    },
    /** The destinations, by name. */
    replicas: archive.destinations,
    /** The role that S3 assumes to replicate. */
    replicationRoleArn: archive.role.arn,
    /** What `npx s3-replication backfill` uses. */
    ...(archive.backfill !== undefined && {
      backfillRoleArn: archive.backfill.arn,
      backfillReport: archive.backfill.report,
    }),
    /** Two-way replicas by name: the bucket to write to, usable once it replicates to the primary, and the role that does. */
    ...(waysBack.length > 0 && { waysBack: Object.fromEntries(waysBack) }),
    /** What the owners of existing buckets and keys have to grant: statements for their policies. */
    ...(Object.keys(othersMustGrant).length > 0 && { othersMustGrant }),
  };
}

/** A destination for the replication of another owner's stack. */
function receive(args: ReceivingBucketArgs) {
  const vault = new ReceivingBucket("vault", args);
  return {
    /** The replica to name in the settings of the stack that replicates. */
    handOver: vault.handOver,
    /** What the account of the source must grant the role that replicates. */
    sourceMustGrant: vault.sourceMustGrant,
    /** What the owner of an existing key has to grant: statements for its policy. */
    ...(vault.requestedGrants !== undefined && { othersMustGrant: { receiver: vault.requestedGrants } }),
  };
}
