/** What can be judged of settings that cannot be read as a whole: everything but the values that are wrong. */
import type { z } from "zod";
import { STAND_IN_CHOICES, type StandInChoice } from "./checks/unknownRegions";
import { type Path, pathText, valueAt, withValueAt } from "./settingPaths";
import { type StackSettings, settingsSchema } from "./settingsSchema";
import { meantName, type RawSettings } from "./shapeProblems";
import { possibleValue, standInAt } from "./standIns";

/** Settings that can be judged in place of some that cannot be read. */
export interface ReadableSettings {
  /** The settings with one value or another in place of each that cannot be read. */
  readonly variants: readonly StackSettings[];
  /** The places of those values: what is wrong there is not the user's. */
  readonly paths: readonly string[];
}

/** Rounds of replacing values, each of which may bring up others that are missing. */
const MOST_ROUNDS = 12;

/**
 * The settings without what cannot be read. Unknown names are left out or, in some of the variants, read as the names that they
 * are most likely slips of.
 */
export function readableSettings(raw: RawSettings): ReadableSettings {
  const completed = STAND_IN_CHOICES.map((choice) => complete(raw, choice));
  return {
    variants: completed.flatMap(({ settings }) => (settings === undefined ? [] : [settings])),
    paths: [...new Set(completed.flatMap(({ paths }) => paths))],
  };
}

interface Completed {
  /** Undefined where nothing of the settings can be read. */
  readonly settings: StackSettings | undefined;
  readonly paths: readonly string[];
}

function complete(raw: RawSettings, choice: StandInChoice): Completed {
  const paths = new Set<string>();
  let current: unknown = raw;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = settingsSchema.safeParse(current);
    if (parsed.success) return { ...withPrimary(parsed.data, choice, raw, paths) };
    const tried = new Set(paths);
    for (const issue of parsed.error.issues) {
      const edits =
        issue.code === "unrecognized_keys"
          ? renamed(issue, choice, current)
          : replaced(issue, choice, current, tried);
      for (const { path, value, isStandIn } of edits) {
        current = withValueAt(current, path, value);
        if (isStandIn) paths.add(pathText(path));
      }
    }
  }
  return { settings: undefined, paths: [...paths] };
}

/** One change of the settings: a value at a path, or none. */
interface Edit {
  readonly path: Path;
  readonly value: unknown;
  /** False for what is only left out. */
  readonly isStandIn: boolean;
}

function renamed(
  { keys, path }: z.core.$ZodIssueUnrecognizedKeys,
  choice: StandInChoice,
  current: unknown,
): readonly Edit[] {
  return keys.flatMap((key): readonly Edit[] => {
    const wrong = [...path, key];
    const meant = meantName(wrong, current);
    const removal = { path: wrong, value: undefined, isStandIn: false };
    if (meant === undefined) return [removal];
    const value = choice === 0 ? undefined : valueAt(current, wrong);
    return [removal, { path: [...path, meant], value, isStandIn: true }];
  });
}

/** @param tried the places that have had a stand-in already, which was refused. */
function replaced(
  issue: z.core.$ZodIssue,
  choice: StandInChoice,
  current: unknown,
  tried: ReadonlySet<string>,
): readonly Edit[] {
  const { path } = issue;
  const value = valueAt(current, path);
  const expected = issue.code === "invalid_type" ? issue.expected : undefined;
  const standIn = tried.has(pathText(path))
    ? standInAt(path, choice, current)
    : possibleValue({ path, value, expected }, choice, current);
  const edit = { path, value: standIn, isStandIn: true };
  if (standIn !== undefined || value !== undefined || path.length < 2) return [edit];
  // What is missing cannot be left out, so what misses it is.
  return [edit, { path: path.slice(0, -1), value: undefined, isStandIn: true }];
}

/** A primary needs a region, which the schema does not say because a receiving stack has none. */
function withPrimary(
  settings: StackSettings,
  choice: StandInChoice,
  raw: RawSettings,
  paths: ReadonlySet<string>,
): Completed {
  if (settings.receiver !== undefined || settings.primaryRegion !== "")
    return { settings, paths: [...paths] };
  const primaryRegion = String(standInAt(["primaryRegion"], choice, raw));
  return { settings: { ...settings, primaryRegion }, paths: [...paths, "primaryRegion"] };
}
