/** Generates the page of settings: one section for each subject, with an example. */
import type { SettingRow } from "./settingRows";
import { SUBJECTS, type Subject } from "./settingSubjects";

/** The page, in Markdown. */
export function settingsPage(rows: readonly SettingRow[]): string {
  return [
    "# Settings",
    "",
    "Set them below `config:` of `Pulumi.<stack>.yaml`, or with `pulumi config set --path`. A wrong setting is refused before",
    "anything is created; all problems are reported at once, each as: where, what was expected, what was found, how to fix it.",
    "",
    "With this first line in a stack file, editors that know YAML schemas complete the settings and mark mistakes:",
    "",
    "```yaml",
    "# yaml-language-server: $schema=schema/stack.schema.json",
    "```",
    "",
    "This page and the schema are generated from `components/settingsSchema.ts` by `npm run docs`.",
    "",
    ...SUBJECTS.map(({ title }) => `- [${title}](#${anchor(title)})`),
    "",
    ...SUBJECTS.flatMap((subject) => [...section(subject, rows), ""]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

/** As GitHub makes anchors of headings. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

function section({ title, settings, example }: Subject, rows: readonly SettingRow[]): readonly string[] {
  const own = rows.filter(({ name }) => settings.includes(topName(name)));
  return [`## ${title}`, "", "```yaml", example.trim(), "```", "", ...own.map(line)];
}

/** The setting that a name is inside of: `replicas` of `replicas[].filter.prefix`. */
export function topName(name: string): string {
  return name.split(/[.[]/)[0] ?? name;
}

/** One entry of a nested list; the name within the entry above it. */
function line({ name, description, ...row }: SettingRow): string {
  const depth = name.split(".").length - 1;
  const own = name.slice(name.lastIndexOf(".") + 1);
  return `${"  ".repeat(depth)}- \`${own}\` (${facts(row)}): ${description.replaceAll("<", "&lt;")}`;
}

function facts({
  type,
  orText,
  values,
  required,
  default: value,
}: Omit<SettingRow, "name" | "description">): string {
  return [typeText(type, orText, values), ...(required ? ["required"] : []), ...defaultText(value)].join(
    ", ",
  );
}

const TYPES: { readonly [type: string]: string } = {
  string: "text",
  integer: "whole number",
  boolean: "true or false",
  array: "list",
};

/** More values than these are described, not listed. */
const MOST_LISTED_VALUES = 8;

function typeText(type: string, orText: boolean, values: readonly string[]): string {
  const name = TYPES[type] ?? type;
  if (values.length > 0 && values.length <= MOST_LISTED_VALUES) {
    const listed = values.map((value) => `\`${value}\``).join(", ");
    return type === "array" ? `list of ${listed}` : listed.replace(/, (?=[^,]*$)/, " or ");
  }
  if (!orText) return name;
  return type === "array" ? "list of texts or objects" : `text or ${name}`;
}

function defaultText(value: unknown): readonly string[] {
  const isUnset =
    value === undefined ||
    value === "" ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return isUnset ? [] : [`default \`${String(value)}\``];
}
