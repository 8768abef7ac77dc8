/** The configuration of the running stack, read and checked. */
import * as pulumi from "@pulumi/pulumi";
import { problemList } from "./problems";
import { type ParsedSettings, parseSettings } from "./settings";
import { settingsSchema } from "./settingsSchema";

/** The arguments of the component that the stack builds: one that replicates, or one that receives. */
export type StackArguments = Exclude<ParsedSettings, { readonly problems: unknown }>;

/**
 * The arguments that the configuration of the running stack asks for.
 *
 * @throws pulumi.RunError with every problem of the configuration; nothing is registered then.
 */
export function stackArguments(): StackArguments {
  const parsed = parseSettings(decodeConfiguration(pulumi.getProject(), pulumi.runtime.allConfig()));
  if (!("problems" in parsed)) return parsed;
  const headline = (count: string) => `the settings of stack ${pulumi.getStack()} have ${count}:`;
  throw new pulumi.RunError(problemList(headline, parsed.problems));
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
  // A default or an option is around a type, a transform comes after it.
  const inner: unknown = Reflect.get(definition, "innerType") ?? Reflect.get(definition, "in");
  return typeof inner === "object" && inner !== null && isText(inner);
}
