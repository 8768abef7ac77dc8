/**
 * The config of policies: fields with their JSON schema, their documentation and their checks.
 *
 * The fields check the config themselves, because only some ways of running a pack check it against the schema.
 */
import type { PolicyConfigSchema } from "@pulumi/policy";

type JSONSchema = PolicyConfigSchema["properties"][string];

/** The value, or what is wrong with it; both where what is right of a list can be used all the same. */
export type Parsed<T> =
  | { readonly value: T; readonly problems?: readonly string[] }
  | { readonly problems: readonly string[] };

/** One configurable value of a policy. */
export interface Field<T> {
  readonly name: string;
  readonly schema: JSONSchema;
  /** Used when the config says nothing, or something wrong (which is then reported). */
  readonly fallback: T;
  /** @param path How a problem names the value, e.g. `exempt[0].reason`. */
  readonly parse: (value: unknown, path: string) => Parsed<T>;
}

/** The checked config of one policy. */
export interface PolicyConfig {
  readonly get: <T>(field: Field<T>) => T;
  /** One text per value that the config has wrong. */
  readonly problems: readonly string[];
}

export function readSettings(
  fields: readonly Field<unknown>[],
  config: { readonly [key: string]: unknown },
): PolicyConfig {
  const names = fields.map((field) => field.name);
  const problems = Object.keys(config)
    .filter((key) => !names.includes(key))
    .map((key) => problem(key, `one of ${names.join(", ")}`, "a name that this policy does not have"));
  for (const field of fields) {
    const parsed = parseField(field, config);
    problems.push(...(parsed.problems ?? []));
  }
  return {
    problems,
    get: (field) => {
      const parsed = parseField(field, config);
      return "value" in parsed ? parsed.value : field.fallback;
    },
  };
}

/** The schema that the engine checks the config against, and that the documentation is made from. */
export function schemaOf(fields: readonly Field<unknown>[]): PolicyConfigSchema {
  return { properties: Object.fromEntries(fields.map((field) => [field.name, field.schema])) };
}

function parseField<T>(field: Field<T>, config: { readonly [key: string]: unknown }): Parsed<T> {
  const value = config[field.name];
  return value === undefined || value === null ? { value: field.fallback } : field.parse(value, field.name);
}

export function problem(path: string, expected: string, found: string): string {
  return `config ${path}: expected ${expected}, found ${found}; correct it in the policy pack's config`;
}

export function flag(name: string, fallback: boolean, description: string): Field<boolean> {
  return {
    name,
    fallback,
    schema: { type: "boolean", default: fallback, description },
    parse: (value, path) =>
      typeof value === "boolean"
        ? { value }
        : { problems: [problem(path, "true or false", JSON.stringify(value))] },
  };
}

export function integer(
  name: string,
  range: { readonly minimum: number; readonly maximum: number; readonly fallback: number },
  description: string,
): Field<number> {
  const { minimum, maximum, fallback } = range;
  return {
    name,
    fallback,
    schema: { type: "integer", minimum, maximum, default: fallback, description },
    parse: (value, path) =>
      typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum
        ? { value }
        : {
            problems: [problem(path, `a whole number from ${minimum} to ${maximum}`, JSON.stringify(value))],
          },
  };
}

export function choice<T extends string>(
  name: string,
  values: readonly T[],
  fallback: T,
  description: string,
): Field<T> {
  return {
    name,
    fallback,
    schema: { type: "string", enum: [...values], default: fallback, description },
    parse: (value, path) => {
      const chosen = values.find((candidate) => candidate === value);
      const expected = `one of ${values.map((candidate) => JSON.stringify(candidate)).join(", ")}`;
      return chosen === undefined
        ? { problems: [problem(path, expected, JSON.stringify(value))] }
        : { value: chosen };
    },
  };
}

export function text(name: string, fallback: string, description: string): Field<string> {
  return {
    name,
    fallback,
    schema: { type: "string", minLength: 1, default: fallback, description },
    parse: (value, path) =>
      typeof value === "string" && value !== ""
        ? { value }
        : { problems: [problem(path, "a text", JSON.stringify(value))] },
  };
}

export function texts(
  name: string,
  options: {
    readonly fallback?: readonly string[];
    readonly pattern?: string;
    readonly what: string;
  },
  description: string,
): Field<readonly string[]> {
  const { fallback = [], pattern, what } = options;
  const valid = (item: unknown): item is string =>
    typeof item === "string" && item !== "" && (pattern === undefined || new RegExp(pattern).test(item));
  return {
    name,
    fallback,
    schema: {
      type: "array",
      items: { type: "string", minLength: 1, ...(pattern !== undefined && { pattern }) },
      default: [...fallback],
      description,
    },
    parse: (value, path) => {
      if (!Array.isArray(value)) return { problems: [problem(path, "a list", JSON.stringify(value))] };
      const problems = value.flatMap((item: unknown, index) =>
        valid(item) ? [] : [problem(`${path}[${index}]`, what, JSON.stringify(item))],
      );
      return problems.length > 0 ? { problems } : { value: value.filter(valid) };
    },
  };
}
