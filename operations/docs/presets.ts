/** Config files of the policy pack that users choose from, made from its policies. */
import type { Policy } from "../policy/policySettings";
import type { GeneratedFile } from "./generated";

/** Kept by the preset `replication`: policies about replication itself carry this tag. */
const REPLICATION = "replication";

type Entry = string | { readonly [name: string]: unknown };

interface Preset {
  readonly file: string;
  /** One sentence, for the documentation. */
  readonly what: string;
  readonly config: (policies: readonly Policy[]) => ReadonlyMap<string, Entry>;
}

export const PRESETS: readonly Preset[] = [
  {
    file: "everything.json",
    what: "Every policy judges every bucket, key and role of the stack. It is what the pack does without config, with each value written out: a file to begin with.",
    config: (policies) =>
      new Map(policies.map((policy) => [policy.name, entryOf(policy, defaultsOf(policy))])),
  },
  {
    file: "replication.json",
    what: "Only policies about replication, and of buckets only those that replicate or receive replicas. All other policies are disabled.",
    config: (policies) =>
      new Map<string, Entry>([
        ["all", "disabled"],
        ...policies
          .filter(isAboutReplication)
          .map((policy): [string, Entry] => [policy.name, entryOf(policy, narrowed(policy))]),
      ]),
  },
  {
    file: "same-region-backup.json",
    what: "Allows a replica in the region and account of its source, as for a backup bucket of collected logs. Everything else is as without config.",
    config: () => new Map([["replica-in-another-region", { sameRegionAllowed: true }]]),
  },
];

export function isAboutReplication({ tags = [] }: Policy): boolean {
  return tags.includes(REPLICATION);
}

export function presetFiles(policies: readonly Policy[]): readonly GeneratedFile[] {
  return PRESETS.map(({ file, config }) => ({
    path: `policy-pack/presets/${file}`,
    content: jsonOf(config(policies)),
  }));
}

function entryOf(
  { enforcementLevel = "advisory" }: Policy,
  values: { readonly [name: string]: unknown },
): Entry {
  return Object.keys(values).length === 0 ? enforcementLevel : { enforcementLevel, ...values };
}

/** Exemptions are left out: they are about resources of one stack. */
function defaultsOf({ configSchema }: Policy): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(configSchema?.properties ?? {})
      .filter(([name]) => name !== "exempt")
      .map(([name, schema]) => [name, schema.default]),
  );
}

function narrowed({ configSchema }: Policy): { readonly [name: string]: unknown } {
  return configSchema?.properties["buckets"]?.enum?.includes("replicated") ? { buckets: "replicated" } : {};
}

/** One line for each policy, where it fits, as the repository's formatter writes JSON. */
function jsonOf(config: ReadonlyMap<string, Entry>): string {
  const lines = [...config].map(([name, entry]) => {
    const line = `  ${JSON.stringify(name)}: ${inOneLine(entry)}`;
    return line.length <= LINE_WIDTH ? line : `  ${JSON.stringify(name)}: ${inLines(entry)}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

const LINE_WIDTH = 109;

function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}: ${inOneLine(inner)}`)
    .join(", ")} }`;
}

function inLines(entry: Entry): string {
  if (typeof entry === "string") return JSON.stringify(entry);
  const lines = Object.entries(entry).map(([name, value]) => {
    const line = `    ${JSON.stringify(name)}: ${inOneLine(value)}`;
    return line.length <= LINE_WIDTH || !Array.isArray(value)
      ? line
      : `    ${JSON.stringify(name)}: [\n${value.map((each) => `      ${JSON.stringify(each)}`).join(",\n")}\n    ]`;
  });
  return `{\n${lines.join(",\n")}\n  }`;
}
