import { KNOWN_REGIONS, partitionOf } from "./regions";

/** Settings of any shape, by name. */
type RawSettings = { readonly [name: string]: unknown };

/** Settings that can be checked, and which of them are not the user's. */
export interface CompletedSettings {
  readonly settings: RawSettings;
  readonly standIns: readonly string[];
}

/**
 * The settings without those that cannot be read, so that what can be is checked all the same. What no stack can do without is
 * stood in for by something that is right whatever the rest says.
 */
export function withoutUnreadable(raw: RawSettings, unreadable: ReadonlySet<string>): CompletedSettings {
  const readable = Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) => !unreadable.has(name) && value !== undefined && value !== "",
    ),
  );
  const used = regionsIn(readable);
  const [one = "eu-west-1", another = "eu-central-1"] = KNOWN_REGIONS.filter(
    (region) => !used.includes(region) && partitionOf(region) === partitionOf(used[0] ?? "eu-west-1"),
  );
  const standIns: RawSettings = { prefix: "stand-in", primaryRegion: one, replicas: [another] };
  const missing = Object.keys(standIns).filter((name) => !(name in readable));
  return { settings: { ...standIns, ...readable }, standIns: missing };
}

function regionsIn({ primaryRegion, replicas }: RawSettings): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(replicas) ? replicas : [];
  const regions = entries.map((entry) =>
    typeof entry === "object" && entry !== null ? Reflect.get(entry, "region") : entry,
  );
  return [primaryRegion, ...regions].filter((region) => typeof region === "string");
}
