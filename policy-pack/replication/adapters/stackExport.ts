/** Reads what `pulumi stack export` writes, of one stack or of several that belong together. */
import type { Topology } from "../topology";
import { isObject, ownItems, ownNames, ownValue, rawValue } from "./rawValue";
import type { StackProvider, StackResource } from "./stackResource";
import { isRelevantType, topologyOfResources } from "./topologyOfResources";
import { nameOfUrn } from "./urn";

/** The topology of the exports, or everything that is wrong with them. */
export type StackExportReading =
  | { readonly topology: Topology; readonly contents: ExportContents }
  | { readonly problems: readonly string[] };

/** What the exports hold, for a reader who wonders why there is nothing to prove. */
export interface ExportContents {
  readonly resources: number;
  /** Package -> number of its resources, e.g. `aws` -> 31; providers and stacks are not counted. */
  readonly byPackage: ReadonlyMap<string, number>;
  /** `resource URN: property` of each value that matters and is encrypted. */
  readonly encrypted: readonly string[];
}

/**
 * The topology of one export or of several together, so that a reference from one stack to a resource of another is found.
 *
 * @param exports the text of each file, or what `JSON.parse` made of it
 */
export function topologyFromStackExport(...exports: readonly unknown[]): StackExportReading {
  const problems: string[] = [];
  const states = exports.flatMap((each, index) => {
    const where = exports.length > 1 ? `export ${index + 1}: ` : "";
    const state = deploymentOf(each);
    if ("problem" in state) problems.push(`${where}${state.problem}`);
    return "problem" in state ? [] : [state.resources];
  });
  if (exports.length === 0) problems.push("expected at least one export, found none");
  problems.push(...repeated(states));
  if (problems.length > 0) return { problems };
  const resources = states.flatMap(stackResources);
  return { topology: topologyOfResources(resources), contents: contentsOf(states, resources) };
}

type Deployment = { readonly resources: readonly object[] } | { readonly problem: string };

const howTo = "write one with: pulumi stack export --file stack.json";

function deploymentOf(written: unknown): Deployment {
  const parsed = typeof written === "string" ? parsedText(written) : { value: written };
  if ("problem" in parsed) return parsed;
  const { value } = parsed;
  if (!isObject(value) || Array.isArray(value)) {
    return { problem: `expected the JSON object of a stack export, found ${kindOf(value)}; ${howTo}` };
  }
  // A state file of a self-managed backend holds the same under `checkpoint.latest`.
  const deployment = ownValue(value, "deployment") ?? ownValue(ownValue(value, "checkpoint"), "latest");
  if (!isObject(deployment)) {
    const names = ownNames(value).slice(0, 5).join(", ");
    return { problem: `expected a "deployment", found ${names === "" ? "nothing" : names}; ${howTo}` };
  }
  const resources = ownItems(ownValue(deployment, "resources") ?? []);
  if (resources === undefined) {
    const found = kindOf(ownValue(deployment, "resources"));
    return { problem: `deployment.resources: expected a list, found ${found}; ${howTo}` };
  }
  return { resources: resources.filter(isObject) };
}

function parsedText(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (text.trim() === "") return { problem: `expected a stack export, found an empty text; ${howTo}` };
    const reason = error instanceof Error ? error.message : String(error);
    const isCut = /end of JSON|Unterminated|after (array|property)/i.test(reason);
    const hint = isCut ? "; it seems to be cut off" : "";
    return { problem: `expected JSON, found text that is none (${reason})${hint}; ${howTo}` };
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** One stack twice would show every resource twice, in perhaps two states. */
function repeated(states: readonly (readonly object[])[]): readonly string[] {
  const seen = new Map<string, number>();
  return states.flatMap((resources, index) => {
    const stack = stackOf(resources);
    if (stack === undefined) return [];
    const before = seen.get(stack);
    if (before === undefined) seen.set(stack, index);
    return before === undefined
      ? []
      : [`export ${index + 1}: expected another stack, found ${stack} as in export ${before + 1}`];
  });
}

function stackOf(resources: readonly object[]): string | undefined {
  for (const resource of resources) {
    const urn = textIn(resource, "urn");
    if (urn !== undefined)
      return urn
        .split("::")
        .slice(0, 2)
        .join("::")
        .replace(/^urn:pulumi:/, "");
  }
  return undefined;
}

function stackResources(resources: readonly object[]): readonly StackResource[] {
  const providers = new Map<string, StackProvider>();
  for (const resource of resources) {
    if (!textIn(resource, "type")?.startsWith("pulumi:providers:")) continue;
    const urn = textIn(resource, "urn") ?? "";
    const properties = objectIn(resource, "inputs") ?? objectIn(resource, "outputs") ?? {};
    providers.set(`${urn}::${textIn(resource, "id") ?? ""}`, { key: urn, properties });
  }
  return resources.filter(isLive).flatMap((resource) => {
    const type = textIn(resource, "type") ?? "";
    return isRelevantType(type) ? [stackResource(resource, type, providers)] : [];
  });
}

/** A resource that a replacement has left to be deleted, or has deleted and not made anew yet, does not count. */
function isLive(resource: object): boolean {
  return ownValue(resource, "delete") !== true && ownValue(resource, "pendingReplacement") !== true;
}

function stackResource(
  resource: object,
  type: string,
  providers: ReadonlyMap<string, StackProvider>,
): StackResource {
  const urn = textIn(resource, "urn") ?? "";
  const provider = textIn(resource, "provider");
  return {
    urn,
    type,
    name: nameOfUrn(urn),
    id: textIn(resource, "id"),
    external: ownValue(resource, "external") === true,
    inputs: objectIn(resource, "inputs") ?? {},
    outputs: objectIn(resource, "outputs") ?? {},
    origins: originsOf(resource),
    provider:
      provider === undefined ? undefined : (providers.get(provider) ?? { key: provider, properties: {} }),
  };
}

function originsOf(resource: object): ReadonlyMap<string, readonly string[]> {
  const dependencies = ownValue(resource, "propertyDependencies");
  return new Map(
    ownNames(dependencies).map((name) => [
      name,
      (ownItems(ownValue(dependencies, name)) ?? []).filter((urn) => typeof urn === "string"),
    ]),
  );
}

function contentsOf(
  states: readonly (readonly object[])[],
  relevant: readonly StackResource[],
): ExportContents {
  const byPackage = new Map<string, number>();
  let resources = 0;
  for (const resource of states.flat()) {
    resources += 1;
    const name = textIn(resource, "type")?.split(":")[0] ?? "";
    if (name !== "pulumi" && name !== "") byPackage.set(name, (byPackage.get(name) ?? 0) + 1);
  }
  return { resources, byPackage, encrypted: relevant.flatMap(encryptedIn) };
}

function encryptedIn(resource: StackResource): readonly string[] {
  return ownNames(resource.inputs)
    .filter((name) => holdsEncrypted(ownValue(resource.inputs, name)))
    .map((name) => `${resource.urn}: ${name}`);
}

function holdsEncrypted(written: unknown): boolean {
  const raw = rawValue(written);
  if ("hidden" in raw) return raw.hidden === "encrypted";
  const items = ownItems(raw.value) ?? ownNames(raw.value).map((name) => ownValue(raw.value, name));
  return items.some(holdsEncrypted);
}

function textIn(container: object, name: string): string | undefined {
  const value = ownValue(container, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function objectIn(container: object, name: string): object | undefined {
  const value = ownValue(container, name);
  return isObject(value) ? value : undefined;
}
