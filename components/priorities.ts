import type { ReplicationFilter } from "./replicatedBucketArgs";

/** The largest priority that S3 takes. */
export const MAX_PRIORITY = 2_147_483_647;

/** What decides the priority of one rule. */
export interface PrioritisedRule {
  readonly name: string;
  readonly filter: ReplicationFilter;
  /** The user's own choice. */
  readonly priority?: number;
}

/**
 * A priority for every rule, unique as S3 wants it, by name of the rule.
 *
 * Own choices stand. Rules that share objects with another rule get the lowest free numbers in the order of the list. Rules
 * that share none come after them in the order of their names, so that moving them in the list changes nothing.
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
    open.filter((rule) => !rules.some((other) => other !== rule && overlap(rule, other))),
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

/** Whether some object can match both filters. */
function overlap(a: PrioritisedRule, b: PrioritisedRule): boolean {
  return prefixesMeet(a.filter.prefix ?? "", b.filter.prefix ?? "") && tagsMeet(a.filter, b.filter);
}

function prefixesMeet(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function tagsMeet({ tags: a = {} }: ReplicationFilter, { tags: b = {} }: ReplicationFilter): boolean {
  return Object.entries(a).every(([key, value]) => b[key] === undefined || b[key] === value);
}
