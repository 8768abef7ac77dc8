/** The key policy of a key for which none is stated. */
import type { NamedPolicy } from "./types";

/**
 * The key policy that KMS gives a key for which none is stated: everything, delegated to the key's account.
 *
 * @param account the key's account; when it is not known, neither is the policy
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultKeyPolicy(account: string | undefined): NamedPolicy {
  const label = "the default key policy";
  if (account === undefined) return { label, document: { unknown: "the key's account is not known" } };
  const Statement = [
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ] as const;
  return { label, document: { Version: "2012-10-17", Id: "key-default-1", Statement } };
}
