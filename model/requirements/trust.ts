/** Whether S3 may assume the role. */

import { PAGES } from "../awsPages";
import { asNamedPolicy } from "../calls/judgeCall";
import { evaluate, slipsIn } from "../evaluation";
import type { Decision } from "../evaluation/types";
import { naming } from "../fixes/mistakenPrincipals";
import { alone, placeOfStatement } from "../fixes/statementPlace";
import { arnOfRole, nameOfRole, pasted } from "../fixes/statements";
import { knownValue } from "../known";
import type { RouteFacts } from "../routeFacts";
import type { Role } from "../topology";
import { EVERY_EVENT } from "./eventConcern";
import { findingOf, roleMissing } from "./findings";
import { type Finding, type Requirement, unknown } from "./requirement";

const SERVICE = "s3.amazonaws.com";
const CHINA_SERVICE = "s3.amazonaws.com.cn";

export const TRUST: readonly Requirement[] = [
  {
    id: "role-trusts-s3",
    title: "S3 may assume the role",
    area: "trust",
    strength: "required",
    url: PAGES.permissions,
    events: EVERY_EVENT,
    checks: `the role's trust policy allows ${SERVICE} sts:AssumeRole without conditions that S3 may not meet`,
    check: trustsS3,
  },
];

/** Whether the role would trust S3 by the other name, in the one partition where that may be its name. */
function isOpenInChina(subject: RouteFacts, role: Role): boolean {
  if (subject.source.partition !== "aws-cn") return false;
  return trustIn(CHINA_SERVICE, subject, role).verdict === "allowed";
}

function trustIn(service: string, subject: RouteFacts, role: Role): Decision {
  const account = knownValue(role.account);
  return evaluate(
    {
      caller: { kind: "service", service },
      action: "sts:AssumeRole",
      resource: arnOfRole(subject),
      ...(account !== undefined && { resourceAccount: account }),
      context: {},
    },
    { identity: [], resource: asNamedPolicy(role.trust), resourceKind: "trust" },
  );
}

function trustsS3(subject: RouteFacts): Finding {
  const { role } = subject;
  const fix = () =>
    pasted(`put into the trust policy of role "${nameOfRole(subject)}"`, {
      Effect: "Allow",
      Principal: { Service: SERVICE },
      Action: "sts:AssumeRole",
    });
  if (role === undefined) return unknown(roleMissing(subject), fix());
  const decision = subject.index.access.trust(role, () => trustIn(SERVICE, subject, role));
  if (decision.verdict === "denied" && isOpenInChina(subject, role)) {
    return unknown(
      `the trust policy names ${CHINA_SERVICE}, and AWS does not document whether S3 uses ${SERVICE} or ${CHINA_SERVICE} in China`,
      fix(),
    );
  }
  const because =
    decision.verdict === "unknown" && "known" in role.trust.document
      ? `${decision.because}; AWS does not say that S3 sends it when it assumes a role for replication`
      : decision.because;
  return findingOf(
    subject,
    { ...decision, because },
    () => changedToNameS3(subject, role, decision) ?? fix(),
  );
}

/** The statement that was intended to allow S3, changed so that it names S3; undefined where there is none. */
function changedToNameS3(
  subject: RouteFacts,
  role: Role,
  { statement: found }: Decision,
): string | undefined {
  if (found === undefined || found.statement.Effect !== "Allow") return undefined;
  const { policy, statement } = found;
  const slips = slipsIn(statement.Principal, { kind: "service", service: SERVICE }, knownValue(role.account));
  if (slips.length === 0) return undefined;
  const changed = naming(statement, slips, "Service", [SERVICE]);
  const { words, document } = placeOfStatement(subject, policy, statement);
  const trust = { label: policy, document: { known: alone(changed, document) } };
  if (trustIn(SERVICE, subject, { ...role, trust }).verdict !== "allowed") return undefined;
  return pasted(`replace ${words} of ${policy} by one that names ${SERVICE}`, changed);
}
