/** The section of docs/policies.md about one policy. */
import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Policy } from "../policy/policySettings";
import { isAboutReplication } from "./presets";
import { paragraph } from "./prose";

type JSONSchema = PolicyConfigSchema["properties"][string];

/** What it checks and why, how to mend a violation, its config and the controls that it serves. */
export function policySection(policy: Policy): readonly string[] {
  const { name, displayName = "", description, remediationSteps = "", framework, url, severity } = policy;
  const { enforcementLevel } = policy;
  const config = configOf(policy);
  const scope = "validateStack" in policy ? "the stack" : "one resource";
  const preset = isAboutReplication(policy) ? "kept" : "disabled";
  return [
    `### \`${name}\``,
    "",
    ...paragraph(`**${displayName}.** ${description}`),
    "",
    ...item(
      `Judges ${scope}; ${enforcementLevel}, severity ${severity}; ${preset} by the preset \`replication\`.`,
    ),
    ...item(`To mend it: ${remediationSteps}`),
    ...(framework === undefined
      ? []
      : item(`Serves ${framework.name}: ${framework.reference} (${framework.specification}).`)),
    ...item(`See ${url}`),
    ...(config.size === 0
      ? []
      : ["", "Config:", "", ...[...config].flatMap(fieldLines), "", ...exampleLines(name, config)]),
  ];
}

function item(text: string): readonly string[] {
  return paragraph(`- ${text}`, "  ");
}

/** The config of a policy, without the exemptions that every policy has. */
function configOf({ configSchema }: Policy): ReadonlyMap<string, JSONSchema> {
  return new Map(Object.entries(configSchema?.properties ?? {}).filter(([name]) => name !== "exempt"));
}

function fieldLines([name, schema]: readonly [string, JSONSchema]): readonly string[] {
  const fallback = `default \`${JSON.stringify(schema.default).replaceAll(",", ", ")}\``;
  return item(`\`${name}\` (${typeOf(schema)}; ${fallback}): ${schema.description ?? ""}`);
}

function typeOf({ type, enum: values, minimum, maximum, items }: JSONSchema): string {
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  const isOfObjects = typeof items === "object" && "type" in items && items.type === "object";
  if (type === "array") return isOfObjects ? "list of objects" : "list of texts";
  if (type === "string") return "text";
  return minimum === undefined ? String(type) : `${String(type)} from ${minimum} to ${maximum}`;
}

function exampleLines(name: string, config: ReadonlyMap<string, JSONSchema>): readonly string[] {
  const values = Object.fromEntries([...config].map(([field, schema]) => [field, exampleOf(schema)]));
  return ["```json", ...JSON.stringify({ [name]: values }, undefined, 2).split("\n"), "```"];
}

/** A value that the schema takes: the one that it shows, else one that is not the default, where there is one. */
export function exampleOf(schema: JSONSchema): unknown {
  const { type, enum: values, minimum, maximum, default: fallback } = schema;
  const examples: unknown = Reflect.get(schema, "examples");
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (values !== undefined) return values.find((value) => value !== fallback) ?? fallback;
  if (type === "boolean") return fallback !== true;
  if (type === "integer") return fallback === minimum ? Number(minimum) + 1 : (maximum ?? fallback);
  return fallback;
}
