/** What the role's side and the resource's side each say to a call that S3 makes as the role. */
import { accountOfArn, arnParts, roleArn } from "../../aws/arns";
import { matchesPattern } from "../evaluation";
import type {
  AccessRequest,
  ApplicablePolicies,
  Decision,
  NamedPolicy,
  PolicyDocument,
} from "../evaluation/types";
import { knownValue, whyUnknown } from "../known";
import type { AttachedPolicy, Known, Role } from "../topology";
import { callContextOf, REPLICATION_SESSION } from "./callContext";
import type { CallFacts } from "./callFacts";
import { judgeCases } from "./judgeCases";

/** One call that S3 makes as the replication role, or S3 Batch Operations as the role of a backfill. */
export interface RoleCall extends CallFacts {
  readonly role: Role;
  readonly resource: string;
  /** Why the resource's ARN is only a pattern that it matches; undefined where it is exact. */
  readonly inexact: string | undefined;
  /** The bucket or key policy; undefined where there is none. */
  readonly policy: AttachedPolicy | undefined;
  /** Why nothing is known of the resource's policy. */
  readonly policyMissing?: string;
  readonly grants?: ApplicablePolicies["grants"];
  /** ARN of the rule's replica key, for calls whose conditions may ask for it. */
  readonly replicaKeyArn?: string;
  /** Name of the role's session. @default that of replication */
  readonly session?: Known<string>;
}

/** What each party says to a call. */
export interface CallJudgement {
  /** The role's policies and boundary, with what the resource's policy grants to the role within its account. */
  readonly role: Decision;
  /** The bucket or key policy: whether it permits what the role's policies allow. */
  readonly resource: Decision;
  /** The boundary that alone keeps the role's policies from allowing the call. */
  readonly limitedBy?: string;
}

const EVERYTHING: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const OPEN: NamedPolicy = { label: "the role's policies", document: EVERYTHING };
const NO_ACCOUNT = "unknown";

/** Asks both sides. */
export function judgeCall(call: RoleCall): CallJudgement {
  const request = requestOf(call);
  const role = roleSide(call, request);
  const isLimited = role.verdict !== "allowed" && role.explicit !== true;
  return { role, resource: resourceSide(call, request), ...(isLimited && limitOf(call, request)) };
}

function roleSide(call: RoleCall, request: AccessRequest): Decision {
  const { role } = call;
  const boundary = role.boundary && asNamedPolicy(role.boundary);
  const identity = role.policies.map(asNamedPolicy);
  const account = accountOfRole(role);
  const alone = judgeCases(
    call,
    { ...request, resourceAccount: account },
    { identity, ...(boundary && { boundary }), resourceKind: "bucket" },
  );
  if (alone.verdict === "allowed" || alone.explicit === true) return alone;
  if (call.policyMissing !== undefined || call.resourceAccount !== account)
    return inexactly(alone, call, role.policies);
  const together = judgeCases(call, request, {
    identity,
    ...(boundary && { boundary }),
    ...resourcePolicy(call),
  });
  return inexactly(together.verdict === "denied" ? alone : together, call, role.policies);
}

/** Whether a Deny of the role's own policies refuses, or may refuse, a call. */
export function isHitBy(call: RoleCall, document: PolicyDocument): boolean {
  const request = { ...requestOf(call), resourceAccount: accountOfRole(call.role) };
  const denying = { label: "the Deny", document };
  const decision = judgeCases(call, request, { identity: [OPEN, denying], resourceKind: "bucket" });
  return decision.verdict !== "allowed";
}

/** Whether one statement of the resource's policy is enough to allow a call. */
export function isLetInBy(call: RoleCall, document: PolicyDocument): boolean {
  const policy = { label: "the Allow", document: { known: document } };
  return resourceSide({ ...call, policy, grants: [] }, requestOf(call)).verdict === "allowed";
}

export function callerOf(call: RoleCall): AccessRequest["caller"] {
  return requestOf(call).caller;
}

/** Asks once more without the boundary. */
function limitOf(call: RoleCall, request: AccessRequest): Pick<CallJudgement, "limitedBy"> {
  const { boundary, ...role } = call.role;
  if (boundary === undefined) return {};
  const without = roleSide({ ...call, role: { ...role, boundary: undefined } }, request);
  return without.verdict === "allowed" ? { limitedBy: boundary.label } : {};
}

function resourceSide(call: RoleCall, request: AccessRequest): Decision {
  if (call.policyMissing !== undefined) return { verdict: "unknown", because: call.policyMissing };
  if (call.service === "s3" && call.policy === undefined && isOwnAccount(call)) {
    return { verdict: "allowed", because: "the bucket has no policy that could deny it" };
  }
  const why = call.policy && whyUnknown(call.policy.document);
  if (why !== undefined) return { verdict: "unknown", because: `${call.policy?.label} is not known: ${why}` };
  const boundary = call.role.boundary && OPEN;
  const decision = judgeCases(call, request, {
    identity: [OPEN],
    ...(boundary && { boundary }),
    ...resourcePolicy(call),
  });
  if (decision.verdict === "allowed") return { ...decision, because: whyLetIn(decision, call) };
  return inexactly(decision, call, [call.policy]);
}

