import { type PolicyDocument, type PolicyStatement, policyDocument } from "./policyDocument";
import { replicaObjectActions } from "./rolePolicy";

/**
 * Refuses every request that does not come over TLS. Replication is not affected: S3 moves its data over TLS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function tlsOnly(bucketArn: string): PolicyStatement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Lets the role of another account write replicas. Nothing on the bucket itself: copying needs none of it, and
 * `s3:PutBucketVersioning`, which AWS's samples give away, would let the other account stop the versioning.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationWrites(
  roleArn: string,
  bucketArn: string,
  use: { readonly deleteMarkers: boolean; readonly ownerOverride: boolean },
): PolicyStatement {
  return {
    Sid: "ReplicationWrites",
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: replicaObjectActions(use),
    Resource: `${bucketArn}/*`,
  };
}

/** The one policy of a bucket: TLS only, then what else is granted or refused. */
export function bucketPolicy(bucketArn: string, statements: readonly PolicyStatement[]): PolicyDocument {
  return policyDocument([tlsOnly(bucketArn), ...statements]);
}
