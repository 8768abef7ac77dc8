/** Problems of the shape of a component's inputs, found with the schema of the package. */
import * as pulumi from "@pulumi/pulumi";
import { type Problem, shownValue, suggestion } from "../problems";

/** What a schema says of one property. */
export interface PropertySchema {
  readonly type?: string;
  readonly $ref?: string;
  /** Whether the value decides what is registered, so that it must be known. */
  readonly plain?: boolean;
  readonly items?: PropertySchema;
  readonly additionalProperties?: PropertySchema;
}

/** What a schema says of an object or an enumeration. */
export interface TypeSchema {
  readonly properties?: { readonly [name: string]: PropertySchema };
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly value: string }[];
}

/** Types by what `$ref` says. */
export interface Types {
  readonly [reference: string]: TypeSchema;
}

/** Every way in which the inputs are not what the schema says, with the names of the schema. */
export function inputProblems(inputs: object, type: TypeSchema, types: Types): readonly Problem[] {
  return objectProblems("", inputs, type, types);
}

function objectProblems(path: string, value: object, type: TypeSchema, types: Types): readonly Problem[] {
  const { properties = {}, required = [] } = type;
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const names = Object.keys(properties);
  const unknown = Object.entries(value)
    .filter(([name, own]) => !names.includes(name) && own !== undefined)
    .map(([name]) => ({
      path: at(name),
      expected: "a known name",
      found: shownValue(name),
      fix: suggestion(name, names),
    }));
  const wrong = Object.entries(properties).flatMap(([name, property]) => {
    const own: unknown = Reflect.get(value, name);
    if (own !== undefined) return problemsOfValue(at(name), own, property, types);
    return required.includes(name) ? [problem(at(name), words(property, types), "nothing", "add it")] : [];
  });
  return [...unknown, ...wrong];
}

function problemsOfValue(
  path: string,
  value: unknown,
  property: PropertySchema,
  types: Types,
): readonly Problem[] {
  const expected = words(property, types);
  const { items, additionalProperties } = property;
  const type = property.$ref === undefined ? undefined : types[property.$ref];
  const fix = value === null ? "leave it out" : "see docs/other-languages.md";
  const other = problem(path, expected, shownValue(value), fix);
  if (pulumi.Output.isInstance(value)) {
    if (property.plain !== true) return [];
    const known = "write the value itself: it decides which resources there are, before any output is known";
    return [problem(path, expected, "an output or a secret", known)];
  }
  if (type?.enum !== undefined) {
    const values = type.enum.map((each) => each.value);
    if (values.some((each) => each === value)) return [];
    return [{ ...other, fix: suggestion(String(value), values) }];
  }
  if (items !== undefined) {
    if (!Array.isArray(value)) return [other];
    const entries: readonly unknown[] = value;
    return entries.flatMap((entry, index) => problemsOfValue(`${path}[${index}]`, entry, items, types));
  }
  if (type === undefined && additionalProperties === undefined)
    return typeof value === property.type ? [] : [other];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [other];
  if (type !== undefined) return objectProblems(path, value, type, types);
  if (additionalProperties === undefined) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    problemsOfValue(`${path}.${key}`, entry, additionalProperties, types),
  );
}

function problem(path: string, expected: string, found: string, fix: string): Problem {
  return { path, expected, found, fix };
}

/** What a property should be, in words. */
function words({ type, $ref, items }: PropertySchema, types: Types): string {
  const values = $ref === undefined ? undefined : types[$ref]?.enum;
  if (values !== undefined) return `one of ${values.map(({ value }) => value).join(", ")}`;
  if (items !== undefined) return "a list";
  if (type === "string") return "text";
  if (type === "number") return "a number";
  return type === "boolean" ? "true or false" : "an object";
}
