/** Whether the filters of two rules can admit the same object. */
import type { ReplicationRule, RuleFilter } from "./topology";

/** False only where the filters are known and exclude each other. */
export function mayOverlap(one: ReplicationRule, other: ReplicationRule): boolean {
  const [a, b] = [filterOf(one), filterOf(other)];
  if (a === undefined || b === undefined) return true;
  const [left, right] = [a.prefix ?? "", b.prefix ?? ""];
  if (!left.startsWith(right) && !right.startsWith(left)) return false;
  return Object.entries(a.tags).every(([key, value]) => (b.tags[key] ?? value) === value);
}

function filterOf({ filter, legacyPrefix }: ReplicationRule): RuleFilter | undefined {
  if ("known" in filter && filter.known !== undefined) return filter.known;
  const prefix = "known" in legacyPrefix ? legacyPrefix.known : undefined;
  return prefix === undefined ? undefined : { prefix, tags: {} };
}
