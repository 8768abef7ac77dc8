/** Which accounts a statement of a bucket policy allows. */

import { type ConditionTest, isNarrow, type PrincipalName } from "../../../model";
import type { Statement } from "./document";
import { accountOfPrincipal } from "./ownAccounts";

/** A principal that a statement allows, as a report names it. */
export interface Grantee {
  readonly named: string;
  /** `any` where the principal is not limited to accounts. */
  readonly accounts: readonly string[] | "any" | { readonly unknown: string };
}

/**
 * The principals that a statement allows. Services act for their configurer, and public identity providers have no account, so
 * both are left out.
 *
 * @param owner the bucket's account, where it is known
 */
export function granteesOf(statement: Statement, owner: string | undefined): readonly Grantee[] {
  const { principals, notPrincipals, conditions } = statement;
  if (notPrincipals.length > 0) return [everyPrincipal("NotPrincipal", conditions, owner)];
  return principals.flatMap((principal) => granteesBy(principal, conditions, owner));
}

function granteesBy(
  { kind, value }: PrincipalName,
  conditions: readonly ConditionTest[],
  owner: string | undefined,
): readonly Grantee[] {
  const named = JSON.stringify(value);
  if (kind === "CanonicalUser")
    return [{ named, accounts: { unknown: "a canonical user id does not state its account" } }];
  const account = accountOfPrincipal(value);
  if (account !== undefined) return [{ named, accounts: [account] }];
  if (kind !== "*" && kind !== "AWS") return [];
  if (/[*?]/.test(value)) return [everyPrincipal(named, conditions, owner)];
  return [{ named, accounts: { unknown: `${named} does not state its account` } }];
}

/** Keys whose values are accounts or ARNs that name one. */
const ACCOUNT_KEYS: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourceowner",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** Accounts that all have their share in an organisation. */
const ORGANISATION = /^aws:(Principal|Source)Org(ID|Paths)$/i;

/** The accounts that a condition names, unless one of its values names none. */
function accountsIn({ values }: ConditionTest): readonly (readonly string[])[] {
  const accounts = values.map(accountOfPrincipal).filter((account) => account !== undefined);
  return accounts.length === values.length ? [accounts] : [];
}

function everyPrincipal(
  named: string,
  conditions: readonly ConditionTest[],
  owner: string | undefined,
): Grantee {
  const narrowing = conditions.filter(isNarrow);
  const lists = narrowing.filter(({ key }) => ACCOUNT_KEYS.has(key.toLowerCase())).flatMap(accountsIn);
  // All conditions must be met: one that limits the statement to the owner is enough.
  const accounts = lists.find((list) => list.every((account) => account === owner)) ?? lists[0];
  if (accounts !== undefined) return { named: `${named} of ${accounts.join(", ")}`, accounts };
  const other = narrowing.find(({ key }) => !ORGANISATION.test(key));
  if (other !== undefined)
    return { named, accounts: { unknown: `${other.key} does not state the account of ${named}` } };
  return { named: narrowing.length > 0 ? `${named} of an organisation` : named, accounts: "any" };
}
