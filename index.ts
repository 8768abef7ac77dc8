import { ReplicatedBucket, type ReplicationEnd } from "./components";
import { stackSettings } from "./components/stackSettings";

const archive = new ReplicatedBucket("archive", stackSettings());

/** The bucket to write to, usable once everything is in place for replication. */
export const bucket = archive.replicatedBucketName;

/** The source of the replication. */
export const primary = describe(archive.primary);

/** The destinations, by name. */
export const replicas = Object.fromEntries(
  Object.entries(archive.replicas).map(([name, replica]) => [name, describe(replica)]),
);

/** The role that S3 assumes to replicate. */
export const replicationRoleArn = archive.role.arn;

function describe({ site, bucket, key }: ReplicationEnd) {
  return {
    region: site.region,
    accountId: site.accountId,
    bucketName: bucket.bucketName,
    bucketArn: bucket.arn,
    keyArn: key.arn,
  };
}
