/** Brings the resources of a stack policy into the normalised form, including values that are not known yet. */
import type { Topology } from "../topology";
import { remembering } from "./memoize";
import type { PolicyResourceLike } from "./policyResource";
import { isRawObject } from "./rawValue";
import type { StackProvider, StackResource } from "./stackResource";
import { isRelevantType, topologyOfResources } from "./topologyOfResources";

/**
 * The topology of the resources of `validateStack`. Never throws for a value that is not known: it is resolved to the resource that
 * it comes from, where there is only one that it can refer to, or else kept as unknown with all of them.
 *
 * @see https://www.pulumi.com/docs/iac/crossguard/core-concepts/
 */
export const topologyFromPolicyResources: (resources: readonly PolicyResourceLike[]) => Topology =
  remembering((resources) => topologyOfResources(stackResourcesOfPolicy(resources)));

/** The normalised form of the resources that matter for replication. */
export function stackResourcesOfPolicy(resources: readonly PolicyResourceLike[]): readonly StackResource[] {
  return resources.filter(({ type }) => isRelevantType(type)).map(stackResource);
}

/** One resource in the normalised form, whatever its type. */
export function stackResource(resource: PolicyResourceLike): StackResource {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    id: undefined,
    external: false,
    inputs: undefined,
    outputs: isRawObject(resource.props) ? resource.props : {},
    origins: new Map(
      Object.entries(resource.propertyDependencies).map(([name, from]) => [name, from.map(({ urn }) => urn)]),
    ),
    provider: providerOf(resource),
  };
}

function providerOf({ provider }: PolicyResourceLike): StackProvider | undefined {
  if (provider === undefined) return undefined;
  return { key: provider.urn, properties: isRawObject(provider.props) ? provider.props : {} };
}
