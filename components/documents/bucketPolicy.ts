/** Bucket policies: what every bucket's policy says, and the grant for a role of another account. */
import { type BuiltPolicyDocument, type BuiltPolicyStatement, policyDocument } from "./policyDocument";
import { replicaObjectActions } from "./rolePolicy";

/**
 * Denies every request without TLS. Replication is not affected: S3 copies over TLS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function tlsOnlyStatement(bucketArn: string): BuiltPolicyStatement {
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
 * Lets the role of another account write replicas. It grants nothing on the bucket itself: replication needs no such
 * permission, and `s3:PutBucketVersioning`, which AWS's samples grant, would let the other account suspend versioning.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationWrites(
  roleArn: string,
  bucketArn: string,
  use: { readonly deleteMarkers: boolean; readonly ownerOverride: boolean },
  sid = "ReplicationWrites",
): BuiltPolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: replicaObjectActions(use),
    Resource: `${bucketArn}/*`,
  };
}

/** The policy of a bucket: TLS only, then the other statements. */
export function bucketPolicyDocument(
  bucketArn: string,
  statements: readonly BuiltPolicyStatement[],
): BuiltPolicyDocument {
  return policyDocument([tlsOnlyStatement(bucketArn), ...statements]);
}
