/** Requirements on the role and its account. */

import { arnParts } from "../../aws/arns";
import { PAGES } from "../awsPages";
import { nameOfRole } from "../fixes/statements";
import { knownValue, relationOf, whyUnknown } from "../known";
import type { RouteFacts } from "../routeFacts";
import { EVERY_EVENT } from "./eventConcern";
import { roleMissing } from "./findings";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

export const ROLE: readonly Requirement[] = [
  {
    id: "role-exists",
    title: "The replication role exists",
    area: "role",
    strength: "required",
    url: PAGES.fileElements,
    events: EVERY_EVENT,
    checks: "the configuration gives the full ARN, with its path, of a role that exists",
    check: roleExists,
  },
  {
    id: "role-in-source-account",
    title: "The role belongs to the source bucket's account",
    area: "role",
    strength: "required",
    url: PAGES.fileElements,
    events: EVERY_EVENT,
    checks: "the role and the source bucket have the same owner, who passes the role to S3",
    check: roleInSourceAccount,
  },
];

function roleExists(subject: RouteFacts): Finding {
  const { route, role } = subject;
  if ("found" in route.role) {
    const { written } = route.role;
    if (written !== undefined && arnParts(written) === undefined) {
      return unmet(
        `the configuration names the role "${written}", and S3 expects an ARN`,
        `set the configuration's role to ${(role && knownValue(role.arn)) ?? "the role's ARN"}`,
      );
    }
    return met(`role "${nameOfRole(subject)}" is part of what was read`);
  }
  if ("unknown" in route.role) return unknown(roleMissing(subject));
  const { outside, missing } = route.role;
  const parts = arnParts(outside);
  if (parts !== undefined && (parts.service !== "iam" || !parts.resource.startsWith("role/"))) {
    return unmet(
      `the configuration's role is ${outside}, which is no role`,
      "set the configuration's role to the ARN of an IAM role that trusts S3",
    );
  }
  const real = role && knownValue(role.arn);
  if (real !== undefined && real !== outside) {
    return unmet(
      `no role has the ARN ${outside}: the role of that name is ${real}`,
      `set the configuration's role to ${real}`,
    );
  }
  if (missing === true) {
    return unmet(
      `the role ${outside} does not exist`,
      "make the role again, or set the configuration's role to the ARN of one that exists",
    );
  }
  return unknown(
    `${roleMissing(subject)}, so neither its trust nor its policies can be judged`,
    "judge it together with the stack that makes the role",
  );
}

function roleInSourceAccount(subject: RouteFacts): Finding {
  const { role, source } = subject;
  const account = role?.account;
  if (account === undefined) return unknown(roleMissing(subject));
  const relation = relationOf(account, source.account);
  if (relation === "same") return met(`both belong to account ${knownValue(account)}`);
  if (relation === "unknown") {
    return unknown(
      `the account of the ${whyUnknown(account) === undefined ? "source bucket" : "role"} is not known`,
    );
  }
  return unmet(
    `the role belongs to account ${knownValue(account)}, the source bucket to ${knownValue(source.account)}`,
    `make the role in account ${knownValue(source.account)}: the principal that configures the source bucket passes it to S3`,
  );
}
