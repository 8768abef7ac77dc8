/** Statements that give a principal what it lacks. */
import { accountRootArn } from "../../aws/arns";
import { s3KeyCondition } from "../../aws/keyCondition";
import type { PolicyStatement } from "../evaluation/types";
import { withException, withoutPrincipals } from "../fixes/exceptions";
import { keepingDefaultKeyPolicy, pasted } from "../fixes/statements";
import type { Person } from "./callers";
import type { DataBucket } from "./ends";
import type { BucketKey } from "./keys";
import type { CallAnswer } from "./principalCalls";

/** For the bucket's policy: listing below a prefix. */
export function listStatement(end: DataBucket, person: Person, scope: string): string {
  const prefix = prefixOf(scope);
  return inBucketPolicy(end, {
    Sid: "List",
    Effect: "Allow",
    Principal: { AWS: principalOf(person) },
    Action: "s3:ListBucket",
    Resource: end.arn,
    ...(prefix !== "" && { Condition: { StringLike: { "s3:prefix": `${prefix}*` } } }),
  });
}

/** For the bucket's policy: one action on the objects of a scope. */
export function objectStatement(
  end: DataBucket,
  person: Person,
  scope: string,
  Sid: string,
  Action: string,
): string {
  return inBucketPolicy(end, {
    Sid,
    Effect: "Allow",
    Principal: { AWS: principalOf(person) },
    Action,
    Resource: `${end.arn}/${scope}`,
  });
}

/** For the key's policy: a use of the key through S3, for this bucket, with both forms of the encryption context. */
export function keyStatement(
  end: DataBucket,
  key: BucketKey,
  person: Person,
  scope: string,
  Sid: string,
  Action: string,
): string {
  const region = (key.kind === "read" ? key.region : undefined) ?? end.region ?? "<region of the key>";
  const added = pasted(`add to the key policy of ${key.label}`, {
    Sid,
    Effect: "Allow",
    Principal: { AWS: principalOf(person) },
    Action,
    Resource: "*",
    Condition: s3KeyCondition(region, end.arn, scope),
  });
  return key.kind === "read" && key.policy === undefined
    ? keepingDefaultKeyPolicy(key.label, end.bucket.site.partition, key.account, added)
    : added;
}

/** Where a Deny decided, the Deny without the principal; else what is missing. */
export function mending(answer: CallAnswer, person: Person, missing: () => string): string {
  const { denied } = answer;
  if (denied === undefined) return missing();
  const { Sid } = denied.statement;
  const which = Sid === undefined ? "the Deny" : `statement "${Sid}"`;
  return pasted(
    `replace ${which} of ${denied.policy} by one that leaves ${person.shown} out`,
    withoutPerson(denied.statement, person),
  );
}

/** An account's principals have ARNs of their own; a session has that of its role. */
function withoutPerson(statement: PolicyStatement, { shown, account, caller }: Person): PolicyStatement {
  if (account !== undefined && (!shown.startsWith("arn:") || shown.endsWith(":root"))) {
    return withException(statement, "StringNotEquals", "aws:PrincipalAccount", [account]);
  }
  const isSession = caller.kind === "role" && shown.includes(":assumed-role/");
  return withoutPrincipals(statement, [isSession ? caller.arn : shown]);
}

/** The literal beginning of a pattern of object keys. */
export function prefixOf(scope: string): string {
  return scope.split(/[*?]/)[0] ?? "";
}

function inBucketPolicy(end: DataBucket, statement: PolicyStatement): string {
  return pasted(`add to the bucket policy of ${end.name}`, statement);
}

function principalOf({ shown, account, caller }: Person): string {
  if (shown === "*") return "*";
  const partition = "arn" in caller ? (caller.arn.split(":")[1] ?? "aws") : "aws";
  return shown.startsWith("arn:") ? shown : accountRootArn(partition, account ?? "");
}
