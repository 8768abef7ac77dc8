import { namingByArn } from "./principal";
import { anyOf, type Ternary } from "./ternary";
import type { AccessRequest, ApplicablePolicies } from "./types";

/**
 * Whether a KMS grant lets the caller do what it asks. Grants name operations without the `kms:` of actions, and a
 * role or one of its sessions as grantee.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function granted(grants: ApplicablePolicies["grants"], { caller, action }: AccessRequest): Ternary {
  if (grants === undefined) return "no";
  const operation = action.slice(action.indexOf(":") + 1);
  return anyOf(
    grants.filter((g) => g.operations.includes(operation)).map(({ grantee }) => namingByArn(grantee, caller)),
  );
}
