/** Callers other than the replication role, asked before and after a fix is pasted. */
import { evaluate } from "../../../model/evaluation";
import type { AccessRequest, Caller, Decision, NamedPolicy } from "../../../model/evaluation/types";
import { OTHER_ACCOUNT, SOURCE_ACCOUNT, THIRD_ACCOUNT, type TopologyDraft } from "../../helpers/topologies";

const ACCOUNTS = [SOURCE_ACCOUNT, OTHER_ACCOUNT, THIRD_ACCOUNT];

const roleOfAccount = (account: string, name: string, session?: string): Caller => ({
  kind: "role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  account,
  ...(session !== undefined && { session }),
});

export const OTHERS: readonly Caller[] = [
  ...["cloudtrail", "logging.s3", "delivery.logs", "config", "batchoperations.s3", "ec2"].map(
    (service): Caller => ({ kind: "service", service: `${service}.amazonaws.com` }),
  ),
  ...ACCOUNTS.flatMap((account): readonly Caller[] => [
    { kind: "account", account },
    roleOfAccount(account, "admin"),
    roleOfAccount(account, "service-role/other"),
    roleOfAccount(account, "deploy", "ci"),
    { kind: "user", arn: `arn:aws:iam::${account}:user/ann`, account },
  ]),
  // Of the same name in other accounts.
  ...ACCOUNTS.slice(1).map((account) => roleOfAccount(account, "service-role/archive-replication")),
];

const S3_ACTIONS = [
  "s3:ReplicateObject",
  "s3:ReplicateDelete",
  "s3:GetObjectVersionForReplication",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:GetObject",
  "s3:PutObject",
  "s3:GetBucketAcl",
];
const KMS_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
  "kms:PutKeyPolicy",
];

const CONTEXTS: readonly AccessRequest["context"][] = [
  {},
  {
    "aws:SecureTransport": ["true"],
    "aws:SourceVpce": ["vpce-1a2b3c4d"],
    "aws:PrincipalOrgID": ["o-abcdefghij"],
    "aws:RequestedRegion": ["eu-west-1"],
    "kms:ViaService": ["s3.eu-central-1.amazonaws.com"],
  },
  {
    "aws:SecureTransport": ["true"],
    "aws:SourceVpce": { absent: true },
    "aws:PrincipalOrgID": { absent: true },
    "aws:RequestedRegion": ["us-east-1"],
    "kms:ViaService": { absent: true },
  },
];

const EVERYTHING: NamedPolicy = {
  label: "everything",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/**
 * What the policies of resources say to everybody else: question -> verdict.
 *
 * @param except the same topology at another time: policies that are the same there answer the same and are left out
 */
export function answersOf(
  topology: TopologyDraft,
  except: TopologyDraft,
): ReadonlyMap<string, Decision["verdict"]> {
  const same = new Set(resourcesOf(except).map(({ label, policy }) => JSON.stringify([label, policy])));
  const answers = new Map<string, Decision["verdict"]>();
  for (const { kind, label, policy, actions, resources, account } of resourcesOf(topology)) {
    if (same.has(JSON.stringify([label, policy]))) continue;
    for (const action of actions) {
      for (const resource of resources) {
        for (const caller of OTHERS) {
          if ("arn" in caller && isReplicationRole(topology, caller.arn)) continue;
          for (const [number, context] of CONTEXTS.entries()) {
            for (const identity of [[EVERYTHING], []]) {
              const request = {
                caller,
                action,
                resource,
                resourceAccount: account,
                context: { ...context, ...arnFact(caller) },
              };
              const { verdict } = evaluate(request, {
                identity,
                resourceKind: kind,
                ...(policy !== undefined && { resource: policy }),
              });
              const who =
                "service" in caller ? caller.service : "arn" in caller ? caller.arn : caller.account;
              answers.set(`${label}: ${who} ${action} ${resource} ${number} ${identity.length}`, verdict);
            }
          }
        }
      }
    }
  }
  return answers;
}

/** The root user has an ARN, a service that calls as itself has none. */
function arnFact(caller: Caller): AccessRequest["context"] {
  if (caller.kind === "service") return { "aws:PrincipalArn": { absent: true } };
  return caller.kind === "account" ? { "aws:PrincipalArn": [`arn:aws:iam::${caller.account}:root`] } : {};
}

function isReplicationRole({ roles }: TopologyDraft, arn: string): boolean {
  return roles.some((role) => "known" in role.arn && role.arn.known === arn);
}

interface Asked {
  readonly kind: "bucket" | "key" | "trust";
  readonly label: string;
  readonly policy: NamedPolicy | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly account: string;
}

function resourcesOf({ buckets, keys, roles }: TopologyDraft): readonly Asked[] {
  const text = (value: { readonly known: string } | { readonly unknown: string }) =>
    "known" in value ? value.known : "unknown";
  const named = (policy: TopologyDraft["roles"][number]["trust"] | undefined): NamedPolicy | undefined =>
    policy && {
      label: policy.label,
      document: "known" in policy.document ? policy.document.known : { unknown: policy.document.unknown },
    };
  return [
    ...buckets.map(({ name, site, policy, label }): Asked => {
      const arn = `arn:aws:s3:::${text(name)}`;
      return {
        kind: "bucket",
        label,
        policy: named(policy),
        actions: S3_ACTIONS,
        resources: [arn, `${arn}/logs/a.txt`],
        account: text(site.account),
      };
    }),
    ...keys.map(
      ({ arn, site, policy, label }): Asked => ({
        kind: "key",
        label,
        policy: named(policy),
        actions: KMS_ACTIONS,
        resources: [text(arn)],
        account: text(site.account),
      }),
    ),
    ...roles.map(
      ({ arn, account, trust, label }): Asked => ({
        kind: "trust",
        label,
        policy: named(trust),
        actions: ["sts:AssumeRole", "sts:TagSession"],
        resources: [text(arn)],
        account: text(account),
      }),
    ),
  ];
}
