/** What to do about a policy that cannot be read: no statement added elsewhere settles what it says. */

import { whyUnknown } from "../known";
import type { KeyState, RouteFacts } from "../routeFacts";
import type { AttachedPolicy } from "../topology";
import { nameOfRole } from "./statements";

/** How the policy that the words name comes to be read; undefined where they name none that was not. */
export function fixForUnreadPolicy(subject: RouteFacts, because: string): string | undefined {
  const { role, source, destination, sourceKey, replicaKey } = subject;
  // Of a role that was not read at all no single policy is missing.
  const own = "found" in subject.route.role ? role : undefined;
  const whose = `role "${nameOfRole(subject)}"`;
  const places: readonly (readonly [policies: readonly (AttachedPolicy | undefined)[], otherwise: string])[] =
    [
      [(own?.policies ?? []).filter(mayDeny), `, or detach it from ${whose}`],
      [[own?.boundary], `, or give ${whose} another permissions boundary`],
      [[own?.trust, source.bucket?.policy, destination.bucket?.policy], ""],
      [[sourceKey, replicaKey].map(keyPolicyOf), ""],
    ];
  for (const [policies, otherwise] of places) {
    const unread = policies.find((policy) => policy !== undefined && isNamed(policy, because));
    if (unread !== undefined) return reading(unread, otherwise);
  }
  return undefined;
}

/** Where it is known what a policy denies, an Allow in another one settles what it leaves open. */
export function mayDeny({ denies }: AttachedPolicy): boolean {
  return denies === undefined;
}

export function isNamed({ label, document }: AttachedPolicy, because: string): boolean {
  return "unknown" in document && because.includes(label);
}

function keyPolicyOf(key: KeyState): AttachedPolicy | undefined {
  return "arn" in key ? key.policy : undefined;
}

/** @param otherwise what else would do, e.g. `, or detach it`; empty for nothing */
export function reading({ label, document }: AttachedPolicy, otherwise: string): string {
  const why = whyUnknown(document) ?? "";
  if (why.startsWith("several resources overwrite")) {
    return `merge them into one: put the statements of all into a single resource for ${label}`;
  }
  if (why.startsWith("it is no valid policy document")) return `repair the document of ${label}: ${why}`;
  return `judge it again where ${label} can be read${otherwise}: ${why}`;
}
