/** Whether the filters of two rules can admit the same object. */
import { filtersOverlap, type ObjectFilter } from "../aws/replicationFilters";
import type { ReplicationRule } from "./topology";

/** False only where the filters are known and exclude each other. */
export function mayOverlap(one: ReplicationRule, other: ReplicationRule): boolean {
  const [a, b] = [filterOf(one), filterOf(other)];
  return a === undefined || b === undefined || filtersOverlap(a, b);
}

function filterOf({ filter, legacyPrefix }: ReplicationRule): ObjectFilter | undefined {
  if ("known" in filter && filter.known !== undefined) return filter.known;
  const prefix = "known" in legacyPrefix ? legacyPrefix.known : undefined;
  return prefix === undefined ? undefined : { prefix };
}
