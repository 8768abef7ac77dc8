/** The door to policy evaluation: one call, every policy that applies to it, one answer. */
import { accountOfArn, arnParts } from "../../aws/arns";
import { overRegion } from "./arnPatterns";
import { isRegion } from "./arnSamples";
import { type ContextLookup, contextOf, withoutFamily } from "./context";
import { defaultKeyPolicy } from "./defaultKeyPolicy";
import type { LivePolicies } from "./paths";
import { type Call, livePolicy } from "./statement";
import type { AccessRequest, ApplicablePolicies, Decision } from "./types";
import { decisionOf, verdictFor } from "./verdict";

/**
 * Decides whether AWS would allow a call, as far as what is known of it decides.
 *
 * A resource with a wildcard tail represents every resource below it: `allowed` then means that every one of them is,
 * `denied` that at least one is not (`because` says which part), `unknown` that none is denied for certain and at
 * least one is undecided. Service control policies, resource control policies and session policies are not looked at.
 *
 * @param request one call; a condition key that its context does not list is not determined
 * @param policies every policy that applies to it
 * @returns the verdict, with the statement and the value that decided
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function evaluate(request: AccessRequest, policies: ApplicablePolicies): Decision {
  const { live, call } = readFor(request, policies);
  return isRegion(request.resource)
    ? overRegion(live, call)
    : decisionOf(verdictFor(live, request.resource, call), request.resource);
}

/** The policies reduced to what can matter for a call. */
export function readFor(
  request: AccessRequest,
  policies: ApplicablePolicies,
): { readonly live: LivePolicies; readonly call: Call } {
  const owner = request.resourceAccount ?? accountOfArn(request.resource);
  const owned = owner === undefined ? request : { ...request, resourceAccount: owner };
  const context = contextOf(owned);
  const call: Call = {
    request: owned,
    context,
    ownerContext: ownerContext(context, policies),
    limited: policies.boundary !== undefined,
    resource: isRegion(request.resource) ? undefined : request.resource,
  };
  const applicable = withKeyPolicy(policies, owner, arnParts(request.resource)?.partition);
  const live: LivePolicies = {
    identity: applicable.identity.map((policy) => livePolicy(policy, call, true)),
    boundary: applicable.boundary && livePolicy(applicable.boundary, call, true),
    resource: applicable.resource && livePolicy(applicable.resource, call, false),
    applicable,
  };
  return { live, call };
}

/**
 * AWS says of `aws:ResourceTag` that KMS supports it in IAM policies only, and lists it for calls that key policies alone
 * decide: what a key policy makes of it is open.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
function ownerContext(context: ContextLookup, { resourceKind }: ApplicablePolicies): ContextLookup {
  if (resourceKind !== "key") return context;
  return withoutFamily(context, "aws:resourcetag/", "KMS supports aws:ResourceTag in IAM policies only");
}

/** There is no key without a key policy: where none was given, KMS wrote the default one. */
function withKeyPolicy(
  policies: ApplicablePolicies,
  owner: string | undefined,
  partition: string | undefined,
): ApplicablePolicies {
  if (policies.resourceKind !== "key" || policies.resource !== undefined) return policies;
  return { ...policies, resource: defaultKeyPolicy(owner, partition) };
}
