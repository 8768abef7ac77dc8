/** The rules of a two-way replica back to the primary: those of the primary, turned round. Pure. */
import { statedAccount } from "./accounts";
import { PRIMARY_NAME, type ResolvedReplica, type RouteTarget } from "./defaults";
import type { ResolvedRule } from "./replicaRules";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";

/** Where the rules of a two-way replica lead: to the primary. */
export function wayBackTarget(
  { primary }: ReplicatedBucketArgs,
  { name, otherAccountId, rules, ownerOverride }: ResolvedReplica,
): RouteTarget {
  return {
    name: PRIMARY_NAME,
    otherAccountId: otherAccountId === undefined ? undefined : statedAccount(primary),
    rules: rulesBack(name, rules),
    ownerOverride,
  };
}

/**
 * The rules of the other direction. Each does the same, except for what concerns the copies in the replica alone: their storage
 * class. Priorities keep the order of the rules and begin with 0, so that other replicas of the list do not change them.
 */
function rulesBack(replica: string, rules: readonly ResolvedRule[]): readonly ResolvedRule[] {
  const priorities = rules.map(({ priority }) => priority).sort((a, b) => a - b);
  return rules.map((rule) => ({
    ...rule,
    id: `${PRIMARY_NAME}${rule.id.slice(replica.length)}`,
    storageClass: undefined,
    priority: priorities.indexOf(rule.priority),
  }));
}
