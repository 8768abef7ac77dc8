import type { PolicyStatement } from "./policyDocument";
import { everybodyBut } from "./principals";

/**
 * Refuses to delete a version for good to everybody but the named principals. Replication never does that, and what a
 * lifecycle rule expires is not subject to a bucket's policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function versionDeletesOnlyBy(bucketArn: string, principals: readonly string[]): PolicyStatement {
  return {
    Sid: "VersionDeletes",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObjectVersion",
    Resource: `${bucketArn}/*`,
    Condition: everybodyBut(principals),
  };
}
