/** Name of a replica's bucket, made of the primary's name and the replica's. */
export function replicaBucketName(primaryName: string, replica: string): string {
  return `${primaryName}-replication-${replica}`;
}

/** Name of the role that S3 assumes to replicate from a bucket. Stable: policies elsewhere name it. */
export function replicationRoleName(primaryName: string): string {
  return `${primaryName}-replication`;
}
