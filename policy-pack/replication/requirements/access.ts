/** Judges the calls that S3 makes as the role, once for the role's side and once for the resource's side. */
import { accountOf, matchesPattern } from "../evaluation";
import type {
  AccessRequest,
  ApplicablePolicies,
  Decision,
  NamedPolicy,
  PolicyDocument,
} from "../evaluation/types";
import type { AttachedPolicy, Role } from "../topology";
import { type CallFacts, contextOf } from "./call-context";
import { decide } from "./decide";
import { knownValue, whyUnknown } from "./known";
import { type Concern, Narrowing } from "./narrowing";

/** One call that S3 makes as the replication role. */
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
}

/** What each party says to a call. */
export interface Sides {
  /** The role's policies and boundary, with what the resource's policy grants to the role within its account. */
  readonly role: Decision;
  /** The bucket or key policy: whether it lets in whatever the role's policies allow. */
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

export class Access {
  readonly #answers = new Map<string, Sides>();
  readonly #narrowing = new Narrowing();
  readonly #roles = new Map<Role, Map<string, Role>>();
  readonly #contexts = new Map<PolicyDocument, readonly string[]>();

  /** The role with what in its policies can concern a call. */
  roleFor(role: Role, concern: Concern | undefined): Role {
    if (concern === undefined) return role;
    const key = `${concern.resource} ${concern.bucket}`;
    const roles = this.#roles.get(role) ?? new Map<string, Role>();
    this.#roles.set(role, roles);
    const known = roles.get(key);
    if (known !== undefined) return known;
    const narrow = (policy: AttachedPolicy) => this.#narrowing.narrowed(policy, concern);
    const narrowed = {
      ...role,
      policies: role.policies.map(narrow),
      boundary: role.boundary && narrow(role.boundary),
    };
    roles.set(key, narrowed);
    return narrowed;
  }

  /** @returns the same answer for the same call, worked out once */
  sides(call: RoleCall): Sides {
    const key = [
      call.role.label,
      call.action,
      call.resource,
      call.resourceAccount,
      call.region,
      call.encryptionContext,
      call.replicaKeyArn,
      call.policy?.label,
      call.policyMissing,
    ].join("\n");
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const request = requestOf(call);
    const role = roleSide(call, request);
    const isMissing = role.verdict === "denied" && role.explicit !== true;
    const sides: Sides = {
      role: this.#asWritten(role),
      resource: this.#asWritten(resourceSide(call, request)),
      ...(isMissing && limitOf(call, request)),
    };
    this.#answers.set(key, sides);
    return sides;
  }

  /** Every value that conditions of the policies ask of S3's encryption context. */
  contextPatterns(policies: readonly (AttachedPolicy | undefined)[]): readonly string[] {
    return policies.flatMap((policy) => {
      const document = policy && knownValue(policy.document);
      if (document === undefined) return [];
      const known = this.#contexts.get(document);
      if (known !== undefined) return known;
      const found = contextPatternsIn(document);
      this.#contexts.set(document, found);
      return found;
    });
  }

  #asWritten(decision: Decision): Decision {
    const { statement } = decision;
    if (statement === undefined) return decision;
    return {
      ...decision,
      statement: { ...statement, statement: this.#narrowing.original(statement.statement) },
    };
  }
}

const CONTEXT_KEY = "kms:encryptioncontext:aws:s3:arn";

function contextPatternsIn({ Statement }: PolicyDocument): readonly string[] {
  return Statement.flatMap(({ Condition }) =>
    Object.values(Condition ?? {}).flatMap((tests) =>
      Object.entries(tests)
        .filter(([key]) => key.toLowerCase() === CONTEXT_KEY)
        .flatMap(([, values]) => (Array.isArray(values) ? values.map(String) : [String(values)])),
    ),
  );
}

function roleSide(call: RoleCall, request: AccessRequest): Decision {
  const { role } = call;
  const boundary = role.boundary && named(role.boundary);
  const identity = role.policies.map(named);
  const account = accountOfRole(role);
  const alone = decide(
    call,
    { ...request, resourceAccount: account },
    { identity, ...(boundary && { boundary }), resourceKind: "bucket" },
  );
  if (alone.verdict === "allowed" || alone.explicit === true) return alone;
  if (call.policyMissing !== undefined || call.resourceAccount !== account)
    return inexactly(alone, call, role.policies);
  const together = decide(call, request, {
    identity,
    ...(boundary && { boundary }),
    ...resourcePolicy(call),
  });
  return inexactly(together.verdict === "denied" ? alone : together, call, role.policies);
}

/** Asks once more without the boundary. */
function limitOf(call: RoleCall, request: AccessRequest): Pick<Sides, "limitedBy"> {
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
  const decision = decide(call, request, {
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
  return `${Sid === undefined ? "a statement" : `statement "${Sid}"`} of ${statement.policy} lets the role in`;
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
    return { verdict: "unknown", because: `${inexact}, so whether the policies cover it cannot be told` };
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
  return {
    caller: {
      kind: "role",
      arn: knownValue(call.role.arn) ?? `arn:aws:iam::${account}:role/${name}`,
      account,
    },
    action: call.action,
    resource: call.resource,
    ...(call.resourceAccount !== undefined && { resourceAccount: call.resourceAccount }),
    context: contextOf(call),
  };
}

function accountOfRole(role: Role): string {
  return knownValue(role.account) ?? accountOf(knownValue(role.arn) ?? "") ?? NO_ACCOUNT;
}

function resourcePolicy(call: RoleCall): Pick<ApplicablePolicies, "resource" | "resourceKind" | "grants"> {
  return {
    ...(call.policy && { resource: named(call.policy) }),
    resourceKind: call.service === "kms" ? "key" : "bucket",
    ...(call.grants !== undefined && call.grants.length > 0 && { grants: call.grants }),
  };
}

export function named({ label, document }: AttachedPolicy): NamedPolicy {
  return { label, document: "known" in document ? document.known : { unknown: document.unknown } };
}
