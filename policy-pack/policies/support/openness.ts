/** Finds statements that let everybody in. */
import { isEverybody, type Principal, type Statement } from "./document";
import { type Finding, violation } from "./finding";
import { narrows } from "./narrowing";

/** A violation for each statement that allows something to everybody. */
export function* openStatements(statements: readonly Statement[], fix: string): Iterable<Finding> {
  for (const statement of statements) {
    if (!statement.allows) continue;
    const open = statement.principals.find(isOpen);
    if (statement.notPrincipals.length > 0)
      yield violation(`${statement.label}`, "principals by name", "Allow with NotPrincipal", fix);
    else if (open !== undefined && !statement.conditions.some(narrows))
      yield violation(
        `principal of ${statement.label}`,
        "principals by name",
        `${shownPrincipal(open)} without a condition on who calls`,
        fix,
      );
  }
}

/**
 * Whether a principal is not one that somebody controls: AWS counts those who sign in at a public identity provider
 * to the public, and an identity provider of one's own has an ARN.
 */
function isOpen({ kind, value }: Principal): boolean {
  return /[*?]/.test(value) || (kind.toLowerCase() === "federated" && !value.startsWith("arn:"));
}

function shownPrincipal(principal: Principal): string {
  const { kind, value } = principal;
  return JSON.stringify(isEverybody(principal) || kind === "*" ? value : { [kind]: value });
}
