/** Reads typed values out of JSON, and reports values of another type. */

/** The text under a key; reports a value of another kind. */
export function optionalText(
  from: Readonly<Record<string, unknown>>,
  key: string,
  problems: string[],
  where = "",
): string | undefined {
  const value = from[key];
  if (value === undefined || typeof value === "string") return value;
  problems.push(`${where}"${key}": expected a text, found ${describe(value)}`);
  return undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return isObject(value) ? "an object" : JSON.stringify(value);
}