function isOwnAccount({ resourceAccount, role }: RoleCall): boolean {
  return resourceAccount !== undefined && resourceAccount === accountOfRole(role);
}

function whyLetIn({ statement }: Decision, { policy, service }: RoleCall): string {
  const label = policy?.label ?? (service === "kms" ? "the default key policy" : "the bucket");
  if (statement === undefined || statement.policy === OPEN.label) {
    return `no statement of ${label} denies it`;
  }
  const { Sid } = statement.statement;
  return `${Sid === undefined ? "a statement" : `statement "${Sid}"`} of ${statement.policy} allows the role`;
}

/** An answer about a pattern says nothing certain about one resource unless it is the same for all that match. */
function inexactly(
  decision: Decision,
  call: RoleCall,
  policies: readonly (AttachedPolicy | undefined)[],
): Decision {
  const { inexact, role, action } = call;
  if (decision.verdict !== "denied") return decision;
  if (inexact !== undefined && isMentioned(action, policies)) {
    return {
      verdict: "unknown",
      because: `${inexact}, so whether the policies cover it cannot be determined`,
    };
  }
  const why =
    whyUnknown(role.arn) ?? (accountOfRole(role) === NO_ACCOUNT ? whyUnknown(role.account) : undefined);
  return why === undefined ? decision : doubtful(why, action);
}

function doubtful(why: string, action: string): Decision {
  return {
    verdict: "unknown",
    because: `the role's ARN is not known (${why}), so whether it may ${action} cannot be judged`,
  };
}

/** Whether one of the policies allows the action on anything at all. */
function isMentioned(action: string, policies: readonly (AttachedPolicy | undefined)[]): boolean {
  return policies.some((attached) => {
    const document = attached && knownValue(attached.document);
    return (document?.Statement ?? []).some(
      ({ Effect, Action, NotAction }) =>
        Effect === "Allow" &&
        (NotAction !== undefined ||
          [Action ?? []].flat().some((pattern) => matchesPattern(pattern, action, { ignoreCase: true }))),
    );
  });
}

function requestOf(call: RoleCall): AccessRequest {
  const account = accountOfRole(call.role);
  const name = knownValue(call.role.name) ?? "unknown";
  const partition = arnParts(call.resource)?.partition ?? "aws";
  const { session = { known: REPLICATION_SESSION } } = call;
  return {
    caller: {
      kind: "role",
      arn: knownValue(call.role.arn) ?? roleArn(partition, account, "/", name),
      account,
      ...("known" in session && { session: session.known }),
    },
    action: call.action,
    resource: call.resource,
    ...(call.resourceAccount !== undefined && { resourceAccount: call.resourceAccount }),
    context: {
      ...callContextOf({ ...call, replicator: call.role }),
      ...openFacts(call.role),
      ...("unknown" in session && { "aws:userid": { undetermined: session.unknown } }),
    },
  };
}

/** What would follow from the role's ARN and account, had they been read: a made-up one decides no condition. */
function openFacts(role: Role): AccessRequest["context"] {
  const account = accountOfRole(role) === NO_ACCOUNT ? whyUnknown(role.account) : undefined;
  const arn = account ?? whyUnknown(role.arn);
  return {
    ...(arn !== undefined && {
      "aws:PrincipalArn": { undetermined: `the role's ARN is not known (${arn})` },
    }),
    ...(account !== undefined && {
      "aws:PrincipalAccount": { undetermined: `the role's account is not known (${account})` },
      "kms:CallerAccount": { undetermined: `the role's account is not known (${account})` },
    }),
  };
}

function accountOfRole(role: Role): string {
  return knownValue(role.account) ?? accountOfArn(knownValue(role.arn) ?? "") ?? NO_ACCOUNT;
}

function resourcePolicy(call: RoleCall): Pick<ApplicablePolicies, "resource" | "resourceKind" | "grants"> {
  return {
    ...(call.policy && { resource: asNamedPolicy(call.policy) }),
    resourceKind: call.service === "kms" ? "key" : "bucket",
    ...(call.grants !== undefined && call.grants.length > 0 && { grants: call.grants }),
  };
}

/** A policy as evaluation takes it. */
export function asNamedPolicy({ label, document, denies }: AttachedPolicy): NamedPolicy {
  if ("known" in document) return { label, document: document.known };
  return { label, document: { unknown: document.unknown, ...(denies !== undefined && { denies }) } };
}
