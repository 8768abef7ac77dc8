/** Places in the settings: how they are written, what is there, and which names the schema knows there. */
import { settingsSchema } from "./settingsSchema";

/** Names and indexes that lead to a value. */
export type Path = readonly PropertyKey[];

/** @example pathText(["replicas", 1, "region"]) // "replicas[1].region" */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, part)
        ? Reflect.get(inner, part)
        : undefined,
    value,
  );
}

/** Whether nothing is set at a path, or what `Pulumi.yaml` sets there by default. */
export function isUnsetAt(value: unknown, path: Path): boolean {
  const found = valueAt(value, path);
  if (found === undefined || found === "" || found === null) return true;
  if (typeof found === "object" && Object.keys(found).length === 0) return true;
  const [name = ""] = path;
  return path.length === 1 && found === Reflect.get(settingsSchema.parse({ prefix: "" }), name);
}

/** A copy with another value at a path, or without it where the value is undefined. */
export function withValueAt(value: unknown, [first, ...rest]: Path, replacement: unknown): unknown {
  if (first === undefined) return replacement;
  const inner = withValueAt(valueAt(value, [first]), rest, replacement);
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    return inner === undefined
      ? entries.filter((_, index) => index !== first)
      : entries.map((entry, index) => (index === first ? inner : entry));
  }
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const others = entries.filter(([name]) => name !== first);
  return Object.fromEntries(inner === undefined ? others : [...others, [first, inner]]);
}

/** The names that the schema knows at a path; none where the keys are the user's own. */
export function knownNamesAt(path: Path): readonly string[] {
  const names = path.filter((part) => typeof part === "string");
  return namesBelow(settingsSchema, names);
}

function namesBelow(schema: unknown, [first, ...rest]: readonly string[]): readonly string[] {
  const shape = shapeOf(schema);
  if (shape === undefined) return [];
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
