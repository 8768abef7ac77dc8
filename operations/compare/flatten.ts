/** Compares values property by property. */
import { isProperties } from "../rehearsal/values";

/** One property that differs. */
export interface PropertyChange {
  /** E.g. `destination.metrics.status`, or `rules.expire.status` where the entries of a list have ids. */
  readonly path: string;
  /** JSON; undefined where there was none. */
  readonly before: string | undefined;
  /** JSON; undefined where there is none any more. */
  readonly after: string | undefined;
}

/** Every property in which two values differ, in the order of their paths. */
export function propertyChanges(before: unknown, after: unknown): readonly PropertyChange[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((one) => one.before !== one.after)
    .filter(({ path }) => !isFilledBy(path, old, now) && !isFilledBy(path, now, old));
}

/** Whether a value is empty on one side and has entries on the other, which are listed themselves. */
function isFilledBy(path: string, empty: Leaves, filled: Leaves): boolean {
  const value = empty.get(path);
  if (value !== "{}" && value !== "[]") return false;
  return [...filled.keys()].some((other) => other !== path && other.startsWith(joined(path, "")));
}

type Leaves = ReadonlyMap<string, string>;

/** Characters of a value that a reader takes in; a longer one, such as the body of a dashboard, is not shown. */
const SHOWN_LENGTH = 160;

/** E.g. `metrics.status is "Disabled", and was "Enabled"`. */
export function wordsOf({ path, before, after }: PropertyChange): string {
  if ([before, after].some((value = "") => value.length > SHOWN_LENGTH)) return `${path} changes`;
  if (before === undefined) return `${path} is ${after}, and was not set`;
  if (after === undefined) return `${path} is no longer set, and was ${before}`;
  return `${path} is ${after}, and was ${before}`;
}

function leavesOf(value: unknown): Leaves {
  const leaves = new Map<string, string>();
  const visit = (one: unknown, path: string): void => {
    if (Array.isArray(one) && one.length > 0) {
      const ids = one.map((entry) => (isProperties(entry) ? entry["id"] : undefined));
      const haveIds =
        ids.every((id) => typeof id === "string" && id !== "") && new Set(ids).size === ids.length;
      one.forEach((entry, index) => {
        visit(entry, joined(path, haveIds ? String(ids[index]) : String(index)));
      });
    } else if (isProperties(one) && Object.keys(one).length > 0) {
      for (const [name, inner] of Object.entries(one)) visit(inner, joined(path, name));
    } else if (one !== undefined) {
      leaves.set(path, JSON.stringify(one));
    }
  };
  visit(value, "");
  return leaves;
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
