/**
 * Policies on key policies: they allow named principals only, and keep an administrator.
 *
 * A key without a policy has the default key policy, which allows the account to administer the key.
 */
import { ALL_KEYS, KEY_POLICIES } from "./support/awsTypes";
import { expect, type PolicyFindings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { judgeDocument } from "./support/judgeDocument";
import { type Administration, administrationOf, type KeyFacts } from "./support/keyAdministrators";
import { openStatements } from "./support/openness";
import { accountOfPrincipal, ownAccounts } from "./support/ownAccounts";
import { type JudgedResource, resourcePolicy } from "./support/policy";

export const keyPolicyPrincipals = resourcePolicy({
  name: "key-policy-principals",
  displayName: "Key policies allow named principals only",
  description:
    "A key policy must not allow anything to every principal, unless a condition limits it to some principals: the key policy protects everything that the key encrypts.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: securityHub("KMS.5", "KMS keys should not be publicly accessible", [
    "NIST SP 800-53 Rev. 5 AC-3, AC-6",
  ]),
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  remediationSteps: "Name the account, the replication role and the readers as principals.",
  tags: ["kms", "key-policy", "public-access"],
  judges: [...ALL_KEYS, ...KEY_POLICIES],
  judge: (resource) =>
    judgeDocument(resource.input("policy"), (statements) =>
      openStatements(statements, "name the accounts and roles, or add a condition such as kms:CallerAccount"),
    ),
});

export const keyPolicyAdministrator = resourcePolicy({
  name: "key-policy-administrator",
  displayName: "Key policies leave an administrator",
  description:
    "A principal must be able to change a key's policy. Otherwise neither the account nor AWS can grant access to a new replication role.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("KMS.5", "KMS keys should not be publicly accessible", [
    "NIST SP 800-53 Rev. 5 SC-12, AC-6",
  ]),
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  remediationSteps:
    "Keep a statement that allows kms:* to the account's root, or kms:PutKeyPolicy to an administrator's role; leave bypassPolicyLockoutSafetyCheck out.",
  tags: ["kms", "key-policy", "lockout"],
  judges: [...ALL_KEYS, ...KEY_POLICIES],
  *judge(resource) {
    const bypass = resource.input("bypassPolicyLockoutSafetyCheck");
    yield* expect(
      bypass,
      bypass.flag(),
      (value) => value !== true,
      "false",
      "leave it out, so that KMS refuses a policy that locks every principal out",
    );
    yield* judgeDocument(resource.input("policy"), (statements) =>
      judgeAdministration(administrationOf(statements, factsOf(resource))),
    );
  },
});

function* judgeAdministration(administration: Administration): PolicyFindings {
  if (administration === "left") return;
  if (typeof administration === "object")
    yield undecided("whether the policy leaves an administrator", administration.unknown);
  else
    yield violation(
      "policy",
      "a statement that allows kms:PutKeyPolicy to the account or a role",
      administration === "none" ? "none" : "none that no other statement denies",
      'add {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::<account>:root"},"Action":"kms:*","Resource":"*"}',
    );
}

/** A policy on its own names its key; a replica is in the account of its primary. */
function factsOf(resource: JudgedResource): KeyFacts {
  const accounts = ownAccounts(resource);
  for (const name of ["keyId", "primaryKeyArn"]) {
    const text = resource.input(name).text();
    const written = "known" in text ? text.known : undefined;
    const account = written === undefined ? undefined : accountOfPrincipal(written);
    if (written !== undefined && account !== undefined)
      return { accounts: [account], ...(name === "keyId" && { arn: written }) };
  }
  return { accounts };
}
