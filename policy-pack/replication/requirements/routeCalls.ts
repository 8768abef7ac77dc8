/** Every call that S3 makes, or may make, on one route, and the other roles that call the same resources. */
import type { Decision, PolicyStatement } from "../evaluation/types";
import { BUCKET_ACTIONS } from "./bucketCalls";
import { bucketCall, type ContextForm, keyCalls } from "./calls";
import { knownValue } from "./known";
import type { RoleCall } from "./sides";
import { type End, type KeyState, type Subject, subjectOf } from "./subject";

const FORMS: readonly ContextForm[] = ["bucket", "object"];

export function callsOf(subject: Subject): readonly RoleCall[] {
  const { source, destination, sourceKey, replicaKey } = subject;
  const onBuckets = BUCKET_ACTIONS.flatMap(({ action, side, target, applies }) =>
    applies(subject) === false ? [] : (bucketCall(subject, subject[side], action, target) ?? []),
  );
  return [
    ...onBuckets,
    ...usesOf(subject, sourceKey, source, ["kms:Decrypt"]),
    ...usesOf(subject, replicaKey, destination, ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

function usesOf(subject: Subject, key: KeyState, end: End, actions: readonly string[]): readonly RoleCall[] {
  if (!("arn" in key)) return [];
  return actions.flatMap((action) => FORMS.flatMap((form) => keyCalls(subject, key, end, action, form)));
}

/**
 * ARNs of the other replication roles that the same statement of a bucket or key policy decides about: one changed
 * statement has to serve all of them, since the next one would replace it.
 *
 * @param policy label of the policy that the statement is in
 * @param concerns whether the decision about one of their calls is of the same kind
 */
export function otherRolesAt(
  { index, role }: Subject,
  policy: string,
  statement: PolicyStatement,
  concerns: (call: RoleCall, decision: Decision) => boolean,
): readonly string[] {
  const arns = new Set<string>();
  for (const route of index.routesUnder(policy)) {
    if ("found" in route.role && route.role.found === role) continue;
    const subject = subjectOf(route, index);
    const arn = subject.role && knownValue(subject.role.arn);
    if (arn === undefined || subject.role === role || arns.has(arn)) continue;
    const isConcerned = callsOf(subject).some((call) => {
      const { resource } = index.access.sides(call);
      return resource.statement?.statement === statement && concerns(call, resource);
    });
    if (isConcerned) arns.add(arn);
  }
  return [...arns];
}
