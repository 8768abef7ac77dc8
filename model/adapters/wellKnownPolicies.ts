/** What is known of the managed policies of AWS, by the ARN that attaches them. */

import { arnParts } from "../../aws/arns";
import type { PolicyDocument, PolicyStatement } from "../evaluation/types";
import type { AttachedPolicy } from "../topology";
import { DENYING_POLICIES, POLICIES_WITHOUT_DENY, WHOLE_POLICIES } from "./awsManagedPolicyTable";

const whole = new Map(Object.entries(WHOLE_POLICIES));
const denying = new Map(Object.entries(DENYING_POLICIES));
const withoutDeny = new Set(
  Object.entries(POLICIES_WITHOUT_DENY).flatMap(([path, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => path + name),
  ),
);

/** The document of a managed policy of AWS that is listed as a whole; `undefined` for every other ARN. */
export function wellKnownPolicy(arn: string): PolicyDocument | undefined {
  const statements = whole.get(nameIn(arn) ?? "");
  return statements && documentOf(statements);
}

/**
 * A managed policy of AWS: its document, or what it denies where only that is listed. What it allows grows with AWS's
 * services; what it denies stays, for AWS makes a new policy where a change would take something away.
 *
 * @returns undefined for other policies, for one that the table does not have, and for one of another partition, where a policy
 *   of the same name may say something else
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-deprecated.html
 */
export function awsManagedPolicy(arn: string): Omit<AttachedPolicy, "label"> | undefined {
  const document = wellKnownPolicy(arn);
  if (document !== undefined) return { document: { known: document } };
  const name = nameIn(arn);
  if (name === undefined || arnParts(arn)?.partition !== "aws") return undefined;
  const denies = denying.get(name) ?? (withoutDeny.has(name) ? [] : undefined);
  if (denies === undefined) return undefined;
  const unknown = `of the policy ${name} of AWS only what it denies is known`;
  return { document: { unknown }, denies: documentOf(denies) };
}

/** The name with its path; `undefined` where the ARN is not that of a managed policy of AWS. */
function nameIn(arn: string): string | undefined {
  const parts = arnParts(arn);
  return parts?.service === "iam" && parts.account === "aws" && parts.resource.startsWith("policy/")
    ? parts.resource.slice("policy/".length)
    : undefined;
}

function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
