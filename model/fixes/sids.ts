/** Names for statements that are to be pasted: IAM wants every Sid of a document to be unique. */

import { knownValue } from "../known";
import { nameOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";
import type { AttachedPolicy } from "../topology";

/** A Sid for a statement of the role's policies: rules to other destinations ask for statements of the same kind. */
export function roleSid(subject: RouteFacts, base: string, { side }: Pick<RouteEnd, "side">): string {
  const { role, route, index, destination } = subject;
  const several = side === "destination" && index.rulesOf(route).otherDestination(route) !== undefined;
  return freeSid(subject, `${base}${several ? pascalCase(nameOfEnd(destination)) : ""}`, [
    ...(role?.policies ?? []),
    role?.boundary,
  ]);
}

/** The wanted Sid, with a number behind it where a statement has it already. */
export function freeSid(
  { index }: RouteFacts,
  wanted: string,
  policies: readonly (AttachedPolicy | undefined)[],
): string {
  const taken = policies.flatMap((policy) => {
    const document = policy && knownValue(policy.document);
    return document === undefined ? [] : [index.fixes.sidsOf(document)];
  });
  const isTaken = (sid: string) => taken.some((sids) => sids.has(sid));
  let sid = wanted;
  for (let number = 2; isTaken(sid); number += 1) sid = `${wanted}${number}`;
  return sid;
}

/** `s3:ReplicateObject` -> `ReplicateObject`. */
export function verbOf(action: string): string {
  return action.slice(action.indexOf(":") + 1);
}

/** `acme-archive.replica` -> `AcmeArchiveReplica`: a Sid has letters and digits only. */
function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
