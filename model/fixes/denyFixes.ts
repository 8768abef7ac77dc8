/** Fixes for a Deny that refuses a call of replication: it keeps denying all other principals what it did. */

import type { RoleCall } from "../calls/judgeCall";
import { callsUnder } from "../calls/routeCalls";
import { matchAction } from "../evaluation";
import type { PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { withException, withoutPrincipals } from "./exceptions";
import { widenedGuard } from "./guards";
import { placeOfStatement } from "./statementPlace";
import { arnOfRole, isManagedByAws, nameOfRole, pasted } from "./statements";

/**
 * @param policy label of the policy that the Deny is in
 * @param call the role's call that it refuses; none where S3 itself assumes the role
 */
export function denyFix(
  subject: RouteFacts,
  policy: string,
  statement: PolicyStatement,
  call?: RoleCall,
): string {
  const fix = exceptionFor(subject, policy, statement, call);
  const alternative = call && withoutDeleteMarkers(subject, statement, call);
  return alternative === undefined ? fix : `${fix}\n${alternative}`;
}

function exceptionFor(
  subject: RouteFacts,
  policy: string,
  statement: PolicyStatement,
  call?: RoleCall,
): string {
  const { role } = subject;
  if (isManagedByAws(policy)) {
    return policy === role?.boundary?.label
      ? `give role "${nameOfRole(subject)}" another boundary than ${policy}, which AWS alone can edit`
      : `detach ${policy}: AWS alone can edit it`;
  }
  const place = placeOfStatement(subject, policy, statement);
  const where = `replace ${place.words} of ${policy} by one`;
  if (policy === role?.trust.label) return sparingS3(policy, place.words, statement);
  const isOwn = [...(role?.policies ?? []), role?.boundary].some((own) => own?.label === policy);
  const widened = isOwn && call !== undefined ? widenedGuard(subject, statement, place, call) : undefined;
  if (widened !== undefined) return pasted(`${where} with ${widened.words}`, widened.statement);
  // An inline policy is this role's alone, so that the Deny still applies to all other roles.
  if (isOwn && policy.startsWith("inline policy")) {
    return pasted(
      `remove ${place.words} from ${policy}, or limit it to other actions or resources`,
      statement,
    );
  }
  // A managed policy may be other roles', too: what it does to them is for their own findings.
  const roles = isOwn ? [] : callsUnder(subject, policy, statement, () => true).keys();
  const arns = [...new Set([arnOfRole(subject), ...roles])].sort();
  return pasted(
    `${where} that leaves the replication role${arns.length > 1 ? "s" : ""} out`,
    withoutPrincipals(statement, arns),
  );
}

const S3 = "s3.amazonaws.com";

/**
 * A role trust policy takes no `NotPrincipal`, and S3 calls it as a service, which has no ARN: only the service's name
 * distinguishes it from all other principals.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicename
 */
function sparingS3(policy: string, words: string, statement: PolicyStatement): string {
  return namesOnlyS3(statement)
    ? pasted(`remove ${words} from ${policy}: it denies only S3`, statement)
    : pasted(
        `replace ${words} of ${policy} by one that leaves S3 out`,
        withException(statement, "StringNotEquals", "aws:PrincipalServiceName", [S3]),
      );
}

function namesOnlyS3({ Principal }: PolicyStatement): boolean {
  return (
    typeof Principal === "object" &&
    Object.entries(Principal).every(
      ([kind, names]) => kind === "Service" && [names].flat().every((name) => name === S3),
    )
  );
}

/** A Deny of delete markers and not of objects keeps replicas as they are: the rule may do without the markers. */
function withoutDeleteMarkers(
  { route, destination }: RouteFacts,
  statement: PolicyStatement,
  { action }: RoleCall,
): string | undefined {
  if (action !== "s3:ReplicateDelete" || matchAction(statement, "s3:ReplicateObject").is !== "no")
    return undefined;
  const { filter } = route.rule;
  const hasFilter = knownValue(filter) !== undefined;
  const how = hasFilter
    ? 'set deleteMarkerReplication.status to "Disabled"'
    : 'give it a filter, a priority and deleteMarkerReplication: {"status":"Disabled"}';
  return `or keep it, so that nothing in ${nameOfEnd(destination)} is deleted from outside, and switch delete markers off in rule "${route.ruleName}": ${how}`;
}
