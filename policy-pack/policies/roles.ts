/** The replication role is trusted by S3 alone, and may use its buckets and keys alone. */
import {
  type AttachedPolicy,
  type Role,
  routesOf,
  type Topology,
  topologyFromPolicyResources,
} from "../../model";
import { PERMISSIONS, ROLES } from "./support/awsTypes";
import { documentOf, type Statement } from "./support/document";
import {
  about,
  allowing,
  type PolicyFinding,
  type PolicyFindings,
  undecided,
  violation,
} from "./support/finding";
import { securityHub } from "./support/frameworks";
import { judgeDocument } from "./support/judgeDocument";
import { resourcePolicy, stackPolicy } from "./support/policy";
import { type AllowedActions, isAboutReplication, tooWide } from "./support/replicationRole";
import { isTrustedByS3, overTrusting, refusingS3 } from "./support/replicationTrust";
import { type PolicyConfig, texts } from "./support/settings";

const TRUST = {
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("IAM.21", "IAM customer managed policies should not allow wildcard actions", [
    "NIST SP 800-53 Rev. 5 AC-2, AC-6",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html",
  remediationSteps:
    "Let only s3.amazonaws.com assume the role, with sts:AssumeRole; make a role of its own for everything else.",
  tags: ["iam", "replication", "trust"],
} as const;

const PERMISSION = {
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub(
    "KMS.1",
    "IAM principals should not have policies that allow decryption actions on all KMS keys",
    ["KMS.2", "IAM.1", "IAM.21", "NIST SP 800-53 Rev. 5 AC-6, AC-6(3)"],
  ),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html",
  remediationSteps:
    "Name each action, each bucket and each key ARN in the role's policies; docs/permissions.md lists what replication needs.",
  tags: ["iam", "replication", "least-privilege"],
} as const;

const ACTION = "^[A-Za-z0-9-]+:.+$";

const allowedActions = texts(
  "allowedActionPatterns",
  {
    fallback: ["kms:GenerateDataKey*", "kms:ReEncrypt*"],
    pattern: ACTION,
    what: "an action such as kms:ReEncrypt*",
  },
  "Actions that may be written with a wildcard.",
);

function allowedBy(settings: PolicyConfig): AllowedActions {
  const patterns = settings.get(allowedActions);
  const isAction = new RegExp(ACTION);
  return {
    patterns,
    allowanceFor: (action) =>
      isAction.test(action) ? allowing(allowedActions, [...patterns, action]) : undefined,
  };
}

export const replicationRoleTrust = resourcePolicy({
  ...TRUST,
  name: "replication-role-trust",
  displayName: "Only S3 may assume a replication role",
  description:
    "A role that S3 may assume reads every object of the source and writes to every replica: no other principal may assume it.",
  judges: ROLES,
  judge: (resource) =>
    judgeDocument(resource.input("assumeRolePolicy"), (statements) =>
      isTrustedByS3(statements) ? overTrusting(statements, "the trust policy") : [],
    ),
});

export const everyReplicationRoleTrustsS3 = stackPolicy({
  ...TRUST,
  name: "every-replication-role-trusts-only-s3",
  displayName: "The role of every replication configuration trusts S3 alone",
  description:
    "The role that a replication configuration names must let S3 assume it. Whether it lets others too is judged by replication-role-trust.",
  judge: (resources) =>
    forEachReplicationRole(topologyFromPolicyResources(resources), ({ trust }) =>
      ofAttached(trust, (statements) =>
        isTrustedByS3(statements)
          ? refusingS3(statements, trust.label)
          : [
              violation(
                trust.label,
                "a statement that lets s3.amazonaws.com assume the role",
                "none",
                'add {"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}',
              ),
            ],
      ),
    ),
});

export const replicationPermissions = resourcePolicy({
  ...PERMISSION,
  name: "replication-role-permissions",
  displayName: "Policies for replication name their actions, buckets and keys",
  description:
    "A policy that allows replication must not use wildcards for actions, buckets or keys: the role would reach every bucket and key of the account.",
  judges: [...PERMISSIONS, ...ROLES],
  fields: [allowedActions],
  *judge(resource, settings) {
    const judge = (statements: readonly Statement[]) =>
      isAboutReplication(statements) ? tooWide(statements, "the policy", "storage", allowedBy(settings)) : [];
    if (!ROLES.includes(resource.type)) {
      yield* judgeDocument(resource.input("policy"), judge);
      return;
    }
    const inline = resource.input("inlinePolicies").items();
    if ("unknown" in inline) yield undecided("inlinePolicies", inline.unknown);
    else for (const policy of inline.known) yield* judgeDocument(policy.at("policy"), judge);
  },
});

export const everyReplicationRoleIsNarrow = stackPolicy({
  ...PERMISSION,
  name: "every-replication-role-is-narrow",
  displayName: "No policy of a replication role is wider than replication",
  description:
    "No policy attached to the role of a replication configuration may use wildcards for actions, buckets, keys or resources of other services. What replication-role-permissions says of a policy is not repeated.",
  fields: [allowedActions],
  judge: (resources, settings) =>
    forEachReplicationRole(topologyFromPolicyResources(resources), function* ({ policies }) {
      for (const policy of policies)
        yield* ofAttached(policy, (statements) =>
          tooWide(
            statements,
            policy.label,
            isAboutReplication(statements) ? "other services" : "everything",
            allowedBy(settings),
          ),
        );
    }),
});

/** Each role once, however many routes use it. */
function* forEachReplicationRole(topology: Topology, judge: (role: Role) => PolicyFindings): PolicyFindings {
  const judged = new Set<string>();
  for (const { role } of routesOf(topology)) {
    if (!("found" in role) || judged.has(role.found.label)) continue;
    judged.add(role.found.label);
    for (const finding of judge(role.found)) yield about(role.found.label, finding);
  }
}

function* ofAttached(
  { label, document }: AttachedPolicy,
  judge: (statements: readonly Statement[]) => Iterable<PolicyFinding>,
): PolicyFindings {
  if ("unknown" in document) {
    yield undecided(label, document.unknown);
    return;
  }
  const reading = documentOf(document.known);
  if ("malformed" in reading)
    yield violation(label, "a policy document", reading.malformed, "write it with JSON.stringify");
  else yield* judge(reading.statements);
}
