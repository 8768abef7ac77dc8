/** Reads an IAM role with every policy that it has. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { accountOfArn, friendlyName } from "../../aws/arns";
import type { Known, LivePolicy, LiveRole } from "../../model";
import type { Caller, LiveAccess } from "./access";
import { READ_ACTIONS } from "./actions";
import type { Reader } from "./reader";

type RoleCall = keyof typeof READ_ACTIONS & (`${string}Role${string}` | `GetPolicy${string}`);

interface Asking {
  readonly iam: IAMClient;
  readonly caller: Caller;
  readonly reader: Reader;
}

/** @returns undefined where AWS says that no such role exists. */
export async function readRole(
  arn: string,
  access: LiveAccess,
  reader: Reader,
): Promise<LiveRole | undefined> {
  const account = accountOfArn(arn);
  const caller = (account === undefined ? undefined : access.callerOf(account)) ?? access.main;
  const asking: Asking = { iam: caller.clients.iam(caller.region), caller, reader };
  if (account !== undefined && account !== caller.account) {
    // IAM looks a name up in the caller's own account only.
    const unknown = `needs ${READ_ACTIONS.GetRole} on ${arn}, and no credentials of account ${account} were given (--profile account=name or --role account=arn)`;
    return unreadRole(arn, unknown);
  }
  const RoleName = friendlyName(arn);
  const found = await reader.attempt({
    ...about("GetRole", arn, caller),
    ask: (options) => asking.iam.send(new GetRoleCommand({ RoleName }), options),
  });
  if ("refusal" in found && found.refusal.kind === "absent") return undefined;
  const [inline, managed] = await Promise.all([
    inlinePolicies(RoleName, arn, asking),
    managedPolicies(RoleName, arn, asking),
  ]);
  const policies = [...inline, ...managed];
  if ("refusal" in found) return { ...unreadRole(arn, found.unknown), policies };
  const { Role } = found.answer;
  const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Role?.Arn ?? arn,
    uniqueId: Role?.RoleId === undefined ? { unknown: "IAM did not tell it" } : { known: Role.RoleId },
    trust: text(Role?.AssumeRolePolicyDocument),
    policies,
    boundary: boundary === undefined ? undefined : await managedPolicy(boundary, asking),
    tags: {
      known: Object.fromEntries((Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    },
  };
}

function unreadRole(arn: string, unknown: string): LiveRole {
  const document = { unknown };
  return {
    arn,
    uniqueId: { unknown },
    trust: { unknown },
    policies: [{ label: "the policies", document }],
    boundary: { label: "if it has one", document },
    tags: { unknown },
  };
}

async function inlinePolicies(RoleName: string, arn: string, asking: Asking): Promise<readonly LivePolicy[]> {
  const { iam, caller, reader } = asking;
  const names = await reader.read({
    ...about("ListRolePolicies", arn, caller),
    ask: async ({ abortSignal }) => {
      const all: string[] = [];
      for await (const page of paginateListRolePolicies({ client: iam }, { RoleName }, { abortSignal })) {
        all.push(...(page.PolicyNames ?? []));
      }
      return all;
    },
  });
  if ("unknown" in names) return [{ label: "the inline policies", document: names }];
  return Promise.all(
    names.known.map(async (PolicyName) => {
      const read = await reader.read({
        ...about("GetRolePolicy", arn, caller),
        ask: (options) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options),
      });
      const document = "unknown" in read ? read : text(read.known.PolicyDocument);
      return { label: `inline policy "${PolicyName}"`, document };
    }),
  );
}

async function managedPolicies(
  RoleName: string,
  arn: string,
  asking: Asking,
): Promise<readonly LivePolicy[]> {
  const { iam, caller, reader } = asking;
  const attached = await reader.read({
    ...about("ListAttachedRolePolicies", arn, caller),
    ask: async ({ abortSignal }) => {
      const all: string[] = [];
      const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName }, { abortSignal });
      for await (const page of pages) {
        all.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
      }
      return all;
    },
  });
  if ("unknown" in attached) return [{ label: "the managed policies", document: attached }];
  return Promise.all(attached.known.map((policy) => managedPolicy(policy, asking)));
}

async function managedPolicy(arn: string, { iam, caller, reader }: Asking): Promise<LivePolicy> {
  const label = `managed policy "${friendlyName(arn)}"`;
  const policy = await reader.read({
    ...about("GetPolicy", arn, caller),
    ask: (options) => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options),
  });
  if ("unknown" in policy) return { label, arn, document: policy };
  const VersionId = policy.known.Policy?.DefaultVersionId;
  const version = await reader.read({
    ...about("GetPolicyVersion", arn, caller),
    ask: (options) => iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }), options),
  });
  const document = "unknown" in version ? version : text(version.known.PolicyVersion?.Document);
  return { label, arn, document };
}

function about(call: RoleCall, resource: string, caller: Caller) {
  return { action: READ_ACTIONS[call], resource, caller };
}

function text(document: string | undefined): Known<string> {
  return document === undefined ? { unknown: "IAM gave no document" } : { known: document };
}
