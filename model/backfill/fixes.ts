/** What to paste where a policy keeps the role of a backfill from running. */
import type { Decision, PolicyStatement } from "../evaluation/types";
import { withException, withoutPrincipals } from "../fixes/exceptions";
import { placeAmong } from "../fixes/statementPlace";
import { isManagedByAws, pasted } from "../fixes/statements";
import { isNamed, mayDeny, reading } from "../fixes/unreadPolicies";
import { knownValue } from "../known";
import { type Finding, met, unknown, unmet } from "../requirements/requirement";
import type { AttachedPolicy } from "../topology";
import { BATCH_OPERATIONS } from "./calls";
import { arnOfBackfillRole, type BackfillFacts, nameOfBackfillRole } from "./facts";

/** @param allow what to paste where an Allow is missing or not certain */
export function findingOf(facts: BackfillFacts, decision: Decision, allow: () => string): Finding {
  const { verdict, because, statement } = decision;
  if (verdict === "allowed") return met(because);
  const inTheWay = statement?.statement.Effect === "Deny" ? statement : undefined;
  const fix =
    (verdict === "unknown" ? unreadFix(facts, because) : undefined) ??
    (inTheWay === undefined ? allow() : denyFix(facts, inTheWay.policy, inTheWay.statement));
  return verdict === "unknown" ? unknown(because, fix) : unmet(because, fix);
}

/** @param limitedBy the boundary that has to allow it, where the role's policies do already */
export function roleFix(
  facts: BackfillFacts,
  limitedBy: string | undefined,
  action: string,
  resource: string,
): string {
  const where =
    limitedBy === undefined
      ? `add to the policies of role "${nameOfBackfillRole(facts)}"`
      : isManagedByAws(limitedBy)
        ? `use another boundary in place of ${limitedBy}, which AWS alone can edit: one that allows this as well`
        : `add to ${limitedBy}`;
  return pasted(where, { Effect: "Allow", Action: action, Resource: resource });
}

export function bucketFix(facts: BackfillFacts, bucket: string, action: string, resource: string): string {
  return pasted(`add to the bucket policy of ${bucket}`, {
    Effect: "Allow",
    Principal: { AWS: arnOfBackfillRole(facts) },
    Action: action,
    Resource: resource,
  });
}

export function trustFix(facts: BackfillFacts): string {
  return pasted(`put into the trust policy of role "${nameOfBackfillRole(facts)}"`, {
    Effect: "Allow",
    Principal: { Service: BATCH_OPERATIONS },
    Action: "sts:AssumeRole",
  });
}

function denyFix(facts: BackfillFacts, policy: string, statement: PolicyStatement): string {
  const { role } = facts;
  const name = nameOfBackfillRole(facts);
  if (isManagedByAws(policy)) {
    return policy === role?.boundary?.label
      ? `give role "${name}" another boundary than ${policy}, which AWS alone can edit`
      : `detach ${policy}: AWS alone can edit it`;
  }
  const { words } = placeAmong(policiesOf(facts), policy, statement);
  if (policy === role?.trust.label) {
    return pasted(
      `replace ${words} of ${policy} by one that leaves S3 Batch Operations out`,
      withException(statement, "StringNotEquals", "aws:PrincipalServiceName", [BATCH_OPERATIONS]),
    );
  }
  const isOwn = (role?.policies ?? []).some(({ label }) => label === policy);
  if (isOwn && policy.startsWith("inline policy")) {
    return pasted(`remove ${words} from ${policy}, or limit it to other actions or resources`, statement);
  }
  return pasted(
    `replace ${words} of ${policy} by one that leaves the role of the backfill out`,
    withoutPrincipals(statement, [arnOfBackfillRole(facts)]),
  );
}

/** How the policy that the words name comes to be read. */
function unreadFix(facts: BackfillFacts, because: string): string | undefined {
  const { role, written } = facts;
  // Of a role that was not read at all no single policy is missing.
  const own = "found" in written ? role : undefined;
  const unread = [
    ...(own?.policies ?? []).filter(mayDeny),
    own?.boundary,
    own?.trust,
    ...bucketPolicies(facts),
  ].find((policy) => policy !== undefined && isNamed(policy, because));
  return unread === undefined ? undefined : reading(unread, "");
}

function policiesOf(facts: BackfillFacts): readonly (AttachedPolicy | undefined)[] {
  const { role } = facts;
  return [...(role?.policies ?? []), role?.boundary, role?.trust, ...bucketPolicies(facts)];
}

function bucketPolicies({ source, places }: BackfillFacts): readonly (AttachedPolicy | undefined)[] {
  return [source, ...(knownValue(places) ?? []).map(({ end }) => end)].map(({ bucket }) => bucket?.policy);
}
