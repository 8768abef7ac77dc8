/** Whether a key policy leaves a principal that may change it. */

import { isAccountPrincipal } from "../../../aws/accounts";
import { type ConditionTest, isEverybody, matchesPattern, type PrincipalName } from "../../../model";
import { isAbout, type Statement } from "./document";
import { accountOfPrincipal } from "./ownAccounts";

/** The key that a policy is of, as far as it is known. */
export interface KeyFacts {
  /** Accounts that the key may be in; empty where they are not known. */
  readonly accounts: readonly string[];
  /** Left out where it is not known. */
  readonly arn?: string;
}

/** `denied` where a statement takes from all of them what others allow. */
export type Administration = "left" | "none" | "denied" | { readonly unknown: string };

const ADMINISTRATION = "kms:PutKeyPolicy";

export function administrationOf(statements: readonly Statement[], key: KeyFacts): Administration {
  const about = statements.filter((statement) => isAbout(statement, ADMINISTRATION));
  const denials = about.filter((statement) => statement.denies && statement.conditions.length === 0);
  let result: Administration = "none";
  for (const statement of about) {
    if (!statement.allows || !statement.conditions.every((condition) => canBeMet(condition, key))) continue;
    const covered = coversKey(statement, key);
    if (covered === "no") continue;
    const administrators = statement.principals.filter((principal) => isOfTheKey(principal, key));
    if (administrators.length === 0) continue;
    const left = administrators.some(
      (principal) =>
        !denials.some((denial) => refuses(denial, principal) && coversKey(denial, key) === "yes"),
    );
    if (left && covered === "yes") return "left";
    if (left)
      result = { unknown: `${statement.label} names a key by its ARN, which this policy does not show` };
    else if (result === "none") result = "denied";
  }
  return result;
}

/** A policy of another account's administrators leaves the key without one of its own. */
function isOfTheKey(principal: PrincipalName, { accounts }: KeyFacts): boolean {
  if (isEverybody(principal)) return true;
  const account = accountOfPrincipal(principal.value);
  return (
    principal.kind === "AWS" && (account === undefined || accounts.length === 0 || accounts.includes(account))
  );
}

/** Whether a statement denies the permission to the principal and, where it is an account, to every principal in it. */
function refuses({ principals, notPrincipals }: Statement, principal: PrincipalName): boolean {
  const { value } = principal;
  const account = accountOfPrincipal(value);
  // AWS documents what NotPrincipal excludes only where it names the principal together with its account.
  if (notPrincipals.length > 0)
    return (
      !isEverybody(principal) &&
      !notPrincipals.some(
        (excluded) => excluded.value === value || accountOfPrincipal(excluded.value) === account,
      )
    );
  return principals.some(
    (denied) =>
      isEverybody(denied) ||
      denied.value === value ||
      (account !== undefined &&
        accountOfPrincipal(denied.value) === account &&
        isAccountPrincipal(denied.value)),
  );
}

/**
 * In a key policy `*` is the key itself, and a statement without resources has no effect.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
function coversKey({ resources, notResources }: Statement, key: KeyFacts): "yes" | "no" | "unknown" {
  if (notResources.length > 0) return "unknown";
  const answers = resources.map((resource) => matchesKey(resource, key));
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

function matchesKey(resource: string, { accounts, arn }: KeyFacts): "yes" | "no" | "unknown" {
  if (/^\*+$/.test(resource)) return "yes";
  if (arn !== undefined) return matchesPattern(resource, arn) ? "yes" : "no";
  const account = accountOfPrincipal(resource);
  if (account !== undefined && accounts.length > 0 && !accounts.includes(account)) return "no";
  return "unknown";
}

/** Keys that only calls which use the key have, and those that a service makes: neither can change a policy. */
const KEYS_OF_USE = /^kms:(ViaService$|EncryptionContext|EncryptionAlgorithm$|GrantIsForAWSResource$)/i;
const KEYS_OF_ACCOUNTS = /^(kms:CallerAccount|aws:PrincipalAccount)$/i;

/** Whether some call that changes the policy meets the condition; all other conditions are assumed to be met by some call. */
function canBeMet({ operator, key, values }: ConditionTest, { accounts }: KeyFacts): boolean {
  if (/^Null$/i.test(operator))
    return !KEYS_OF_USE.test(key) || values.some((value) => /^true$/i.test(value));
  if (/Not|IfExists$|^ForAllValues:/i.test(operator)) return true;
  if (KEYS_OF_USE.test(key)) return false;
  if (!KEYS_OF_ACCOUNTS.test(key) || accounts.length === 0) return true;
  return values.some(
    (value) => accounts.some((account) => matchesPattern(value, account)) || value.includes("${"),
  );
}
