/** What the engine asked a policy pack, decoded from the wire into the form of a rehearsal. */
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";

/** How the engine configured one policy. */
export interface ConfiguredPolicy {
  readonly level: messages.EnforcementLevel;
  readonly config: Properties;
}

export interface Asked {
  /** What the engine had judged one by one, before each was created or updated: `properties` are inputs. */
  readonly single: readonly AnalyzerResource[];
  /** What it had judged together in the end; empty where it did not come to that. */
  readonly together: readonly AnalyzerResource[];
  readonly configured: ReadonlyMap<string, ConfiguredPolicy>;
}

/** @param lines what `passOn.ts` wrote */
export function readAsked(lines: string): Asked {
  const calls = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line): { name: string; request: string } => JSON.parse(line));
  const of = <T>(name: string, decode: (bytes: Uint8Array) => T) =>
    calls.filter((call) => call.name === name).map(({ request }) => decode(Buffer.from(request, "base64")));
  const configured = of("configure", messages.ConfigureAnalyzerRequest.deserializeBinary).at(-1);
  const stacks = of("analyzeStack", messages.AnalyzeStackRequest.deserializeBinary);
  return {
    single: of("analyze", messages.AnalyzeRequest.deserializeBinary).map(common),
    together: (stacks.at(-1)?.getResourcesList() ?? []).map((resource) => ({
      ...common(resource),
      ...(resource.getParent() !== "" && { parent: resource.getParent() }),
      dependencies: resource.getDependenciesList(),
      propertyDependencies: dependenciesOf(resource),
    })),
    configured: new Map(
      (configured?.getPolicyconfigMap().toArray() ?? []).map(([policy]) => [
        policy,
        configOf(configured?.getPolicyconfigMap().get(policy)),
      ]),
    ),
  };
}

function common(resource: messages.AnalyzeRequest | messages.AnalyzerResource): AnalyzerResource {
  const provider = resource.getProvider();
  return {
    type: resource.getType(),
    urn: resource.getUrn(),
    name: resource.getName(),
    properties: resource.getProperties()?.toJavaScript() ?? {},
    ...(provider !== undefined && {
      provider: {
        type: provider.getType(),
        urn: provider.getUrn(),
        name: provider.getName(),
        properties: provider.getProperties()?.toJavaScript() ?? {},
      },
    }),
    options: { protect: resource.getOptions()?.getProtect() ?? false },
  };
}

function dependenciesOf(resource: messages.AnalyzerResource): { [property: string]: readonly string[] } {
  const map = resource.getPropertydependenciesMap();
  const found: { [property: string]: readonly string[] } = {};
  map.forEach((urns, property) => {
    if (urns.getUrnsList().length > 0) found[property] = urns.getUrnsList();
  });
  return found;
}

function configOf(policy: messages.PolicyConfig | undefined): ConfiguredPolicy {
  return {
    level: policy?.getEnforcementlevel() ?? messages.EnforcementLevel.DISABLED,
    config: policy?.getProperties()?.toJavaScript() ?? {},
  };
}
