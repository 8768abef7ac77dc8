/** Small questions about the words of a statement. */
import { conditionTestsOf, listOf } from "../evaluation/statementParts";
import type { NamedPolicy, PolicyStatement } from "../evaluation/types";

export function statementsOf({ document }: NamedPolicy): readonly PolicyStatement[] {
  return "unknown" in document ? [] : document.Statement;
}

/** The values of a key in the statement's condition, under the operators whose names match. */
export function conditionValues(
  { Condition }: PolicyStatement,
  wantedKey: string,
  operator: RegExp,
): readonly string[] {
  return conditionTestsOf(Condition)
    .filter((test) => operator.test(test.operator) && test.key.toLowerCase() === wantedKey.toLowerCase())
    .flatMap(({ values }) => values);
}

/** Every condition key of a policy, as it is written. */
export function conditionKeys(policy: NamedPolicy): readonly string[] {
  return statementsOf(policy).flatMap(({ Condition }) => conditionTestsOf(Condition).map(({ key }) => key));
}

/** The principals and the values of conditions that a policy names. */
export function namedTexts(policy: NamedPolicy): readonly string[] {
  return statementsOf(policy).flatMap(({ Principal, NotPrincipal, Condition }) => [
    ...[Principal, NotPrincipal].flatMap((one) =>
      typeof one === "object" ? Object.values(one).flatMap(listOf) : [],
    ),
    ...conditionTestsOf(Condition).flatMap(({ values }) => values),
  ]);
}

/** Operators that hold for what they list. */
export const POSITIVE =
  /^(ForAnyValue:|ForAllValues:)?(Arn|String)(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;
/** Operators that hold for everything but what they list. */
export const NEGATIVE =
  /^(ForAnyValue:|ForAllValues:)?(Arn|String)Not(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;
