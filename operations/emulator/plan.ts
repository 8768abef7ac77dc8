/** Readings of a plan that several parts of the emulator's run need. */

import { groupBy } from "../../model";
import type { Plan, PlannedResource } from "../rehearsal/plan";

const PROVIDER = "pulumi:providers:";

export function isProvider({ type }: PlannedResource): boolean {
  return type.startsWith(PROVIDER);
}

/** Whether AWS would hold it: providers and components exist for the engine alone. */
export function isMadeInAws(resource: PlannedResource): boolean {
  return resource.custom && !isProvider(resource);
}

/**
 * URNs of the resources that must exist before this one: its dependencies and those of its values. A component
 * includes the children that it had registered by then.
 */
export function prerequisites(plan: Plan): (resource: PlannedResource) => readonly string[] {
  const before = resourcesBefore(plan);
  return (resource) =>
    before(resource, [...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()]);
}

/** URNs of the resources that give this one a value. */
export function valueSources(plan: Plan): (resource: PlannedResource) => readonly string[] {
  const before = resourcesBefore(plan);
  return (resource) => before(resource, Object.values(resource.propertyDependencies).flat());
}

function resourcesBefore(plan: Plan) {
  const position = new Map(plan.resources.map(({ urn }, index) => [urn, index]));
  const children = groupBy(plan.resources, ({ parent }) => parent);
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const within = (urn: string): readonly string[] => {
    const resource = byUrn.get(urn);
    if (resource === undefined) return [];
    if (isMadeInAws(resource)) return [urn];
    return (children.get(urn) ?? []).flatMap((child) => within(child.urn));
  };
  return ({ urn: ownUrn }: PlannedResource, named: readonly string[]): readonly string[] => {
    const own = position.get(ownUrn) ?? 0;
    const urns = new Set(named.flatMap(within));
    return [...urns].filter((urn) => (position.get(urn) ?? own) < own);
  };
}
