/** Brings rehearsed resources into the form in which the engine hands them to a policy pack. */
import type { AnalyzerProvider, AnalyzerResource } from "../policy/analyzerResource";
import type { PlannedResource } from "./plan";

export function analyzerResources(planned: readonly PlannedResource[]): readonly AnalyzerResource[] {
  const providers = new Map<string, AnalyzerProvider>();
  for (const { type, urn, name, inputs } of planned)
    if (type.startsWith("pulumi:providers:")) providers.set(urn, { type, urn, name, properties: inputs });
  return planned.map((resource) => {
    const { type, urn, name, inputs, outputs, parent, dependencies, propertyDependencies, protect } =
      resource;
    const provider = providers.get(resource.provider ?? "");
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
  });
}
