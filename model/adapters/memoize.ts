/** Reads resources once for policies that are given the same ones, one after the other. */
import type { PolicyResourceLike } from "./policyResource";
import { isRawObject } from "./rawValue";

interface Remembered<T> {
  readonly of: readonly PolicyResourceLike[];
  readonly made: T;
}

/**
 * The function, asked again only where something that it reads differs. Properties count as the same by their identity
 * only: where the host makes them anew for every policy, as Pulumi's does, nothing is remembered.
 */
export function remembering<T>(
  make: (resources: readonly PolicyResourceLike[]) => T,
): (resources: readonly PolicyResourceLike[]) => T {
  const known = new WeakMap<object, Remembered<T>>();
  return (resources) => {
    const key = resources[0]?.props;
    if (!isRawObject(key)) return make(resources);
    const last = known.get(key);
    if (last !== undefined && areSame(last.of, resources)) return last.made;
    const made = make(resources);
    known.set(key, { of: [...resources], made });
    return made;
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
    a === b ||
    (a.props === b.props &&
      a.type === b.type &&
      a.urn === b.urn &&
      a.name === b.name &&
      a.provider?.urn === b.provider?.urn &&
      a.provider?.props === b.provider?.props &&
      haveSameOrigins(a.propertyDependencies, b.propertyDependencies))
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
