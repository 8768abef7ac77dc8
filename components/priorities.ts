/** Priorities of the replication rules. */

/** What decides the priority of one rule. */
export interface PrioritisedRule {
  readonly name: string;
  /** The user's own choice. */
  readonly priority?: number;
}

/**
 * A unique priority for every rule, by name of the rule.
 *
 * Priorities that the user chose stay. The others get the lowest free numbers in the order of their names, so that moving a
 * replica in the list changes nothing: S3 compares priorities only among rules of one destination, and every replica is a
 * destination of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export function assignPriorities(rules: readonly PrioritisedRule[]): ReadonlyMap<string, number> {
  const priorities = new Map<string, number>();
  for (const { name, priority } of rules) if (priority !== undefined) priorities.set(name, priority);
  const taken = new Set(priorities.values());
  const open = rules.map(({ name }) => name).filter((name) => !priorities.has(name));
  let next = 0;
  for (const name of open.sort((a, b) => (a < b ? -1 : 1))) {
    while (taken.has(next)) next += 1;
    priorities.set(name, next);
    taken.add(next);
  }
  return priorities;
}
