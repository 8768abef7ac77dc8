/** Generates what says the same as the schema of the settings: the page, the settings of `Pulumi.yaml`, the JSON schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Pair, parseDocument, Scalar, YAMLMap } from "yaml";
import type { GeneratedFile } from "./generated";
import { type SettingRow, settingRows } from "./settingRows";
import { settingsPage } from "./settingsPage";
import { stackSchema } from "./stackSchema";

/** Files that say the same as the schema of the settings. */
export function settingsFiles(directory: string): readonly GeneratedFile[] {
  const rows = settingRows();
  return [
    { path: "docs/settings.md", content: settingsPage(rows) },
    { path: "schema/stack.schema.json", content: `${JSON.stringify(stackSchema(), null, 2)}\n` },
    { path: "Pulumi.yaml", content: projectFile(readFileSync(join(directory, "Pulumi.yaml"), "utf8"), rows) },
  ];
}

/** The project file with the settings declared: the engine then knows, checks and defaults them. */
function projectFile(current: string, rows: readonly SettingRow[]): string {
  const document = parseDocument(current);
  const settings = rows.filter(({ name }) => !/[.[]/.test(name));
  const pairs = settings.map((row) => {
    const key = new Scalar(row.name);
    const undeclarable = UNDECLARABLE.has(row.name);
    if (undeclarable) key.commentBefore = ` ${row.description}`;
    return new Pair(key, document.createNode(undeclarable ? UNDECLARABLE.get(row.name) : declaration(row)));
  });
  const config = new YAMLMap();
  config.items = pairs;
  document.set("config", config);
  return document.toString({ lineWidth: 120 });
}

/**
 * Settings whose type `Pulumi.yaml` cannot say, with what they are when they are not set: the entries of a list must all be
 * of one simple type there, and a replica or a role is a text or an object.
 */
const UNDECLARABLE: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["replicas", []],
  ["readers", []],
  ["assumeRole", ""],
  ["backfill", false],
]);

/** The value for "not set" where the schema has no default: the engine asks for every setting that has none. */
const EMPTY: { readonly [type: string]: unknown } = { object: {}, array: [], string: "" };

function declaration({ type, description, required, default: value }: SettingRow): unknown {
  return {
    type,
    description,
    ...(type === "array" && { items: { type: "string" } }),
    ...(!required && { default: value ?? EMPTY[type] }),
  };
}
