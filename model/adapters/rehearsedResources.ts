/** Brings the resources of a rehearsed run into the normalised form. */
import type { Topology } from "../topology";
import type { StackProvider, StackResource } from "./stackResource";
import { isRelevantType, topologyOfResources } from "./topologyOfResources";
import { nameOfUrn } from "./urn";

/** What is read of a rehearsed resource. */
export interface RehearsedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** URN of the provider resource, perhaps with `::` and its id behind it. */
  readonly provider: string | undefined;
  readonly inputs: { readonly [property: string]: unknown };
  readonly outputs: { readonly [property: string]: unknown };
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
}

/** The topology of a rehearsed run: `topologyFromRehearsal(plan)`. */
export function topologyFromRehearsal(plan: { readonly resources: readonly RehearsedResource[] }): Topology {
  const providers = new Map(
    plan.resources
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map((provider) => [provider.urn, provider]),
  );
  return topologyOfResources(
    plan.resources
      .filter(({ type }) => isRelevantType(type))
      .map((resource) => stackResource(resource, providers)),
  );
}

function stackResource(
  resource: RehearsedResource,
  providers: ReadonlyMap<string, RehearsedResource>,
): StackResource {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name === "" ? nameOfUrn(resource.urn) : resource.name,
    id: resource.id === "" ? undefined : resource.id,
    external: false,
    inputs: resource.inputs,
    outputs: resource.outputs,
    origins: new Map(Object.entries(resource.propertyDependencies)),
    provider: providerOf(resource.provider, providers),
  };
}

function providerOf(
  reference: string | undefined,
  providers: ReadonlyMap<string, RehearsedResource>,
): StackProvider | undefined {
  if (reference === undefined || reference === "") return undefined;
  const withoutId = reference.split("::").slice(0, 4).join("::");
  const provider = providers.get(reference) ?? providers.get(withoutId);
  return { key: provider?.urn ?? reference, properties: provider?.inputs ?? {} };
}
