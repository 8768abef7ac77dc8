/** The default key policy of KMS. */
import { accountRootArn } from "../../aws/arns";
import type { NamedPolicy } from "./types";

/**
 * The key policy that KMS gives a key for which none is stated: everything, delegated to the key's account.
 *
 * @param account the key's account; when it is not known, neither is the policy
 * @param partition the key's partition
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultKeyPolicy(account: string | undefined, partition = "aws"): NamedPolicy {
  const label = "the default key policy";
  if (account === undefined) return { label, document: { unknown: "the key's account is not known" } };
  const Statement = [
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(partition, account) },
      Action: "kms:*",
      Resource: "*",
    },
  ] as const;
  return { label, document: { Version: "2012-10-17", Id: "key-default-1", Statement } };
}
