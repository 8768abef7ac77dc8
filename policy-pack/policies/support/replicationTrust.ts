/** Judges who may assume a replication role. */
import type { PrincipalName } from "../../../model";
import { isAbout, type Statement } from "./document";
import { type PolicyFinding, violation } from "./finding";

/** Principals of the service that replicates: the second one only runs Batch Replication under the same role. */
const S3_PRINCIPALS: ReadonlySet<string> = new Set(["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"]);

/** Whether S3 may assume a role to replicate: only replication uses this principal. */
export function isTrustedByS3(statements: readonly Statement[]): boolean {
  return statements.some(({ allows, principals }) => allows && principals.some(isS3));
}

/** A violation for each statement that denies S3 the role, regardless of what else the policy allows. */
export function* refusingS3(statements: readonly Statement[], where: string): Iterable<PolicyFinding> {
  for (const statement of statements) {
    const { denies, principals, notPrincipals, conditions, label } = statement;
    const meansS3 =
      principals.some(
        (principal) => isS3(principal) || (principal.kind === "*" && principal.value === "*"),
      ) ||
      (notPrincipals.length > 0 && !notPrincipals.some(isS3));
    // Whether S3 meets a condition is for the routes to tell, which know what S3 sends.
    if (denies && meansS3 && conditions.length === 0 && isAbout(statement, "sts:AssumeRole"))
      yield violation(
        `${label} of ${where}`,
        "no statement that keeps S3 from assuming the role",
        "a Deny that covers s3.amazonaws.com",
        "remove it: a Deny outweighs every Allow",
      );
  }
}

/** Services' names do not differ by case. */
function isS3({ value }: PrincipalName): boolean {
  return value.toLowerCase() === "s3.amazonaws.com";
}

/** A violation for each principal other than S3 that a replication role trusts, and each action other than assuming it. */
export function* overTrusting(statements: readonly Statement[], where: string): Iterable<PolicyFinding> {
  for (const statement of statements.filter(({ allows }) => allows)) {
    const at = `${statement.label} of ${where}`;
    if (statement.notPrincipals.length > 0)
      yield violation(at, "only S3 as principal", "NotPrincipal", "name the service s3.amazonaws.com");
    for (const { kind, value } of statement.principals) {
      if (kind === "Service" && S3_PRINCIPALS.has(value.toLowerCase())) continue;
      yield violation(
        at,
        "only S3 as principal",
        JSON.stringify(kind === "*" ? value : { [kind]: value }),
        "make another role for it",
      );
    }
    const others = [...statement.actions, ...statement.notActions.map((action) => `not ${action}`)].filter(
      (action) => action.toLowerCase() !== "sts:assumerole",
    );
    if (others.length > 0)
      yield violation(at, '"sts:AssumeRole" alone', JSON.stringify(others), "remove the others");
  }
}
