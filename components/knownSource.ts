/** The source of a receiving bucket once it is known. */
import * as pulumi from "@pulumi/pulumi";
import { isAccountId } from "../aws/accounts";
import { isRoleArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import type { SourceRole } from "./documents/sourceRole";
import { shownValue } from "./problems";
import type { SourceArgs } from "./receivingBucketArgs";

/**
 * The role or account that replicates. Plain text was checked before anything was registered; an output is checked here, before any
 * policy contains it.
 *
 * @param owner names the component in the error.
 * @throws pulumi.RunError from the output, where it is neither the ARN of a role nor an account.
 */
export function knownSource(owner: string, source: SourceArgs, region: string): pulumi.Output<SourceRole> {
  if ("accountId" in source)
    return pulumi.output(source.accountId).apply((accountId) => {
      if (isAccountId(accountId)) return { accountId };
      throw new pulumi.RunError(
        `${owner}: source.accountId: expected the 12 digits of an aws account, found ${shownValue(accountId)}; hand over the account of the role that replicates`,
      );
    });
  const partition = partitionOfRegion(region);
  return pulumi.output(source.roleArn).apply((roleArn) => {
    if (isRoleArn(roleArn, partition)) return { roleArn };
    throw new pulumi.RunError(
      `${owner}: source.roleArn: expected the arn of the role that replicates, arn:${partition}:iam::<account>:role/<path and name>, found ${shownValue(roleArn)}; hand over role.arn of the ReplicatedBucket`,
    );
  });
}
