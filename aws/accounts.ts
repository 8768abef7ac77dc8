/**
 * Account ids, and the two ways in which a policy names an account as a principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */

/** True for the twelve digits of an account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Whether a principal is an account: its id, or the ARN of its root. */
export function isAccountPrincipal(principal: string): boolean {
  return isAccountId(principal) || principal.endsWith(":root");
}
