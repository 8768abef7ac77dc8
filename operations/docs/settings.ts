/** Generates the page of settings and the settings of `Pulumi.yaml`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Pair, parseDocument, Scalar, YAMLMap } from "yaml";
import type { GeneratedFile } from "./generated";
import { type SettingRow, settingRows } from "./settingRows";

/** Files that say the same as the schema of the settings. */
export function settingsFiles(directory: string): readonly GeneratedFile[] {
  const rows = settingRows();
  return [
    { path: "docs/settings.md", content: settingsPage(rows) },
    { path: "Pulumi.yaml", content: projectFile(readFileSync(join(directory, "Pulumi.yaml"), "utf8"), rows) },
  ];
}

function settingsPage(rows: readonly SettingRow[]): string {
  return [
    "# Settings",
    "",
    "Set them in `Pulumi.<stack>.yaml` (`s3-replication:<setting>`) or with `pulumi config set --path`.",
    "This page is generated from `components/settingsSchema.ts` by `npm run docs`.",
    "",
    "A replica is a region (`eu-central-1`) or an object with the settings of `replicas[]`. Every problem of the settings is",
    "reported at once, before anything is created, as: where, what was expected, what was found, how to fix it.",
    "",
    "| setting | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows.map(
      ({ name, type, description, required, default: value }) =>
        `| \`${name}\` | ${type} | ${required ? "required" : defaultText(value)} | ${description.replaceAll("<", "&lt;")} |`,
    ),
    "",
  ].join("\n");
}

function defaultText(value: unknown): string {
  return value === undefined || value === "" ? "" : `\`${JSON.stringify(value).replaceAll('"', "")}\``;
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
