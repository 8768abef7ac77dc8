/** Whether S3 may assume the role. */
import { evaluate } from "../evaluation";
import { findingOf, roleMissing } from "./findings";
import { arnOfRole, nameOfRole, pasted } from "./fixes";
import { knownValue } from "./known";
import { PAGES } from "./pages";
import { type Finding, type Requirement, unknown } from "./requirement";
import { named } from "./sides";
import type { Subject } from "./subject";

const SERVICE = "s3.amazonaws.com";

export const TRUST: readonly Requirement[] = [
  {
    id: "role-trusts-s3",
    title: "S3 may assume the role",
    area: "trust",
    strength: "required",
    url: PAGES.permissions,
    checks: `the role's trust policy allows ${SERVICE} sts:AssumeRole without conditions that S3 may not meet`,
    check: trustsS3,
  },
];

function trustsS3(subject: Subject): Finding {
  const { role } = subject;
  const fix = () =>
    pasted(`put into the trust policy of role "${nameOfRole(subject)}"`, {
      Effect: "Allow",
      Principal: { Service: SERVICE },
      Action: "sts:AssumeRole",
    });
  if (role === undefined) return unknown(roleMissing(subject), fix());
  const account = knownValue(role.account);
  const decision = subject.index.access.trust(role, () =>
    evaluate(
      {
        caller: { kind: "service", service: SERVICE },
        action: "sts:AssumeRole",
        resource: arnOfRole(subject),
        ...(account !== undefined && { resourceAccount: account }),
        context: {},
      },
      { identity: [], resource: named(role.trust), resourceKind: "trust" },
    ),
  );
  const because =
    decision.verdict === "unknown" && "known" in role.trust.document
      ? `${decision.because}; AWS does not say that S3 sends it when it assumes a role for replication`
      : decision.because;
  return findingOf(subject, { ...decision, because }, fix);
}
