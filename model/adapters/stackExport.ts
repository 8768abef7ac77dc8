/** Reads what `pulumi stack export` writes, of one stack or of several that belong together. */
import type { Topology } from "../topology";
import { type Deployment, deploymentOf, isLive, repeated } from "./deployment";
import { isRawObject, ownItems, ownNames, ownText, ownValue, rawValue } from "./rawValue";
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
  /** What an interrupted update has left open, e.g. `creating urn:pulumi:…`. */
  readonly pending: readonly string[];
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
    return "problem" in state ? [] : [state];
  });
  if (exports.length === 0) problems.push("expected at least one export, found none");
  problems.push(...repeated(states));
  if (problems.length > 0) return { problems };
  const resources = states.flatMap((state) => stackResources(state.resources));
  return { topology: topologyOfResources(resources), contents: contentsOf(states, resources) };
}

function stackResources(resources: readonly object[]): readonly StackResource[] {
  const providers = new Map<string, StackProvider>();
  for (const resource of resources) {
    if (!ownText(resource, "type")?.startsWith("pulumi:providers:")) continue;
    const urn = ownText(resource, "urn") ?? "";
    const properties = objectIn(resource, "inputs") ?? objectIn(resource, "outputs") ?? {};
    providers.set(`${urn}::${ownText(resource, "id") ?? ""}`, { key: urn, properties });
  }
  return resources.filter(isLive).flatMap((resource) => {
    const type = ownText(resource, "type") ?? "";
    return isRelevantType(type) ? [stackResource(resource, type, providers)] : [];
  });
}

function stackResource(
  resource: object,
  type: string,
  providers: ReadonlyMap<string, StackProvider>,
): StackResource {
  const urn = ownText(resource, "urn") ?? "";
  const provider = ownText(resource, "provider");
  return {
    urn,
    type,
    name: nameOfUrn(urn),
    id: ownText(resource, "id"),
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

function contentsOf(states: readonly Deployment[], relevant: readonly StackResource[]): ExportContents {
  const byPackage = new Map<string, number>();
  let resources = 0;
  for (const resource of states.flatMap((state) => state.resources)) {
    resources += 1;
    const name = ownText(resource, "type")?.split(":")[0] ?? "";
    if (name !== "pulumi" && name !== "") byPackage.set(name, (byPackage.get(name) ?? 0) + 1);
  }
  return {
    resources,
    byPackage,
    encrypted: relevant.flatMap(encryptedIn),
    pending: states.flatMap(({ pending }) => pending),
  };
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

function objectIn(container: object, name: string): object | undefined {
  const value = ownValue(container, name);
  return isRawObject(value) ? value : undefined;
}
