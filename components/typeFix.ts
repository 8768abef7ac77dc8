/** What to write where a setting has another type than it needs. */

/** The name of a type of the schema, as a user knows it. */
export function typeName(type: string): string {
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

/**
 * What to write instead of a value of another type.
 *
 * @param names the settings that an object has; empty where its keys are the user's own.
 */
export function typeFix(type: string, value: unknown, names: readonly string[]): string {
  if (value === undefined) return "add it to the stack's settings";
  switch (type) {
    case "string":
      return typeof value === "object" && value !== null ? "write one text" : "put it in quotes";
    case "boolean":
      return booleanFix(value);
    case "number":
      return typeof value === "string" && /^\d+$/.test(value)
        ? `write ${value} without quotes`
        : "write a number";
    case "array":
      return typeof value === "string" && value !== "" ? `write it as a list: [${value}]` : "write a list";
    default:
      return names.length === 0
        ? "write a name and a value below it, e.g. team: storage"
        : `write its settings below it: ${names.join(", ")}`;
  }
}

const YES = ["yes", "y", "on", "true", "1"];
const NO = ["no", "n", "off", "false", "0"];

/** `yes` and `on` were booleans in YAML 1.1, and are text in YAML 1.2, which Pulumi reads. */
function booleanFix(value: unknown): string {
  const word = String(value).toLowerCase();
  const meant = YES.includes(word) ? "true" : NO.includes(word) ? "false" : undefined;
  if (meant === undefined) return "write true or false";
  if (word === meant) return `write ${meant} without quotes`;
  return `write ${meant}: ${typeof value === "string" ? `${value} is text in yaml 1.2` : `${value} is a number`}`;
}
