/** Finds statements that allow every principal. */

import { isEverybody, isNarrow, type PrincipalName } from "../../../model";
import type { Statement } from "./document";
import { type PolicyFinding, violation } from "./finding";

/** A violation for each statement that allows something to every principal. */
export function* openStatements(statements: readonly Statement[], fix: string): Iterable<PolicyFinding> {
  for (const statement of statements) {
    if (!statement.allows) continue;
    const open = statement.principals.find(isOpen);
    if (statement.notPrincipals.length > 0)
      yield violation(`${statement.label}`, "principals by name", "Allow with NotPrincipal", fix);
    else if (open !== undefined && !statement.conditions.some(isNarrow))
      yield violation(
        `principal of ${statement.label}`,
        "principals by name",
        `${shownPrincipal(open)} without a condition on who calls`,
        fix,
      );
  }
}

/**
 * Whether a principal is outside of any owner's control: AWS counts users who sign in at a public identity provider
 * to the public, and an identity provider of an account has an ARN.
 */
function isOpen({ kind, value }: PrincipalName): boolean {
  return /[*?]/.test(value) || (kind.toLowerCase() === "federated" && !value.startsWith("arn:"));
}

function shownPrincipal(principal: PrincipalName): string {
  const { kind, value } = principal;
  return JSON.stringify(isEverybody(principal) || kind === "*" ? value : { [kind]: value });
}
