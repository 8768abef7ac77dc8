/** Accounts of sites, as far as the arguments name them. */
import type * as pulumi from "@pulumi/pulumi";
import { accountOfArn } from "../aws/arns";
import type { PrimaryArgs, ReplicaArgs, SiteArgs } from "./replicatedBucketArgs";

/** A replica whose bucket and key exist already. */
export interface ExistingReplica extends ReplicaArgs {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

/** Whether a replica's bucket is made by this component. */
export function isBuiltHere({ bucketArn, receiver }: ReplicaArgs): boolean {
  return bucketArn === undefined && receiver === undefined;
}

/** Whether a replica's bucket exists already, made by its owner's own stack, which has been read where it is named. */
export function isExisting(replica: ReplicaArgs): replica is ExistingReplica {
  return replica.bucketArn !== undefined && replica.keyArn !== undefined;
}

/**
 * The account that the arguments of a site name: its own id, else that of its role, else that of the key of its existing bucket, where
 * these are plain text. A bucket that is built here may have a key of any account.
 */
export function statedAccount(
  site: SiteArgs & Pick<ReplicaArgs, "bucketArn" | "keyArn">,
): string | undefined {
  const { accountId, assumeRole, bucketArn, keyArn } = site;
  if (accountId !== undefined) return accountId;
  if (assumeRole !== undefined)
    return typeof assumeRole.roleArn === "string" ? accountOfArn(assumeRole.roleArn) : undefined;
  return bucketArn !== undefined && typeof keyArn === "string" ? accountOfArn(keyArn) : undefined;
}

/**
 * The account of a replica when it is another one than the primary's. Decided from the arguments alone, so that rules and
 * policies are known before any resource exists; the checks require both accounts where it matters.
 */
export function otherAccountId(primary: PrimaryArgs, replica: ReplicaArgs): string | undefined {
  const accountId = statedAccount(replica);
  return accountId === statedAccount(primary) ? undefined : accountId;
}

/** A replica in the primary's account is reached with the primary's role or profile, unless it has its own. */
export function withCredentials(primary: PrimaryArgs, replica: ReplicaArgs): ReplicaArgs {
  const hasOwn = [replica.assumeRole, replica.profile, replica.provider].some((own) => own !== undefined);
  if (hasOwn || otherAccountId(primary, replica) !== undefined) return replica;
  return { ...replica, assumeRole: primary.assumeRole, profile: primary.profile };
}
