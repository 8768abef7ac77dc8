/** Priorities of the replication rules. */
import { filtersOverlap } from "../aws/replicationFilters";
import type { ReplicationFilter } from "./replicatedBucketArgs";

/** What decides the priority of one rule. */
export interface PrioritisedRule {
  readonly name: string;
  readonly filter: ReplicationFilter;
  /** The user's own choice. */
  readonly priority?: number;
}

/**
 * A unique priority for every rule, by name of the rule.
 *
 * Priorities that the user chose stay. Rules that share objects with another rule get the lowest free numbers in the order of
 * the list. The others come after them in the order of their names, so that moving them in the list changes nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export function assignPriorities(rules: readonly PrioritisedRule[]): ReadonlyMap<string, number> {
  const priorities = new Map<string, number>();
  const taken = new Set<number>();
  for (const { name, priority } of rules) {
    if (priority === undefined) continue;
    priorities.set(name, priority);
    taken.add(priority);
  }
  const open = rules.filter(({ priority }) => priority === undefined);
  const alone = new Set(
    open.filter(
      (rule) => !rules.some((other) => other !== rule && filtersOverlap(rule.filter, other.filter)),
    ),
  );
  const inOrder = [
    ...open.filter((rule) => !alone.has(rule)),
    ...[...alone].sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
  let next = 0;
  for (const { name } of inOrder) {
    while (taken.has(next)) next += 1;
    priorities.set(name, next);
    taken.add(next);
  }
  return priorities;
}
