/** The words for one test of a condition: what it asks for, what the call has, and why it holds. */
import type { ValueList } from "./conditionValues";
import { isValueList } from "./context";
import type { ContextValue } from "./types";
import { quoted } from "./wording";

/** One line of a condition block, e.g. `ForAnyValue:StringLikeIfExists "aws:TagKeys": ["a*"]`. */
export interface ConditionLine {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** The same values, sorted, where they are many. */
  readonly sorted?: ValueList | undefined;
}

/** @param negated whether the operator is a `…Not…` one, which asks for any value but those written */
export function asks({ operator, key, wanted }: ConditionLine, negated: boolean): string {
  return `its condition ${operator} "${key}" asks for ${negated ? "a value other than " : ""}${quoted(wanted)}`;
}

/** What the call has for a key: its values, that it has none, or why that is not known. */
export function found(key: string, given: ContextValue): string {
  if (isValueList(given)) return `the call has ${quoted(given, "and")}`;
  if ("oneOf" in given) return `the call has ${quoted(given.oneOf, "or")}`;
  return "absent" in given ? `the call has no ${key}` : given.undetermined;
}

/** Why a test holds; one that holds without the value being known holds for every value. */
export function holdsFor({ operator, key, wanted }: ConditionLine, given: ContextValue): string {
  const why =
    isValueList(given) || "absent" in given || "oneOf" in given
      ? `since ${found(key, given)}`
      : "regardless of the call";
  return `its condition ${operator} "${key}" with ${quoted(wanted)} holds, ${why}`;
}
