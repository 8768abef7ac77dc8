/** The deployment that a stack export holds, and what would make it useless. */
import { isTooDeep } from "./depthLimit";
import { isRawObject, ownItems, ownNames, ownText, ownValue } from "./rawValue";
import { isRelevantType } from "./topologyOfResources";

export interface Deployment {
  readonly resources: readonly object[];
  /** What an interrupted update has left open, e.g. `creating urn:pulumi:…`. */
  readonly pending: readonly string[];
}

const howTo = "write one with: pulumi stack export --file stack.json";

/** @param written the text of an export, or what `JSON.parse` made of it */
export function deploymentOf(written: unknown): Deployment | { readonly problem: string } {
  const parsed = typeof written === "string" ? parsedText(written) : { value: written };
  if ("problem" in parsed) return parsed;
  const { value } = parsed;
  if (!isRawObject(value) || Array.isArray(value)) {
    return { problem: `expected the JSON object of a stack export, found ${kindOf(value)}; ${howTo}` };
  }
  // A state file of a self-managed backend holds the same under `checkpoint.latest`.
  const deployment = ownValue(value, "deployment") ?? ownValue(ownValue(value, "checkpoint"), "latest");
  if (!isRawObject(deployment)) {
    const names = ownNames(value).slice(0, 5).join(", ");
    return { problem: `expected a "deployment", found ${names === "" ? "nothing" : names}; ${howTo}` };
  }
  const items = ownItems(ownValue(deployment, "resources") ?? []);
  if (items === undefined) {
    const found = kindOf(ownValue(deployment, "resources"));
    return { problem: `deployment.resources: expected a list, found ${found}; ${howTo}` };
  }
  const resources = items.filter(isRawObject);
  const problem = problemIn(resources);
  return problem === undefined ? { resources, pending: pendingIn(deployment) } : { problem };
}

/** A resource that a replacement has left to be deleted, or has deleted and not made anew yet, does not count. */
export function isLive(resource: object): boolean {
  return ownValue(resource, "delete") !== true && ownValue(resource, "pendingReplacement") !== true;
}

/** One stack twice would show every resource twice, in perhaps two states. */
export function repeated(states: readonly Deployment[]): readonly string[] {
  const seen = new Map<string, number>();
  return states.flatMap(({ resources }, index) => {
    const stack = stackOf(resources);
    if (stack === undefined) return [];
    const before = seen.get(stack);
    if (before === undefined) seen.set(stack, index);
    return before === undefined
      ? []
      : [`export ${index + 1}: expected another stack, found ${stack} as in export ${before + 1}`];
  });
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

function problemIn(resources: readonly object[]): string | undefined {
  const seen = new Set<string>();
  for (const resource of resources) {
    const type = ownText(resource, "type") ?? "";
    const urn = ownText(resource, "urn");
    const isRead = isRelevantType(type) || type.startsWith("pulumi:providers:");
    if (isRead && [ownValue(resource, "inputs"), ownValue(resource, "outputs")].some(isTooDeep)) {
      return `${urn ?? type}: expected the properties of a resource, found values nested too deep to be any`;
    }
    if (urn === undefined || !isLive(resource)) continue;
    if (seen.has(urn)) return `deployment.resources: expected each resource once, found ${urn} again`;
    seen.add(urn);
  }
  return undefined;
}

function pendingIn(deployment: object): readonly string[] {
  const operations = ownItems(ownValue(deployment, "pending_operations")) ?? [];
  return operations.filter(isRawObject).map((operation) => {
    const resource = ownValue(operation, "resource");
    const urn = isRawObject(resource) ? ownText(resource, "urn") : undefined;
    return `${ownText(operation, "type") ?? "changing"} ${urn ?? "a resource"}`;
  });
}

function stackOf(resources: readonly object[]): string | undefined {
  for (const resource of resources) {
    const urn = ownText(resource, "urn");
    if (urn !== undefined)
      return urn
        .split("::")
        .slice(0, 2)
        .join("::")
        .replace(/^urn:pulumi:/, "");
  }
  return undefined;
}
