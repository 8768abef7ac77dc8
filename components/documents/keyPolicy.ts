/** Key policies, and what each side does with a key. */
import { accountRootArn } from "../../aws/arns";
import { s3KeyCondition } from "../../aws/keyCondition";
import { partitionOfRegion } from "../../aws/partitions";
import {
  type BuiltPolicyDocument,
  type BuiltPolicyStatement,
  oneOrMany,
  policyDocument,
} from "./policyDocument";

/** What S3 does with the key of the primary: it reads what it replicates. */
export const SOURCE_KEY_ACTIONS: readonly string[] = ["kms:Decrypt"];

/**
 * What S3 does with the key of a replica. AWS pages disagree on whether `kms:Encrypt` is enough; `kms:Decrypt` is
 * for the integrity check that S3 makes with bucket keys.
 */
export const REPLICA_KEY_ACTIONS: readonly string[] = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];

/** What an upload does with the key; S3 decrypts the parts of a multipart upload before it joins them. */
export const UPLOAD_KEY_ACTIONS: readonly string[] = ["kms:Decrypt", "kms:GenerateDataKey"];

/** A bucket, and the region of the bucket and its key. */
export interface BucketInRegion {
  readonly bucketArn: string;
  readonly region: string;
}

/**
 * Limits the use of a key to S3 and one bucket.
 *
 * @param prefix literal beginning of the object keys; see {@link s3KeyCondition} for what it limits.
 */
export function throughS3({ bucketArn, region }: BucketInRegion, prefix = "") {
  return s3KeyCondition(region, bucketArn, `${prefix}*`);
}

/** Leaves the administration of a key to its account: a key without it can become unmanageable. */
export function accountAdministration(region: string, accountId: string): BuiltPolicyStatement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(partitionOfRegion(region), accountId) },
    Action: "kms:*",
    Resource: "*",
  };
}

/** Lets a replication role use a key, through S3 and for one bucket only. */
export function replicationUse(
  roleArn: string,
  actions: readonly string[],
  bucket: BucketInRegion,
  sid = "ReplicationUse",
): BuiltPolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: oneOrMany(actions),
    Resource: "*",
    Condition: throughS3(bucket),
  };
}

/**
 * The policy of a key: its account's administration, then the other grants.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function keyPolicyDocument(
  region: string,
  accountId: string,
  grants: readonly BuiltPolicyStatement[],
): BuiltPolicyDocument {
  return policyDocument([accountAdministration(region, accountId), ...grants]);
}
