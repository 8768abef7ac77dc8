/** Leaves out Allow statements that cannot change an answer, because another one allows everything that is asked. */
import type { LivePolicies } from "./paths";
import type { Naming } from "./principal";
import { coversRegion } from "./resource";
import type { LivePolicy, LiveStatement } from "./statement";

/**
 * The policies without the Allow statements that are redundant for a region: of the policies that are weighed together, one
 * certain Allow of all of it that names the caller at least as well is as good as all others. Each Deny stays.
 */
export function withNeededAllows(live: LivePolicies, region: string): LivePolicies {
  const [boundary] = live.boundary ? needed([live.boundary], region) : [];
  const [resource] = live.resource ? needed([live.resource], region) : [];
  return { ...live, identity: needed(live.identity, region), boundary, resource };
}

function needed(policies: readonly LivePolicy[], region: string): readonly LivePolicy[] {
  const wide: LiveStatement[] = [];
  for (const { statements, reading } of policies) {
    for (const live of statements) {
      if (live.statement.Effect !== "Allow" || live.covers.is !== "yes") continue;
      if (!isSpare(live, wide) && coversRegion(live.statement, region, reading)) wide.push(live);
    }
  }
  if (wide.length === 0) return policies;
  return policies.map((policy) => ({
    ...policy,
    statements: policy.statements.filter(
      (live) => live.statement.Effect === "Deny" || wide.includes(live) || !isSpare(live, wide),
    ),
  }));
}

function isSpare({ naming }: LiveStatement, wide: readonly LiveStatement[]): boolean {
  return wide.some((other) => KINDS.every((kind) => naming[kind] === "no" || other.naming[kind] === "yes"));
}

const KINDS: readonly (keyof Naming)[] = ["direct", "role", "account"];
