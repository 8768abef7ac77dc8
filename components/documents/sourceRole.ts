/** What the policies of a receiving bucket allow the role of the source. */
import { accountOfArn, accountRootArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { type BucketInRegion, REPLICA_KEY_ACTIONS, throughS3 } from "./keyPolicy";
import type { BuiltPolicyStatement } from "./policyDocument";
import { replicaObjectActions } from "./rolePolicy";

/** The role that replicates: exactly one, or any that the account allows to replicate. */
export type SourceRole = { readonly roleArn: string } | { readonly accountId: string };

/** The account that the role belongs to. */
export function sourceAccountId(source: SourceRole): string {
  return "accountId" in source ? source.accountId : (accountOfArn(source.roleArn) ?? "");
}

/**
 * Lets the source's role write replicas, even before the role exists.
 *
 * The principal is the role's account, and a condition names the role. AWS refuses a role as the principal while the role does
 * not exist, and stores its unique id, so that a role of the same name made later is another principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function sourceWrites(
  source: SourceRole,
  bucket: BucketInRegion,
  use: { readonly deleteMarkers: boolean; readonly ownerOverride: boolean },
): BuiltPolicyStatement {
  return {
    Sid: "ReplicationWrites",
    Effect: "Allow",
    Principal: principalOf(source, bucket.region),
    Action: replicaObjectActions(use),
    Resource: `${bucket.bucketArn}/*`,
    Condition: isTheRole(source, bucket.region),
  };
}

/** Lets the source's role use the key, through S3 and for the bucket only; see {@link sourceWrites}. */
export function sourceKeyUse(source: SourceRole, bucket: BucketInRegion): BuiltPolicyStatement {
  return {
    Sid: "ReplicationUse",
    Effect: "Allow",
    Principal: principalOf(source, bucket.region),
    Action: REPLICA_KEY_ACTIONS,
    Resource: "*",
    Condition: { ...throughS3(bucket), ...isTheRole(source, bucket.region) },
  };
}

function principalOf(source: SourceRole, region: string): { readonly AWS: string } {
  return { AWS: accountRootArn(partitionOfRegion(region), sourceAccountId(source)) };
}

function isTheRole(source: SourceRole, region: string): NonNullable<BuiltPolicyStatement["Condition"]> {
  if ("roleArn" in source) return { ArnEquals: { "aws:PrincipalArn": source.roleArn } };
  const anyRole = accountRootArn(partitionOfRegion(region), source.accountId).replace(/root$/, "role/*");
  return { ArnLike: { "aws:PrincipalArn": anyRole } };
}
