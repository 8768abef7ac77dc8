/** Every call that S3 makes, or may make, on one route, and the roles that one statement decides about. */
import type { PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import { type KeyState, type RouteEnd, type RouteFacts, routeFactsOf } from "../routeFacts";
import { BUCKET_ACTIONS } from "./bucketCalls";
import type { RoleCall } from "./judgeCall";
import { bucketCall, type ContextForm, keyCalls } from "./roleCalls";

const FORMS: readonly ContextForm[] = ["bucket", "object"];

export function callsOf(subject: RouteFacts): readonly RoleCall[] {
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

function usesOf(
  subject: RouteFacts,
  key: KeyState,
  end: RouteEnd,
  actions: readonly string[],
): readonly RoleCall[] {
  if (!("arn" in key)) return [];
  return actions.flatMap((action) => FORMS.flatMap((form) => keyCalls(subject, key, end, action, form)));
}

/**
 * One call of each replication role that the same statement of a bucket or key policy decides about: one changed
 * statement has to serve all of these roles, since the next one would replace it.
 *
 * @param policy label of the policy that the statement is in
 * @param concerns whether the statement is to be changed for the sake of the call; the same for the same call
 */
export function callsUnder(
  { index }: RouteFacts,
  policy: string,
  statement: PolicyStatement,
  concerns: (call: RoleCall) => boolean,
): ReadonlyMap<string, RoleCall> {
  return index.access.callsUnder(statement, () => {
    const found = new Map<string, RoleCall>();
    for (const route of index.routesUnder(policy)) {
      const subject = routeFactsOf(route, index);
      const arn = subject.role && knownValue(subject.role.arn);
      if (arn === undefined || found.has(arn)) continue;
      const call = callsOf(subject).find(
        (one) => index.access.sides(one).resource.statement?.statement === statement && concerns(one),
      );
      if (call !== undefined) found.set(arn, call);
    }
    return found;
  });
}
