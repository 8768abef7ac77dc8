/**
 * The config of policies: fields, each with one zod schema that checks it and that its JSON schema comes from.
 *
 * The fields check the config themselves, because only some ways of running a pack check it against the JSON schema.
 */
import type { PolicyConfigSchema } from "@pulumi/policy";
// The functions of zod/mini take less than half of zod's room in the bundled pack.
import * as z from "zod/mini";

/** One configurable value of a policy. */
export interface Field<T> {
  readonly name: string;
  /** Its error texts state what is expected. */
  readonly schema: z.core.$ZodType<T>;
  /** Used when the config says nothing, or something wrong (which is then reported). */
  readonly fallback: T;
  /** Of a list whose right entries apply even if others are wrong: what the entries are called, e.g. `exemptions`. */
  readonly entries?: string;
}

/** The checked config of one policy. */
export interface PolicyConfig {
  readonly get: <T>(field: Field<T>) => T;
  /** One text per value that the config has wrong. */
  readonly problems: readonly string[];
}

interface Config {
  readonly [key: string]: unknown;
}

export function readSettings(fields: readonly Field<unknown>[], config: Config): PolicyConfig {
  const names = fields.map((field) => field.name);
  const unknownNames = Object.keys(config)
    .filter((key) => !names.includes(key))
    .map((key) => problem(key, `one of ${names.join(", ")}`, "a name that this policy does not have"));
  return {
    problems: [...unknownNames, ...fields.flatMap((field) => problemsOf(field, config))],
    get: (field) => settingOf(field, config),
  };
}

/** The JSON schema that the engine checks the config against, and that the documentation is made from. */
export function schemaOf(fields: readonly Field<unknown>[]): PolicyConfigSchema {
  const config = z.object(Object.fromEntries(fields.map((field) => [field.name, field.schema])));
  const { properties } = z.toJSONSchema(config, { target: "draft-07" });
  // The SDK's type of JSON schemas has fewer keywords than zod's; no field needs the others.
  return { properties: JSON.parse(JSON.stringify(properties)) };
}

function settingOf<T>(field: Field<T>, config: Config): T {
  const { success, data, error } = parse(field, config[field.name]);
  if (success) return data;
  const value = config[field.name];
  if (field.entries === undefined || !Array.isArray(value)) return field.fallback;
  const wrong = new Set(error.issues.map(({ path: [index] }) => index));
  const right = parse(
    field,
    value.filter((_, index) => !wrong.has(index)),
  );
  return right.success ? right.data : field.fallback;
}

function problemsOf(field: Field<unknown>, config: Config): readonly string[] {
  const value = config[field.name];
  const issues = parse(field, value).error?.issues ?? [];
  const problems = issues.flatMap((issue) => {
    const path = `${field.name}${pathText(issue.path)}`;
    if (issue.code !== "unrecognized_keys")
      return [problem(path, issue.message, shown(valueAt(value, issue.path)))];
    return issue.keys.map((key) =>
      problem(`${path}.${key}`, issue.message, `a name that ${field.entries} do not have`),
    );
  });
  // A value that fails several checks is one problem.
  return [...new Set(problems)];
}

/** A name without a value, which is null in YAML, says nothing either. */
function parse<T>(field: Field<T>, value: unknown) {
  return z.safeParse(field.schema, value ?? field.fallback);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, part) : undefined),
    value,
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

function problem(path: string, expected: string, found: string): string {
  return `config ${path}: expected ${expected}, found ${found}; correct it in the policy pack's config`;
}

export function flag(name: string, fallback: boolean, description: string): Field<boolean> {
  return field(name, z.boolean("true or false"), fallback, description);
}

export function integer(
  name: string,
  range: { readonly minimum: number; readonly maximum: number; readonly fallback: number },
  description: string,
): Field<number> {
  const { minimum, maximum, fallback } = range;
  const expected = `a whole number from ${minimum} to ${maximum}`;
  const schema = z.int(expected).check(z.gte(minimum, expected), z.lte(maximum, expected));
  return field(name, schema, fallback, description);
}

export function choice<T extends string>(
  name: string,
  values: readonly T[],
  fallback: T,
  description: string,
): Field<T> {
  const expected = `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
  return field(name, z.literal(values, expected), fallback, description);
}

export function text(name: string, fallback: string, description: string): Field<string> {
  return field(name, nonEmptyText("a text"), fallback, description);
}

export function texts(
  name: string,
  options: {
    readonly fallback?: readonly string[];
    readonly pattern?: string;
    readonly what: string;
    /** Entries that the documentation shows; the fallback when not set. */
    readonly example?: readonly string[];
  },
  description: string,
): Field<readonly string[]> {
  const { fallback = [], pattern, what, example } = options;
  const item = nonEmptyText(what);
  const schema = pattern === undefined ? item : item.check(z.regex(new RegExp(pattern), what));
  const entries = list(schema);
  if (example !== undefined) z.globalRegistry.add(entries, { examples: [example] });
  return field(name, entries, fallback, description);
}

export function nonEmptyText(expected: string) {
  return z.string(expected).check(z.minLength(1, expected));
}

export function list<T>(item: z.core.$ZodType<T>): z.core.$ZodType<readonly T[]> {
  return z.array(item, "a list");
}

/** A field whose default and description the JSON schema tells as well. */
export function field<T>(
  name: string,
  schema: z.core.$ZodType<T>,
  fallback: T,
  description: string,
): Field<T> {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), default: fallback, description });
  return { name, fallback, schema };
}
