/** Which policies have to allow a call, by the kind of resource and the accounts. */
import { granted } from "./grants";
import type { Call, LivePolicy } from "./statement";
import { allOf, type Ternary } from "./ternary";
import type { ApplicablePolicies } from "./types";
import { NO_FINDING, type Opinion, stronger, type Weighed, weigh } from "./weighing";

/** Which policies a step needs an Allow from. */
export type PolicySide = "resource" | "identity" | "boundary" | "grant";

export interface Step {
  readonly side: PolicySide;
  readonly found: Weighed;
}

/** One way to an Allow: every step of it must allow. */
export type Path = readonly Step[];

/** Every policy of a call, reduced to what can matter. */
export interface LivePolicies {
  readonly identity: readonly LivePolicy[];
  readonly boundary: LivePolicy | undefined;
  readonly resource: LivePolicy | undefined;
  readonly applicable: ApplicablePolicies;
}

/** What the policies say about one concrete resource: the Deny, and every way in which it may be allowed. */
export interface Weighing {
  readonly deny: Weighed;
  readonly paths: readonly Path[];
}

export const pathIs = (path: Path): Ternary => allOf(path.map((step) => step.found.is));

/**
 * Weighs every policy for one concrete resource.
 *
 * @param sameAccount whether caller and resource belong to one account
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function weighAll(
  policies: LivePolicies,
  resource: string,
  call: Call,
  sameAccount: boolean,
): Weighing {
  const identity = weigh(policies.identity, resource);
  const boundary = policies.boundary && weigh([policies.boundary], resource);
  const owner = weigh(policies.resource ? [policies.resource] : [], resource);
  const deny = [identity, boundary, owner].reduce(
    (found, o) => (o ? stronger(found, o.deny) : found),
    NO_FINDING,
  );
  const sides = { identity, boundary, owner, grant: grantFound(policies, call) };
  return { deny, paths: pathsOf(policies.applicable.resourceKind, sides, call, sameAccount) };
}

interface Sides {
  readonly identity: Opinion;
  readonly boundary: Opinion | undefined;
  readonly owner: Opinion;
  readonly grant: Weighed;
}

function pathsOf(
  kind: ApplicablePolicies["resourceKind"],
  { identity, boundary, owner, grant }: Sides,
  { request }: Call,
  sameAccount: boolean,
): readonly Path[] {
  const { direct, role, account } = owner.allow;
  const byOwner = (found: Weighed): Step => ({ side: "resource", found });
  const limit: Path = boundary ? [{ side: "boundary", found: boundary.allow.direct }] : [];
  const byGrant: Step = { side: "grant", found: grant };

  if (request.caller.kind === "service") return withGrant(kind, [[byOwner(direct)]], [byGrant]);
  // The root user needs no policy of its own: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
  const ownSide: Path =
    request.caller.kind === "account" ? [] : [{ side: "identity", found: identity.allow.direct }, ...limit];
  if (!sameAccount) {
    const byAnyName = byOwner([direct, role, account].reduce(stronger));
    // Whether a grant alone is enough for a caller of another account is not documented.
    return withGrant(kind, [[byAnyName, ...ownSide]], [byGrant, ...asDoubt(ownSide)]);
  }
  const byResource: Path[] = [[byOwner(direct)], [byOwner(role), ...limit]];
  if (kind === "bucket") return [ownSide, ...byResource];
  const delegated: Path = [byOwner(stronger(account, direct)), ...ownSide];
  return withGrant(kind, [delegated, ...byResource], [byGrant, ...asDoubt(limit)]);
}

function withGrant(
  kind: ApplicablePolicies["resourceKind"],
  paths: readonly Path[],
  byGrant: Path,
): readonly Path[] {
  return kind === "key" && byGrant[0]?.found.is !== "no" ? [...paths, byGrant] : paths;
}

/** The steps with what they lack turned into what is not known. */
function asDoubt(path: Path): Path {
  const why = () => "AWS does not say whether a grant is enough without it";
  return path.map((step) => (step.found.is === "no" ? { ...step, found: { is: "unknown", why } } : step));
}

function grantFound({ applicable }: LivePolicies, { request, context }: Call): Weighed {
  const why = () => "whether it is for this session and this encryption context cannot be told";
  return { is: granted(applicable.grants, request, context), why };
}
