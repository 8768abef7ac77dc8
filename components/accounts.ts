import { accountOfArn } from "./arn";
import type { ReplicaArgs, SiteArgs } from "./replicatedBucketArgs";

/** A replica whose bucket is there already. */
export interface GivenReplica extends ReplicaArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
}

/** Whether a replica's bucket is there already, made by its owner's own stack. */
export function isGiven(replica: ReplicaArgs): replica is GivenReplica {
  return replica.bucketArn !== undefined && replica.keyArn !== undefined;
}

/** The account of a site as far as its arguments say: its own id, else that of its role, else that of its given key. */
export function accountOf(site: SiteArgs & Pick<ReplicaArgs, "keyArn">): string | undefined {
  const { accountId, assumeRole, keyArn } = site;
  if (accountId !== undefined) return accountId;
  if (assumeRole !== undefined) return accountOfArn(assumeRole.roleArn);
  return keyArn === undefined ? undefined : accountOfArn(keyArn);
}

/**
 * The account of a replica when it is another one than the primary's. Decided from the arguments alone, so that rules and
 * policies are known before anything exists; the checks see to it that both accounts are.
 */
export function otherAccountId(primary: SiteArgs, replica: ReplicaArgs): string | undefined {
  const accountId = accountOf(replica);
  return accountId === accountOf(primary) ? undefined : accountId;
}

/** A replica in the primary's account is reached the way the primary is, unless it says another. */
export function reachOf(primary: SiteArgs, replica: ReplicaArgs): ReplicaArgs {
  const hasOwn = [replica.assumeRole, replica.profile, replica.provider].some((way) => way !== undefined);
  if (hasOwn || otherAccountId(primary, replica) !== undefined) return replica;
  return { ...replica, assumeRole: primary.assumeRole, profile: primary.profile };
}
