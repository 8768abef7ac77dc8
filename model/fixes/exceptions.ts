/** Exceptions from a Deny: everything else about the statement stays, so that it denies all others what it did. */
import { listOf } from "../evaluation/statementParts";
import type { PolicyStatement, StatementCondition } from "../evaluation/types";
import { one } from "./statements";

/**
 * A Deny that leaves roles or users out. `NotPrincipal` stays as it is: with a condition next to it the statement
 * denies only fewer calls, and AWS recommends the condition over one more name in `NotPrincipal`, which also needs the
 * account's ARN and never excludes a principal with a permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function withoutPrincipals(statement: PolicyStatement, arns: readonly string[]): PolicyStatement {
  return withException(statement, "ArnNotLike", "aws:PrincipalArn", arns);
}

/** A Deny with more values that a condition leaves out; a negated condition also holds where the call lacks the key. */
export function withException(
  statement: PolicyStatement,
  operator: string,
  key: string,
  values: readonly string[],
): PolicyStatement {
  const condition = statement.Condition ?? {};
  const written = spelled(operator, condition) ?? operator;
  const tests = condition[written] ?? {};
  const writtenKey = spelled(key, tests) ?? key;
  const before = tests[writtenKey];
  const already = before === undefined ? [] : [before].flat().map(String);
  return {
    ...statement,
    Condition: {
      ...condition,
      [written]: { ...tests, [writtenKey]: one([...new Set([...already, ...values])]) },
    },
  };
}

/** A Deny with more names in its `NotAction` or `NotResource`. */
export function withMore(
  statement: PolicyStatement,
  element: "NotAction" | "NotResource",
  values: readonly string[],
): PolicyStatement {
  return { ...statement, [element]: one([...new Set([...listOf(statement[element]), ...values])]) };
}

/** Operators and condition keys are not case-sensitive, and a document may have each of them once. */
function spelled(
  wanted: string,
  within: StatementCondition | StatementCondition[string],
): string | undefined {
  return Object.keys(within).find((name) => name.toLowerCase() === wanted.toLowerCase());
}
