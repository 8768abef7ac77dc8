/** Several resources that set the same overwrite each other: only values that agree tell what will hold. */
import type { Known, Unknown } from "../topology";
import { isRawObject, ownNames, ownValue } from "./rawValue";

/**
 * The value on which all agree, else why it is not known.
 *
 * @param what is set, and by which, e.g. `versioning: "a", "b"`
 */
export function agreed<T>(values: readonly [Known<T>, ...Known<T>[]], what: string): Known<T> {
  const [first, ...others] = values;
  if (others.every((other) => isSame(first, other))) return first;
  const unknown: Unknown = { unknown: `several resources overwrite each other's ${what}`, conflict: true };
  const isWrong = values.some((value) => contradict(first, value) || ("unknown" in value && value.wrong));
  return isWrong ? { ...unknown, wrong: true } : unknown;
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two values differ in something that is known of both. */
function contradict(one: unknown, other: unknown): boolean {
  if (isUnknown(one) || isUnknown(other)) return false;
  if (!isRawObject(one) || !isRawObject(other)) return one !== other;
  if (Array.isArray(one) || Array.isArray(other)) return !isSame(one, other);
  // One thing may be referred to in several ways.
  const names = new Set([...ownNames(one), ...ownNames(other)].filter((name) => name !== "written"));
  return [...names].some((name) => contradict(ownValue(one, name), ownValue(other, name)));
}

function isUnknown(value: unknown): boolean {
  return typeof ownValue(value, "unknown") === "string";
}
