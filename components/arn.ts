import { partitionOf } from "./regions";

/** The path of the replication role, the one that the S3 console gives to roles it makes. */
export const REPLICATION_ROLE_PATH = "/service-role/";

/** ARN of a bucket in the partition of `region`. */
export function bucketArn(region: string, bucketName: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}`;
}

/** ARN of the replication role, with its path: a principal without the path would name another role. */
export function replicationRoleArn(region: string, accountId: string, roleName: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:role${REPLICATION_ROLE_PATH}${roleName}`;
}

/** ARN that stands for an account, as policies write it. */
export function accountArn(region: string, accountId: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`;
}

/** The account that an ARN names; undefined for ARNs without one, such as those of buckets. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(arn)?.[1];
}

/** The name in the ARN of a bucket. */
export function bucketNameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
