/** The configuration of the running stack, read and checked. */
import * as pulumi from "@pulumi/pulumi";
import { didYouMean, type Problem, shownValue } from "./problems";
import { type ParsedSettings, parseSettings } from "./settings";
import { SettingsError } from "./settingsError";
import { settingsSchema } from "./settingsSchema";

/** The arguments of the component that the stack builds: one that replicates, or one that receives. */
export type StackArguments = Exclude<ParsedSettings, { readonly problems: unknown }>;

/**
 * The arguments that the configuration of the running stack asks for.
 *
 * @throws SettingsError with every problem of the configuration; nothing is registered then.
 */
export function stackArguments(): StackArguments {
  const { settings, problems } = readConfiguration(pulumi.getProject(), pulumi.runtime.allConfig());
  const parsed = parseSettings(settings);
  const all = [...problems, ...("problems" in parsed ? parsed.problems : [])];
  if ("problems" in parsed || all.length > 0) throw new SettingsError(pulumi.getStack(), all);
  return parsed;
}

/** A configuration, key by key: `project:name` -> text. */
interface Configuration {
  readonly [key: string]: string;
}

/** The settings in a configuration, and keys whose namespace is a slip of the project's name. */
export interface ReadConfiguration {
  /** Those of misspelled namespaces included, so that they are not reported as missing. */
  readonly settings: { readonly [name: string]: unknown };
  readonly problems: readonly Problem[];
}

/** The settings of one project, out of everything that the engine hands over. */
export function readConfiguration(project: string, configuration: Configuration): ReadConfiguration {
  const misspelled = Object.keys(configuration).filter((key) => isMisspelled(project, key));
  const corrected = misspelled.map((key) => [`${project}:${nameIn(key)}`, configuration[key] ?? ""] as const);
  return {
    settings: decodeConfiguration(project, { ...configuration, ...Object.fromEntries(corrected) }),
    problems: misspelled.map((key) => ({
      path: key,
      expected: `the namespace ${project}`,
      found: shownValue(namespaceIn(key)),
      fix: `did you mean "${project}:${nameIn(key)}"?`,
    })),
  };
}

/** Other namespaces belong to providers, whose names are not near the project's and whose settings are others. */
function isMisspelled(project: string, key: string): boolean {
  const namespace = namespaceIn(key);
  if (namespace === project || didYouMean(namespace, [project]) === undefined) return false;
  const names = Object.keys(settingsSchema.shape);
  return names.includes(nameIn(key)) || didYouMean(nameIn(key), names) !== undefined;
}

function namespaceIn(key: string): string {
  return key.slice(0, key.indexOf(":"));
}

function nameIn(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/**
 * Values of one project as the engine hands them over: text as it is, everything else as JSON.
 *
 * @param configuration full key (`project:name`) -> text.
 */
export function decodeConfiguration(
  project: string,
  configuration: Configuration,
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
