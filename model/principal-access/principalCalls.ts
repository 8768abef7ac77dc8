/** Asks the policies whether a principal may make one call. */

import { CallCache } from "../calls/callCache";
import { asNamedPolicy } from "../calls/judgeCall";
import { evaluate } from "../evaluation";
import type { AccessRequest, Decision, NamedPolicy, PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import { isClosedToThePublic } from "../publicBucketPolicy";
import type { Role, Topology } from "../topology";
import { inWordsOf, NO_ONES_ACCOUNT, type Person } from "./callers";
import { type Context, callOfAnyone, unsaid } from "./callFacts";
import type { DataBucket } from "./ends";
import type { ReadKey } from "./keys";

/** The policies of principals, as far as they were read. */
export interface PrincipalLookup {
  readonly roles: ReadonlyMap<string, Role>;
  readonly access: CallCache;
}

/** The roles of a topology by their ARN. */
export function principalLookup({ roles }: Topology): PrincipalLookup {
  return {
    roles: new Map(
      roles.flatMap((role) => {
        const arn = knownValue(role.arn);
        return arn === undefined ? [] : [[arn, role] as const];
      }),
    ),
    access: new CallCache(),
  };
}

/** What the policies say to a call. */
export interface CallAnswer {
  readonly verdict: "may" | "may not" | "unknown";
  readonly because: string;
  readonly given?: string;
  /** The Deny that decided. */
  readonly denied?: { readonly policy: string; readonly statement: PolicyStatement };
  /** Whether the resource's policy leaves the decision to policies that were not read. */
  readonly isLeft?: boolean;
}

const OPEN: NamedPolicy = {
  label: "the principal's own policies",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/** One call on the bucket or its objects. */
export function askBucket(
  end: DataBucket,
  person: Person,
  action: string,
  resource: string,
  context: Context,
  principals: PrincipalLookup,
): CallAnswer {
  const request = requestOf(end.account, person, action, resource, {
    ...callOfAnyone({ service: "s3", action, region: end.region, resourceAccount: end.account }),
    ...unsaid(end.conditionKeys, action),
    ...context,
  });
  const own = ownPolicies(person, principals, { resource: end.name, bucket: undefined });
  if (own !== undefined) {
    return answerOf(evaluate(request, { ...own, resource: end.policy, resourceKind: "bucket" }), person);
  }
  // Read as a key's policy, the principal's own policies count only where the bucket's policy allows it.
  const granted = evaluate(request, { identity: [OPEN], resource: end.policy, resourceKind: "key" });
  const isOpen = granted.verdict === "unknown" || (granted.verdict === "denied" && granted.explicit !== true);
  if (isOpen && isOwn(person, end.account)) return leftToIam(granted, request, end, person);
  if (isOpen && end.account === undefined && person.account !== NO_ONES_ACCOUNT) {
    return {
      verdict: "unknown",
      because: `${end.policy.label} does not allow ${action} for certain, and the bucket's account is not known: within it, IAM policies decide`,
    };
  }
  if (granted.verdict !== "allowed") return answerOf(granted, person);
  if (person.account === NO_ONES_ACCOUNT && isClosedToThePublic(end.bucket)) {
    return {
      verdict: "may not",
      because: `the public access block of ${end.name} (RestrictPublicBuckets) refuses other accounts what ${end.policy.label} allows to every principal`,
    };
  }
  const alone = evaluate(request, { identity: [], resource: end.policy, resourceKind: "bucket" });
  return allowedBy(granted, alone, person, action);
}

/** What the bucket's policy does not grant for certain, IAM policies of its own account may; a Deny counts all the same. */
function leftToIam(granted: Decision, request: AccessRequest, end: DataBucket, person: Person): CallAnswer {
  const open = evaluate(request, { identity: [OPEN], resource: end.policy, resourceKind: "bucket" });
  if (open.verdict !== "allowed") return answerOf(open, person);
  return {
    verdict: "unknown",
    because:
      granted.verdict === "unknown"
        ? inWordsOf(person, granted.because)
        : `no statement of ${end.policy.label} allows ${request.action} to ${person.shown} or denies it: the IAM policies of its account decide, and they were not read`,
    isLeft: true,
  };
}

/** One use of a key, through S3, with one encryption context. */
export function askKey(
  end: DataBucket,
  key: ReadKey,
  person: Person,
  action: string,
  encryptionContext: string,
  principals: PrincipalLookup,
): CallAnswer {
  const [spec, usage] = [knownValue(key.key.spec), knownValue(key.key.usage)];
  const request = requestOf(
    key.account,
    person,
    action,
    key.arn,
    callOfAnyone({
      service: "kms",
      action,
      region: key.region,
      resourceAccount: key.account,
      encryptionContext,
      aliases: key.key.aliases.flatMap((alias) => knownValue(alias) ?? []),
      keyArn: key.arn,
      ...(spec !== undefined && { keySpec: spec }),
      ...(usage !== undefined && { keyUsage: usage }),
    }),
  );
  const policies = {
    ...(key.policy && { resource: key.policy }),
    resourceKind: "key",
    ...(key.grants.length > 0 && { grants: key.grants }),
  } as const;
  const own = ownPolicies(person, principals, {
    resource: key.arn.slice(key.arn.lastIndexOf(":") + 1),
    bucket: end.name,
  });
  if (own !== undefined) return answerOf(evaluate(request, { ...own, ...policies }), person);
  const granted = evaluate(request, { identity: [OPEN], ...policies });
  if (granted.verdict !== "allowed") return answerOf(granted, person);
  const alone = evaluate(request, { identity: [], ...policies });
  if (alone.verdict === "allowed" || person.isMany || !isOwn(person, key.account)) {
    return allowedBy(granted, alone, person, action);
  }
  return {
    verdict: "unknown",
    because: `${key.policy?.label ?? "the default key policy"} names the account only, so that the IAM policies of ${person.shown} decide on ${action}, and they were not read`,
    isLeft: true,
  };
}

function isOwn({ account }: Person, owner: string | undefined): boolean {
  return account !== undefined && account === owner;
}

function requestOf(
  owner: string | undefined,
  { caller }: Person,
  action: string,
  resource: string,
  context: Context,
): AccessRequest {
  return { caller, action, resource, ...(owner !== undefined && { resourceAccount: owner }), context };
}

function ownPolicies(
  { caller, isMany }: Person,
  { roles, access }: PrincipalLookup,
  concern: { readonly resource: string; readonly bucket: string | undefined },
): { readonly identity: readonly NamedPolicy[]; readonly boundary?: NamedPolicy } | undefined {
  if (isMany || caller.kind !== "role") return undefined;
  const role = roles.get(caller.arn);
  if (role === undefined) return undefined;
  const { policies, boundary } = access.roleFor(role, concern);
  return { identity: policies.map(asNamedPolicy), ...(boundary && { boundary: asNamedPolicy(boundary) }) };
}

function answerOf({ verdict, because, explicit, statement }: Decision, person: Person): CallAnswer {
  const words = inWordsOf(person, because);
  if (verdict === "allowed") return { verdict: "may", because: words };
  if (verdict === "unknown") return { verdict: "unknown", because: words };
  return {
    verdict: "may not",
    because: words,
    ...(explicit === true && statement && { denied: statement }),
  };
}

/**
 * @param granted with the principal's own policies taken to allow everything
 * @param alone without any
 */
function allowedBy(granted: Decision, alone: Decision, person: Person, action: string): CallAnswer {
  const isEnough = alone.verdict === "allowed" && !person.isMany;
  const { statement, because } = isEnough ? alone : granted;
  const sid = statement?.statement.Sid;
  const words =
    statement === undefined || statement.policy === OPEN.label
      ? inWordsOf(person, because)
      : `${sid === undefined ? "a statement" : `statement "${sid}"`} of ${statement.policy} allows ${action} to ${person.shown}`;
  return { verdict: "may", because: words, ...(!isEnough && { given: givenOf(person) }) };
}

function givenOf({ account }: Person): string {
  return account === undefined || account === NO_ONES_ACCOUNT
    ? "the IAM policies of the caller's own account allow it"
    : `the IAM policies of account ${account} allow it`;
}
