import { accountArn } from "../arn";
import { type EncryptedBucket, throughS3 } from "./keyUse";
import { oneOrMany, type PolicyDocument, type PolicyStatement, policyDocument } from "./policyDocument";

/** Leaves the administration of a key to its account, so that nobody is ever locked out of it. */
export function accountAdministration(region: string, accountId: string): PolicyStatement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: accountArn(region, accountId) },
    Action: "kms:*",
    Resource: "*",
  };
}

/** Lets the replication role use a key, through S3 and for one bucket only. */
export function replicationUse(
  roleArn: string,
  actions: readonly string[],
  bucket: EncryptedBucket,
): PolicyStatement {
  return {
    Sid: "ReplicationUse",
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: oneOrMany(actions),
    Resource: "*",
    Condition: throughS3(bucket),
  };
}

/**
 * The policy of a key: its account's administration, then whatever else may use it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function keyPolicy(
  region: string,
  accountId: string,
  uses: readonly PolicyStatement[],
): PolicyDocument {
  return policyDocument([accountAdministration(region, accountId), ...uses]);
}
