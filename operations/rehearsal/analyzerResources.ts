import type { AnalyzerProvider, AnalyzerResource } from "../policy/analyzerResource";
import type { PlannedResource } from "./plan";

/**
 * Brings resources into the form in which the engine hands them to a policy pack. They must come in the order of their
 * registration: a provider before what is on it.
 */
export function analyzerResourceReader(): (resource: PlannedResource) => AnalyzerResource {
  const providers = new Map<string, AnalyzerProvider>();
  return (resource) => {
    const { type, urn, name, inputs, outputs, parent, dependencies, propertyDependencies, protect } =
      resource;
    if (type.startsWith("pulumi:providers:")) providers.set(urn, { type, urn, name, properties: inputs });
    const provider = resource.provider === undefined ? undefined : providers.get(resource.provider);
    return {
      type,
      urn,
      name,
      properties: outputs,
      inputs,
      ...(provider !== undefined && { provider }),
      ...(parent !== undefined && { parent }),
      dependencies,
      propertyDependencies,
      options: { protect },
    };
  };
}
