/** Principals in policies: granted to, or exempted from a Deny. */
import { isAccountId, isAccountPrincipal } from "../../aws/accounts";
import { accountRootArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { type BuiltPolicyStatement, oneOrMany } from "./policyDocument";

/** Conditions of one statement: all of them must hold. */
export type Conditions = NonNullable<BuiltPolicyStatement["Condition"]>;

/** The principals as a policy grants to them. */
export function grantedTo(
  region: string,
  principals: readonly string[],
): { readonly AWS: string | readonly string[] } {
  return {
    AWS: oneOrMany(
      principals.map((principal) =>
        isAccountId(principal) ? accountRootArn(partitionOfRegion(region), principal) : principal,
      ),
    ),
  };
}

/**
 * A condition for a Deny that exempts these principals. The ARN of a role includes its sessions; callers without an ARN, such
 * as anonymous callers and services, are not exempt.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function exceptFor(principals: readonly string[]): Conditions {
  const arns = principals.filter((principal) => !isAccountPrincipal(principal));
  const accounts = principals
    .filter(isAccountPrincipal)
    .map((principal) => principal.match(/\d{12}/)?.[0] ?? principal);
  return {
    ...(arns.length > 0 && { ArnNotLike: { "aws:PrincipalArn": oneOrMany(arns) } }),
    ...(accounts.length > 0 && { StringNotEquals: { "aws:PrincipalAccount": oneOrMany(accounts) } }),
  };
}
