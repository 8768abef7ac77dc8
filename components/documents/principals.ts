import { accountArn } from "../arn";
import { oneOrMany, type PolicyStatement } from "./policyDocument";

/** Conditions of one statement: all of them must hold. */
export type Conditions = NonNullable<PolicyStatement["Condition"]>;

/** Whether a principal stands for everybody whom its account lets: the account's digits, or the ARN of its root. */
export function isAccount(principal: string): boolean {
  return /^\d{12}$/.test(principal) || /:root$/.test(principal);
}

/** The principals as a policy grants to them. */
export function grantedTo(
  region: string,
  principals: readonly string[],
): { readonly AWS: string | readonly string[] } {
  return {
    AWS: oneOrMany(
      principals.map((principal) => (/^\d{12}$/.test(principal) ? accountArn(region, principal) : principal)),
    ),
  };
}

/**
 * Holds for every caller but these. The ARN of a role stands for its sessions; callers without an ARN, such as anonymous
 * ones and services, are not excepted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function everybodyBut(principals: readonly string[]): Conditions {
  const arns = principals.filter((principal) => !isAccount(principal));
  const accounts = principals
    .filter(isAccount)
    .map((principal) => principal.match(/\d{12}/)?.[0] ?? principal);
  return {
    ...(arns.length > 0 && { ArnNotLike: { "aws:PrincipalArn": oneOrMany(arns) } }),
    ...(accounts.length > 0 && { StringNotEquals: { "aws:PrincipalAccount": oneOrMany(accounts) } }),
  };
}
