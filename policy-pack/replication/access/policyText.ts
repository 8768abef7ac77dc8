/** Small questions about the words of a statement. */
import { matchesPattern } from "../evaluation";
import type { NamedPolicy, PolicyStatement } from "../evaluation/types";

export function statementsOf({ document }: NamedPolicy): readonly PolicyStatement[] {
  return "unknown" in document ? [] : document.Statement;
}

export function listOf(values: string | readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return typeof values === "string" ? [values] : values;
}

/** Whether the statement is about the action. */
export function covers({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, action, { ignoreCase: true });
  return NotAction === undefined ? listOf(Action).some(matches) : !listOf(NotAction).some(matches);
}

/** The values that the statement's condition gives a key under operators that the name tells. */
export function conditionValues(
  { Condition }: PolicyStatement,
  wantedKey: string,
  operator: RegExp,
): readonly string[] {
  return Object.entries(Condition ?? {})
    .filter(([name]) => operator.test(name))
    .flatMap(([, tests]) => Object.entries(tests))
    .filter(([key]) => key.toLowerCase() === wantedKey.toLowerCase())
    .flatMap(([, values]) => (Array.isArray(values) ? values.map(String) : [String(values)]));
}

/** Every condition key of a policy, as it is written. */
export function conditionKeys(policy: NamedPolicy): readonly string[] {
  return statementsOf(policy).flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap(Object.keys));
}

/** Operators that hold for what they list. */
export const POSITIVE =
  /^(ForAnyValue:|ForAllValues:)?(Arn|String)(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;
/** Operators that hold for everything but what they list. */
export const NEGATIVE =
  /^(ForAnyValue:|ForAllValues:)?(Arn|String)Not(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;
