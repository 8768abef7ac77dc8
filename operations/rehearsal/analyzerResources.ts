import type { AnalyzerProvider, AnalyzerResource } from "../policy/analyzerResource";
import type { Plan, PlannedResource } from "./plan";

/** The resources of a plan as the engine would hand them to a policy pack. */
export function analyzerResources({ resources }: Plan): readonly AnalyzerResource[] {
  const providers = new Map(
    resources
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map((provider) => [provider.urn, analyzerProvider(provider)]),
  );
  return resources.map((resource) => {
    const provider = resource.provider === undefined ? undefined : providers.get(resource.provider);
    return {
      type: resource.type,
      urn: resource.urn,
      name: resource.name,
      properties: resource.outputs,
      inputs: resource.inputs,
      ...(provider !== undefined && { provider }),
      ...(resource.parent !== undefined && { parent: resource.parent }),
      dependencies: resource.dependencies,
      propertyDependencies: resource.propertyDependencies,
      options: { protect: resource.protect },
    };
  });
}

function analyzerProvider({ type, urn, name, inputs }: PlannedResource): AnalyzerProvider {
  return { type, urn, name, properties: inputs };
}
