/** Sorts the resources that each hold one setting of another resource by the resource that they set it for. */
import type { Reference, Unknown } from "../topology";
import { property, type StackResource } from "./stackResource";

export interface BucketSettings {
  /** Resources that set it for the one of that label. */
  readonly of: (label: string) => readonly StackResource[];
  /** Why the setting is open for any other: there are resources of which it is not known for what they set it. */
  readonly adrift: Unknown | undefined;
}

/** @param target the property that names the other resource, e.g. `bucket` */
export function settingsBy(
  resources: readonly StackResource[],
  types: ReadonlySet<string>,
  target: string,
  referenceOf: (resource: StackResource) => Reference,
): BucketSettings {
  const byLabel = new Map<string, StackResource[]>();
  const adrift: StackResource[] = [];
  for (const resource of resources) {
    if (!types.has(resource.type)) continue;
    const reference = referenceOf(resource);
    if ("unknown" in reference) adrift.push(resource);
    else if ("to" in reference) {
      const list = byLabel.get(reference.to);
      if (list === undefined) byLabel.set(reference.to, [resource]);
      else list.push(resource);
    }
  }
  return {
    of: (label) => byLabel.get(label) ?? [],
    adrift: adrift.length === 0 ? undefined : adriftReason(adrift, target),
  };
}

function adriftReason(adrift: readonly StackResource[], target: string): Unknown {
  const from = [...new Set(adrift.flatMap((each) => property(each, target).origins))];
  const unknown = `it may be set by ${namesInSettings(adrift)}, whose ${target} is not known yet`;
  return from.length === 0 ? { unknown } : { unknown, from };
}

/** Names for a report, the first few where there are many. */
export function namesInSettings(resources: readonly StackResource[]): string {
  const names = resources.slice(0, 3).map(({ name }) => `"${name}"`);
  const others = resources.length - names.length;
  return others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
}
