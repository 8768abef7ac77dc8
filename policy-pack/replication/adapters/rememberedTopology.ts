/** Builds a topology once for policies that are given the same resources one after the other. */
import type { Topology } from "../topology";
import type { PolicyResourceLike } from "./policyResources";
import { isObject } from "./rawValue";

interface Remembered {
  readonly of: readonly PolicyResourceLike[];
  readonly topology: Topology;
}

/**
 * The function, asked again only where something that a topology is made of differs. Properties count as the same by their identity
 * only: where the host makes them anew for every policy, as Pulumi's does, nothing is remembered.
 */
export function remembering(
  build: (resources: readonly PolicyResourceLike[]) => Topology,
): (resources: readonly PolicyResourceLike[]) => Topology {
  const known = new WeakMap<object, Remembered>();
  return (resources) => {
    const key = resources[0]?.props;
    if (!isObject(key)) return build(resources);
    const last = known.get(key);
    if (last !== undefined && areSame(last.of, resources)) return last.topology;
    const topology = build(resources);
    known.set(key, { of: [...resources], topology });
    return topology;
  };
}

function areSame(before: readonly PolicyResourceLike[], now: readonly PolicyResourceLike[]): boolean {
  return (
    before.length === now.length &&
    before.every((each, index) => {
      const other = now[index];
      return other !== undefined && isSame(each, other);
    })
  );
}

function isSame(a: PolicyResourceLike, b: PolicyResourceLike): boolean {
  return (
    a.props === b.props &&
    a.type === b.type &&
    a.urn === b.urn &&
    a.name === b.name &&
    a.provider?.urn === b.provider?.urn &&
    a.provider?.props === b.provider?.props &&
    haveSameOrigins(a.propertyDependencies, b.propertyDependencies)
  );
}

type Origins = PolicyResourceLike["propertyDependencies"];

function haveSameOrigins(before: Origins, now: Origins): boolean {
  const names = Object.keys(before);
  return (
    names.length === Object.keys(now).length &&
    names.every((name) => {
      const [old, other] = [before[name] ?? [], now[name]];
      return old.length === other?.length && old.every(({ urn }, index) => urn === other[index]?.urn);
    })
  );
}
