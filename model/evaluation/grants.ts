/** Whether a KMS grant allows a call. */
import { type ContextLookup, isValueList } from "./context";
import { namingByArn } from "./principal";
import { allOf, anyOf, type Ternary } from "./ternary";
import type { AccessRequest, Grant } from "./types";

/**
 * Whether a KMS grant lets the caller do what it asks. Grants name operations without the `kms:` of actions.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function granted(
  grants: readonly Grant[] | undefined,
  { caller, action }: AccessRequest,
  context: ContextLookup,
): Ternary {
  if (grants === undefined) return "no";
  const operation = action.slice(action.indexOf(":") + 1);
  const candidates = grants.filter((grant) => grant.operations.includes(operation));
  return anyOf(
    candidates.map((grant) => allOf([namingByArn(grant.grantee, caller), meetsConstraints(grant, context)])),
  );
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
function meetsConstraints(grant: Grant, context: ContextLookup): Ternary {
  const exact = grant.encryptionContextEquals;
  return allOf([
    hasPairs(grant.encryptionContextSubset ?? {}, context),
    hasPairs(exact ?? {}, context),
    exact === undefined ? "yes" : hasOnlyKeys(Object.keys(exact), context),
  ]);
}

function hasPairs(pairs: { readonly [key: string]: string }, context: ContextLookup): Ternary {
  return allOf(
    Object.entries(pairs).map(([key, wanted]) => {
      const given = context(`kms:EncryptionContext:${key}`);
      if (isValueList(given)) return given.includes(wanted) ? "yes" : "no";
      return "absent" in given ? "no" : "unknown";
    }),
  );
}

function hasOnlyKeys(keys: readonly string[], context: ContextLookup): Ternary {
  const given = context("kms:EncryptionContextKeys");
  if (isValueList(given)) return given.every((key) => keys.includes(key)) ? "yes" : "no";
  if ("absent" in given) return keys.length === 0 ? "yes" : "no";
  return "unknown";
}
