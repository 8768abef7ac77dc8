/** Problems of settings that have the wrong shape, out of what the schema says about them. */
import type { z } from "zod";
import { type Problem, shownValue, suggestion } from "./problems";
import { settingsSchema } from "./settingsSchema";

/** Settings of any shape, by name. */
export interface RawSettings {
  readonly [name: string]: unknown;
}

/** A stack without `receiver` needs a primary. `Pulumi.yaml` cannot state that: there the setting has an empty default. */
export function missingRegion({ receiver, primaryRegion }: RawSettings): readonly Problem[] {
  const unset = receiver === undefined || JSON.stringify(receiver) === "{}" || receiver === "";
  if (!unset || (primaryRegion !== undefined && primaryRegion !== "")) return [];
  const found = shownValue(primaryRegion === "" ? undefined : primaryRegion);
  return [{ path: "primaryRegion", expected: "text", found, fix: typeFix("string", found) }];
}

/** The problems that one issue of the schema represents. */
export function shapeProblems(issue: z.core.$ZodIssue, raw: RawSettings): readonly Problem[] {
  const path = pathText(issue.path);
  const found = shownValue(valueAt(raw, issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        expected: "a known setting",
        found: shownValue(key),
        fix: suggestion(key, knownNamesAt(issue.path)),
      }));
    case "invalid_value": {
      const values = issue.values.map(String);
      return [
        {
          path,
          expected: `one of ${values.join(", ")}`,
          found,
          fix: suggestion(found.replaceAll('"', ""), values),
        },
      ];
    }
    case "invalid_type":
      return [{ path, expected: expectedType(issue.expected), found, fix: typeFix(issue.expected, found) }];
    default:
      return [{ path, expected: issue.message.toLowerCase(), found, fix: "see docs/settings.md" }];
  }
}

function expectedType(type: string): string {
  const names: { readonly [type: string]: string } = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[type] ?? type;
}

function typeFix(type: string, found: string): string {
  if (found === "nothing") return "add it to the stack's settings";
  if (type === "string") return "put it in quotes";
  return "see docs/settings.md";
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    raw,
  );
}

/** The names that the schema knows at a path, for a suggestion. */
function knownNamesAt(path: readonly PropertyKey[]): readonly string[] {
  const probe = settingsSchema.shape;
  const [first, ...rest] = path.filter((part) => typeof part === "string");
  if (first === undefined) return Object.keys(probe);
  return namesBelow(Reflect.get(probe, first), rest.map(String));
}

function namesBelow(schema: unknown, path: readonly string[]): readonly string[] {
  const shape = shapeOf(schema);
  if (shape === undefined) return [];
  const [first, ...rest] = path;
  return first === undefined ? Object.keys(shape) : namesBelow(Reflect.get(shape, first), rest);
}

/** The properties of an object schema inside of defaults, lists, options and transforms. */
function shapeOf(schema: unknown): object | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const shape: unknown = Reflect.get(schema, "shape");
  if (typeof shape === "object" && shape !== null) return shape;
  const definition: unknown = Reflect.get(schema, "def");
  if (typeof definition !== "object" || definition === null) return undefined;
  for (const inner of ["innerType", "element", "in", "out"]) {
    const found = shapeOf(Reflect.get(definition, inner));
    if (found !== undefined) return found;
  }
  return undefined;
}
