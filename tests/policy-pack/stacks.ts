/** The samples that a real engine wrote, as stacks whose resources tests can change. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AnalyzerResource, Properties } from "../../operations/policy/analyzerResource";

/** The engine's mark for a text that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const fixtures = path.join(__dirname, "..", "fixtures", "engine");

/** What the engine sends at the end of the first preview: nothing exists yet, so that many values are unknown. */
export function firstPreview(): readonly AnalyzerResource[] {
  const resources: AnalyzerResource[] = JSON.parse(
    readFileSync(path.join(fixtures, "preview-resources.json"), "utf8"),
  );
  return resources.map((resource) => ({ ...resource, inputs: inputsOf(resource) }));
}

/** An unknown that comes from no resource is computed by the provider: the program did not write it. */
function inputsOf({ properties, propertyDependencies = {} }: AnalyzerResource): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => value !== UNKNOWN || (propertyDependencies[name] ?? []).length > 0,
    ),
  );
}

interface ExportedResource {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: { readonly [name: string]: unknown };
  readonly outputs?: { readonly [name: string]: unknown };
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
}

/** The same stack after its deployment, with every value known. Every route of it works. */
export function settledStack(): readonly AnalyzerResource[] {
  const exported: { deployment: { resources: ExportedResource[] } } = JSON.parse(
    readFileSync(path.join(fixtures, "stack-export.json"), "utf8"),
  );
  const { resources } = exported.deployment;
  return resources.map(({ type, urn, inputs = {}, outputs = {}, provider, ...others }) => {
    const providerUrn = provider?.slice(0, provider.lastIndexOf("::"));
    const found = resources.find((candidate) => candidate.urn === providerUrn);
    return {
      type,
      urn,
      name: nameOf(urn),
      properties: written(outputs),
      inputs: written(inputs),
      ...(found && {
        provider: {
          type: found.type,
          urn: found.urn,
          name: nameOf(found.urn),
          properties: found.outputs ?? {},
        },
      }),
      ...others,
    };
  });
}

/** Without the engine's own bookkeeping and without encrypted values. */
function written(properties: { readonly [name: string]: unknown }): Properties {
  const text = JSON.stringify(properties, (key, value: unknown) =>
    key.startsWith("__") || JSON.stringify(value)?.startsWith('{"4dabf18193072939515e22adb298388d"')
      ? undefined
      : value,
  );
  const plain: Properties = JSON.parse(text);
  return plain;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The stack with some properties of one resource changed, as input and as output; `undefined` removes one. */
export function changed(
  resources: readonly AnalyzerResource[],
  type: string,
  name: string,
  change: Properties,
): readonly AnalyzerResource[] {
  find(resources, type, name);
  return resources.map((resource) =>
    resource.type === type && resource.name === name
      ? {
          ...resource,
          properties: { ...resource.properties, ...change },
          inputs: { ...resource.inputs, ...change },
        }
      : resource,
  );
}

/** The stack without the resources of a type, or without one of them. */
export function without(
  resources: readonly AnalyzerResource[],
  type: string,
  name?: string,
): readonly AnalyzerResource[] {
  if (name !== undefined) find(resources, type, name);
  return resources.filter(
    (resource) => resource.type !== type || (name !== undefined && resource.name !== name),
  );
}

export function find(resources: readonly AnalyzerResource[], type: string, name: string): AnalyzerResource {
  const found = resources.find((resource) => resource.type === type && resource.name === name);
  if (found === undefined) throw new Error(`the stack has no ${type} named ${name}`);
  return found;
}

/** A resource on its own, on an explicit provider of ap-southeast-1. */
export function resource(type: string, inputs: Properties, name = "tested"): AnalyzerResource {
  return {
    type,
    urn: `urn:pulumi:dev::archive::${type}::${name}`,
    name,
    properties: inputs,
    inputs,
    provider: {
      type: "pulumi:providers:aws",
      urn: "urn:pulumi:dev::archive::pulumi:providers:aws::primary",
      name: "primary",
      properties: { region: "ap-southeast-1", allowedAccountIds: '["111122223333"]' },
    },
  };
}
