/** Turns what the policies say about S3's calls into findings. */

import type { RoleCall } from "../calls/judgeCall";
import type { Decision } from "../evaluation/types";
import { denyFix } from "../fixes/denyFixes";
import { changedToNameRole } from "../fixes/mistakenPrincipals";
import { fixForUnreadPolicy } from "../fixes/unreadPolicies";
import type { RouteFacts } from "../routeFacts";
import { type Finding, met, unknown, unmet, worstOf } from "./requirement";

/**
 * @param fixOf what to paste where an Allow is missing or not certain
 * @param call the role's call that was decided; none where S3 itself assumes the role
 */
export function findingOf(
  subject: RouteFacts,
  decision: Decision,
  fixOf: () => string,
  call?: RoleCall,
): Finding {
  if (decision.verdict === "allowed") return met(decision.because);
  const { statement, because } = decision;
  // No Allow outweighs a Deny, be it certain or not.
  const inTheWay = statement?.statement.Effect === "Deny" ? statement : undefined;
  const unread = decision.verdict === "unknown" ? fixForUnreadPolicy(subject, because) : undefined;
  const fix = unread ?? (inTheWay ? denyFix(subject, inTheWay.policy, inTheWay.statement, call) : fixOf());
  return decision.verdict === "unknown" ? unknown(because, fix) : unmet(because, fix);
}

/** Whose policies are asked. */
export type JudgedSide = "role" | "resource";

/** Judges one side of one or more calls; a call without a role cannot be judged. */
export function judged(
  subject: RouteFacts,
  calls: readonly (RoleCall | undefined)[],
  side: JudgedSide,
  fixOf: (call: RoleCall, limitedBy: string | undefined) => string,
): Finding {
  const findings = calls.flatMap((call) => {
    if (call === undefined) return [];
    const sides = subject.index.access.sides(call);
    const changed = () =>
      side === "resource" ? changedToNameRole(subject, call, sides.resource) : undefined;
    return [findingOf(subject, sides[side], () => changed() ?? fixOf(call, sides.limitedBy), call)];
  });
  return worstOf(findings) ?? unknown(roleMissing(subject));
}

/** Why the role's policies cannot be judged. */
export function roleMissing({ route }: RouteFacts): string {
  if ("outside" in route.role) return `the role ${route.role.outside} is not part of what was read`;
  return "unknown" in route.role ? `the role is not known: ${route.role.unknown}` : "the role was not read";
}
