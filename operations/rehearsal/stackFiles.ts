/** Reads `Pulumi.yaml` and the stack files, as Pulumi does. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { InputError } from "../inputError";
import { environmentsOf, stackFileProblem } from "./stackFileKeys";
import { isProperties, type ResourceProperties } from "./values";

/** The placeholder of a secret that only the stack's own secrets provider can decrypt. */
export const SECRET_PLACEHOLDER = "secret-not-decrypted-offline";

/** The configuration of one stack, as the engine would hand it to the program. */
export interface StackConfiguration {
  readonly project: string;
  readonly stack: string;
  /** Full key (`project:name`) -> text; JSON for what is not text. */
  readonly values: { readonly [key: string]: string };
  /** Keys whose value is secret; each has {@link SECRET_PLACEHOLDER} where the secret was. */
  readonly secretKeys: readonly string[];
  /** Pulumi ESC environments that the stack takes values from, which are not known here. */
  readonly environments: readonly string[];
  /** Name of the file that was read instead of the stack's own. */
  readonly file?: string;
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` the way the engine does: the project's defaults, then the stack's values.
 *
 * @param stackPath file to read instead of the stack's own.
 * @throws InputError when a file is missing or is not what Pulumi reads.
 */
export function readStackConfiguration(
  directory: string,
  stack: string,
  stackPath?: string,
): StackConfiguration {
  const projectFile = readYaml(join(directory, "Pulumi.yaml"), "change to the folder of a Pulumi project");
  const project = projectFile["name"];
  if (typeof project !== "string") {
    throw new InputError("Pulumi.yaml: expected a name, found none; add name: s3-replication");
  }
  const stackFile = readStackFile(stackDirectory(directory, projectFile), stack, stackPath);
  const problem = stackFileProblem(basename(stackPath ?? `Pulumi.${stack}.yaml`), stackFile);
  if (problem !== undefined) throw new InputError(problem);
  const own = isProperties(stackFile["config"]) ? stackFile["config"] : {};
  const merged = { ...projectDefaults(project, projectFile["config"]), ...qualified(project, own) };
  const entries = Object.entries(merged);
  return {
    project,
    stack,
    values: Object.fromEntries(entries.map(([key, value]) => [key, asText(withoutSecrets(value))])),
    secretKeys: entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key),
    environments: environmentsOf(stackFile),
    ...(stackPath !== undefined && { file: basename(stackPath) }),
  };
}

/** Where the files of the stacks are: the project's folder, or the one that its file names. */
function stackDirectory(directory: string, { stackConfigDir }: ResourceProperties): string {
  return typeof stackConfigDir === "string" ? resolve(directory, stackConfigDir) : directory;
}

/** As for Pulumi, a stack needs no file; but where others have one, a name without a file is taken for a slip. */
function readStackFile(directory: string, stack: string, path: string | undefined): ResourceProperties {
  const own = path ?? join(directory, `Pulumi.${stack}.yaml`);
  if (path === undefined && !existsSync(own) && stacksIn(directory).length === 0) return {};
  return readYaml(own, stackHint(directory));
}

/** The stacks that have a file in the project's folder. */
export function stacksIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}

function stackHint(directory: string): string {
  const stacks = stacksIn(directory);
  return stacks.length === 0 ? "create it" : `choose one of ${stacks.join(", ")} with --stack`;
}

/** @throws InputError with the hint where there is no such file, and where it is not keys and values. */
export function readYaml(path: string, hint: string): ResourceProperties {
  const name = basename(path);
  if (!existsSync(path)) throw new InputError(`${name}: expected a file, found none; ${hint}`);
  const document = parseDocument(readFileSync(path, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) {
    const [reason] = error.message.split("\n");
    throw new InputError(`${name}: expected yaml, found ${reason ?? error.code}; correct the file`);
  }
  const content: unknown = document.toJS() ?? {};
  if (isProperties(content)) return content;
  throw new InputError(
    `${name}: expected keys and values, found ${JSON.stringify(content)}; correct the file`,
  );
}

/** `key: default`, or `key: { type, default }` for what belongs to the project, `{ value }` for what does not. */
function projectDefaults(project: string, config: unknown): ResourceProperties {
  if (!isProperties(config)) return {};
  const entries = Object.entries(config).flatMap(([key, declaration]): [string, unknown][] => {
    if (!isProperties(declaration)) return [[key, declaration]];
    if ("default" in declaration) return [[key, declaration["default"]]];
    if ("value" in declaration) return [[key, declaration["value"]]];
    return [];
  });
  return qualified(project, Object.fromEntries(entries));
}

function qualified(project: string, values: ResourceProperties): ResourceProperties {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

/** A secret is written as `{ secure: <ciphertext> }`, alone or inside of a value. */
function isSecret(value: unknown): boolean {
  return isProperties(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isSecret(value) || (isProperties(value) && Object.values(value).some(holdsSecret));
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (isSecret(value)) return SECRET_PLACEHOLDER;
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
