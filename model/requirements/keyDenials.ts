/** Makes requirements that no Deny of the role's policies forbids a call on a KMS key. */

import { keyCalls } from "../calls/roleCalls";
import type { KeyEnd, RouteFacts } from "../routeFacts";
import { VERDICT_RANK } from "./bucketKeys";
import { findingOf } from "./findings";
import type { KeyPermission } from "./keyPermissions";
import { type About, type Finding, met, type Requirement, unknown, worstOf } from "./requirement";

/** The role's own policies do not deny the use; whether anything allows it is not asked. */
export function roleIsNotDenied(about: Omit<About, "why">, use: KeyPermission): Requirement {
  return {
    ...about,
    checks: `${use.actions.join(", ")} on the key: no statement of the role's policies and boundary denies it`,
    check: (subject) => {
      const key = use.key(subject);
      if (!("arn" in key) || subject.role === undefined) return undefined;
      const findings = use.actions.flatMap((action) => denialOf(subject, use, key, action) ?? []);
      return worstOf(findings);
    },
  };
}

function denialOf(subject: RouteFacts, use: KeyPermission, key: KeyEnd, action: string): Finding | undefined {
  const applies = use.applies(subject, action);
  if (applies === false) return undefined;
  const { forms, wanted } = use.forms(subject);
  const findings = forms.map((form) => {
    const denials = keyCalls(subject, key, use.end(subject), action, form).flatMap((call) => {
      const { role } = subject.index.access.sides(call);
      return role.statement?.statement.Effect === "Deny" ? [findingOf(subject, role, () => "", call)] : [];
    });
    return worstOf(denials) ?? met("no statement of the role's policies denies it");
  });
  const mildest = [...findings].sort((a, b) => VERDICT_RANK[a.verdict] - VERDICT_RANK[b.verdict])[0];
  const found = wanted === "all" ? worstOf(findings) : mildest;
  if (found?.verdict !== "unmet" || applies === true) return found;
  return unknown(`${applies.unknown}, and ${found.because}`, found.fix);
}
