import * as pulumi from "@pulumi/pulumi";
import { problemLine } from "./problems";
import { type ParsedSettings, parseSettings } from "./settings";
import { settingsSchema } from "./settingsSchema";

/** What a stack is for: to replicate, or to receive what another one replicates. */
export type StackSettings = Exclude<ParsedSettings, { readonly problems: unknown }>;

/**
 * The arguments that the configuration of the running stack asks for.
 *
 * @throws pulumi.RunError with every problem of the configuration; nothing is registered then.
 */
export function stackSettings(): StackSettings {
  const parsed = parseSettings(decodeConfiguration(pulumi.getProject(), pulumi.runtime.allConfig()));
  if (!("problems" in parsed)) return parsed;
  const { problems } = parsed;
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  throw new pulumi.RunError(
    [`the settings of stack ${pulumi.getStack()} have ${count}:`, ...lines].join("\n"),
  );
}

/**
 * Values of one project as the engine hands them over: text as it is, everything else as JSON.
 *
 * @param configuration full key (`project:name`) -> text.
 */
export function decodeConfiguration(
  project: string,
  configuration: { readonly [key: string]: string },
): { readonly [name: string]: unknown } {
  const own = Object.entries(configuration)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, text]) => [key.slice(project.length + 1), text] as const);
  return Object.fromEntries(own.map(([name, text]) => [name, decode(name, text)]));
}

function decode(name: string, text: string): unknown {
  const schema: unknown = Reflect.get(settingsSchema.shape, name);
  if (isText(schema)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isText(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return true;
  const definition: unknown = Reflect.get(schema, "def");
  if (typeof definition !== "object" || definition === null) return false;
  return Reflect.get(definition, "type") === "string" || isTextInside(definition);
}

function isTextInside(definition: object): boolean {
  const inner: unknown = Reflect.get(definition, "innerType");
  return typeof inner === "object" && inner !== null && isText(inner);
}
