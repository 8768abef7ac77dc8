/** Reads the rows of the settings table from the schema. */
import { z } from "zod";
import { settingsSchema } from "../../components/settingsSchema";
import { isProperties, type ResourceProperties } from "../rehearsal/values";

/** One setting, as documentation shows it. */
export interface SettingRow {
  /** E.g. `replicas[].storageClass`. */
  readonly name: string;
  /** `string`, `integer`, `boolean`, `array` or `object`. */
  readonly type: string;
  /** Whether a text may stand in place of the object, or of each object of the list. */
  readonly orText: boolean;
  /** The values that it can have, or that the entries of the list can have; empty where they are not listed. */
  readonly values: readonly string[];
  /** Undefined where a setting has none: required at the top, inherited or off below. */
  readonly default: unknown;
  readonly required: boolean;
  readonly description: string;
}

/** Every setting and what is inside of it, in the order of the schema. */
export function settingRows(): readonly SettingRow[] {
  return rowsOf(z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any" }), "");
}

function rowsOf(schema: unknown, prefix: string): readonly SettingRow[] {
  if (!isProperties(schema)) return [];
  const properties = isProperties(schema["properties"]) ? schema["properties"] : {};
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(properties).flatMap(([key, property]) => {
    if (!isProperties(property)) return [];
    const name = `${prefix}${key}`;
    return [row(name, property, required.includes(key)), ...innerRows(name, property)];
  });
}

function innerRows(name: string, property: ResourceProperties): readonly SettingRow[] {
  return property["type"] === "array"
    ? rowsOf(property["items"], `${name}[].`)
    : rowsOf(property, `${name}.`);
}

function row(name: string, property: ResourceProperties, required: boolean): SettingRow {
  const entry = isProperties(property["items"]) ? property["items"] : property;
  const values: readonly unknown[] = Array.isArray(entry["enum"]) ? entry["enum"] : [];
  return {
    name,
    type: String(property["type"]),
    orText: "orText" in entry,
    values: values.map(String),
    default: property["default"],
    required,
    description: String(property["description"] ?? ""),
  };
}
