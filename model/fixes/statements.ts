/** Statements and settings that can be pasted. */
import { accountRootArn, bucketArn } from "../../aws/arns";
import { s3KeyCondition } from "../../aws/keyCondition";
import type { OneOrMany, PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import { arnOfEnd, type KeyEnd, nameOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";

/** Words that say where a statement belongs, and the statement as JSON below them. */
export function pasted(where: string, statement: PolicyStatement): string {
  return `${where}:\n${JSON.stringify(statement, null, 2)}`;
}

export function nameOfRole({ role, route }: RouteFacts): string {
  if (role !== undefined) return knownValue(role.name) ?? role.label;
  return "outside" in route.role ? route.role.outside : "the replication role";
}

/** The role's ARN as far as it is known. */
export function arnOfRole({ role, route }: RouteFacts): string {
  if (role !== undefined) return knownValue(role.arn) ?? "<ARN of the replication role>";
  return "outside" in route.role ? route.role.outside : "<ARN of the replication role>";
}

export const one = (values: readonly string[]): OneOrMany =>
  values.length === 1 ? (values[0] ?? "") : values;

/**
 * A statement for the role's own policies.
 *
 * @param limitedBy the boundary that has to allow it, where the policies do already
 */
export function roleStatement(
  subject: RouteFacts,
  limitedBy: string | undefined,
  Sid: string,
  actions: readonly string[],
  resources: readonly string[],
  Condition?: PolicyStatement["Condition"],
): string {
  return pasted(placeOf(subject, limitedBy), {
    Sid,
    Effect: "Allow",
    Action: one(actions),
    Resource: one(resources),
    ...(Condition !== undefined && { Condition }),
  });
}

function placeOf(subject: RouteFacts, limitedBy: string | undefined): string {
  if (limitedBy === undefined) return `add to the policies of role "${nameOfRole(subject)}"`;
  return isManagedByAws(limitedBy)
    ? `use another boundary in place of ${limitedBy}, which AWS alone can edit: one that allows this as well`
    : `add to ${limitedBy}`;
}

/** Whether a policy's label names a managed policy of AWS, which no one else can edit. */
export function isManagedByAws(label: string): boolean {
  return /\barn:[a-z-]+:iam::aws:policy\//.test(label);
}

/** A statement for a bucket policy, or for the key policy where the resource is `*`. */
export function resourceStatement(
  subject: RouteFacts,
  where: string,
  Sid: string,
  actions: readonly string[],
  resource: string,
  Condition?: PolicyStatement["Condition"],
): string {
  return pasted(where, {
    Sid,
    Effect: "Allow",
    Principal: { AWS: arnOfRole(subject) },
    Action: one(actions),
    Resource: resource,
    ...(Condition !== undefined && { Condition }),
  });
}

/** The condition that ties a key to S3 in its region and to one bucket, in both forms of encryption context. */
export function keyCondition(key: KeyEnd, end: RouteEnd): NonNullable<PolicyStatement["Condition"]> {
  const region = knownValue(key.region) ?? knownValue(end.region) ?? "<region of the key>";
  return s3KeyCondition(region, arnOfEnd(end) ?? bucketArn(end.partition, "<bucket>"));
}

/** How a fix names a bucket's policy. */
export function bucketPolicyOf(end: RouteEnd): string {
  return `add to the bucket policy of ${nameOfEnd(end)}`;
}

/**
 * What goes with a statement for a key that has no policy of its own yet: a policy that is set replaces the one that KMS
 * writes by default, and without that one's statement the key's account loses the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keepingDefaultKeyPolicy(
  label: string,
  partition: string,
  account: string | undefined,
  added: string,
): string {
  const kept = pasted(`keep what KMS writes by default in the key policy of ${label}`, {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(partition, account ?? "<account of the key>") },
    Action: "kms:*",
    Resource: "*",
  });
  return `${kept}\n${added}`;
}
