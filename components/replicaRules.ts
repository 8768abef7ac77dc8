/** The rules of each replica, with what they inherit from the replica and from the whole replication. */
import { otherAccountId } from "./accounts";
import { assignPriorities } from "./priorities";
import { replicaName } from "./replicaName";
import type { ReplicaArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";
import type { ReplicaRuleOptions, ReplicationFilter } from "./ruleArgs";

/** A rule as it was written: on the replica itself, or in its list of rules. */
export interface WrittenRule {
  /** Unique in the replication configuration; S3 reports failures and metrics under it. */
  readonly id: string;
  readonly options: ReplicaRuleOptions;
  /** Path below the replica; empty for a rule that is written on the replica itself. @example "rules[1]" */
  readonly path: string;
}

/** One rule with every default filled in, except for its priority. */
export interface RuleInEffect {
  readonly id: string;
  readonly filter: ReplicationFilter;
  readonly storageClass: string | undefined;
  readonly deleteMarkers: boolean;
  readonly paused: boolean;
  readonly replicationTimeControl: boolean;
  readonly metrics: boolean;
  /** Whether changes of tags, ACLs and locks of this bucket's own replicas replicate: replica modification sync. */
  readonly replicaModifications: boolean;
}

/** One rule with every default filled in. */
export interface ResolvedRule extends RuleInEffect {
  readonly priority: number;
}

/** The rules of a replica as they were written. */
export function writtenRules(replica: ReplicaArgs): readonly WrittenRule[] {
  const { rules } = replica;
  if (rules === undefined) return [{ id: replicaName(replica), options: replica, path: "" }];
  // Neither name has a dot, so that no two rules get one id.
  return rules.map((rule, index) => ({
    id: `${replicaName(replica)}.${rule.name}`,
    options: rule,
    path: `rules[${index}]`,
  }));
}

/** A rule with what it inherits. */
export function ruleInEffect(
  args: ReplicatedBucketArgs,
  replica: ReplicaArgs,
  { id, options }: WrittenRule,
): RuleInEffect {
  const paused = options.paused ?? replica.paused ?? false;
  return {
    id,
    filter: filterInEffect(args, options.filter ?? replica.filter ?? args.filter),
    storageClass: options.storageClass ?? replica.storageClass,
    deleteMarkers: options.deleteMarkers ?? replica.deleteMarkers ?? args.deleteMarkers ?? true,
    paused,
    replicationTimeControl:
      options.replicationTimeControl ??
      replica.replicationTimeControl ??
      args.replicationTimeControl ??
      false,
    metrics: options.metrics ?? replica.metrics ?? args.metrics ?? true,
    // S3 synchronises only where the rules of both directions have it.
    replicaModifications: replica.twoWay === true,
  };
}

/** The rules of a replica with what they inherit. */
export function rulesInEffect(args: ReplicatedBucketArgs, replica: ReplicaArgs): readonly RuleInEffect[] {
  return writtenRules(replica).map((rule) => ruleInEffect(args, replica, rule));
}

/** Priorities of all rules, by their ids. */
export function rulePriorities({ replicas }: ReplicatedBucketArgs): ReadonlyMap<string, number> {
  return assignPriorities(
    replicas.flatMap(writtenRules).map(({ id, options: { priority } }) => ({
      name: id,
      ...(priority !== undefined && { priority }),
    })),
  );
}

/** Whether S3 gives the replicas to the destination's account: always across accounts, unless that is switched off. */
export function ownerOverrideOf(args: ReplicatedBucketArgs, replica: ReplicaArgs): boolean {
  return otherAccountId(args.primary, replica) !== undefined && (replica.ownerOverride ?? true);
}

/** A filter with the tag of `replicateOnlyFrom`. An empty prefix is no prefix. */
function filterInEffect(
  { replicateOnlyFrom }: ReplicatedBucketArgs,
  { prefix, tags: own = {} }: ReplicationFilter = {},
): ReplicationFilter {
  const trigger = replicateOnlyFrom?.tag;
  const tags = { ...own, ...(trigger !== undefined && { [trigger.key]: trigger.value }) };
  return {
    ...(prefix !== undefined && prefix !== "" && { prefix }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** What rules do with the objects of their destination, as far as permissions depend on it. */
export function objectUse(
  rules: readonly Pick<RuleInEffect, "deleteMarkers">[],
  ownerOverride: boolean,
): { readonly deleteMarkers: boolean; readonly ownerOverride: boolean } {
  return { deleteMarkers: rules.some(({ deleteMarkers }) => deleteMarkers), ownerOverride };
}
