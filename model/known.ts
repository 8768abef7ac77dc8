/** Small helpers for values that may not be known. */
import type { Known } from "./topology";

/** The value, or undefined where it is not known. */
export function knownValue<T>(value: Known<T>): T | undefined {
  return "known" in value ? value.known : undefined;
}

/** Why a value is not known, or undefined where it is. */
export function whyUnknown(value: Known<unknown>): string | undefined {
  return "known" in value ? undefined : value.unknown;
}

/** Whether one of the answers is yes, as far as they are known; else the first that is not. */
export function anyIsTrue(answers: readonly Known<boolean>[]): Known<boolean> {
  const yes = answers.find((answer) => "known" in answer && answer.known);
  return yes ?? answers.find((answer) => "unknown" in answer) ?? { known: false };
}

export type Relation = "same" | "different" | "unknown";

/** Whether two values are equal, as far as both are known. */
export function relationOf(one: Known<string>, other: Known<string>): Relation {
  if ("unknown" in one || "unknown" in other) return "unknown";
  return one.known === other.known ? "same" : "different";
}
