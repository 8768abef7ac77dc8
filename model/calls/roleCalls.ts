/** The calls that S3 makes on one route, ready to be judged. */

import { arnParts, bucketArn, keyArn } from "../../aws/arns";
import { s3ViaService } from "../../aws/keyCondition";
import type { ApplicablePolicies } from "../evaluation/types";
import { knownValue, whyUnknown } from "../known";
import { arnOfEnd, type KeyEnd, nameOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";
import type { Key, Role } from "../topology";
import type { RoleCall } from "./judgeCall";
import { encryptionsOf } from "./objectEncryption";
import type { CallScope } from "./relevantStatements";

/** Whether S3 calls the bucket itself or the objects that the rule selects. */
export type Target = "bucket" | "objects";

/** A call on a bucket or on its objects; undefined where the role is not part of what was read. */
export function bucketCall(
  subject: RouteFacts,
  end: RouteEnd,
  action: string,
  target: Target,
): RoleCall | undefined {
  const inexact = inexactBucket(subject, end, target);
  const name = knownValue(end.name);
  const role = roleFor(subject, name === undefined ? undefined : { resource: name, bucket: undefined });
  if (role === undefined) return undefined;
  const arn = arnOfEnd(end) ?? bucketArn(end.partition, "*");
  const replicaKeyArn = "arn" in subject.replicaKey ? knownValue(subject.replicaKey.arn) : undefined;
  return {
    role,
    service: "s3",
    action,
    resource:
      target === "bucket" ? arn : `${arn}/${subject.object ?? `${knownValue(subject.prefix) ?? ""}*`}`,
    inexact,
    region: knownValue(end.region),
    resourceAccount: accountOfEnd(subject, end),
    policy: end.bucket?.policy,
    ...(end.bucket === undefined && { policyMissing: `the policy of ${nameOfEnd(end)} was not read` }),
    ...(action === "s3:ReplicateObject" && {
      encryptions: encryptionsOf(subject),
      ...(replicaKeyArn !== undefined && { replicaKeyArn }),
    }),
    ...bucketTags(end),
  };
}

/**
 * S3 looks at a bucket's tags once ABAC is on for it; what it makes of a condition on them before that it does not say.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
 */
function bucketTags({ bucket }: RouteEnd): Pick<RoleCall, "resourceTags"> {
  const { tags, tagsDecideAccess } = bucket ?? {};
  const isOn = tagsDecideAccess !== undefined && knownValue(tagsDecideAccess) === true;
  return isOn && tags !== undefined ? { resourceTags: tags } : {};
}

function roleFor({ role, index }: RouteFacts, concern: CallScope | undefined): Role | undefined {
  return role && index.access.roleFor(role, concern);
}

/** The source belongs to the role's account, or nothing works: the requirement of its own says so. */
function accountOfEnd({ role }: RouteFacts, end: RouteEnd): string | undefined {
  const account = knownValue(end.account);
  return account === undefined && end.side === "source" && role !== undefined
    ? knownValue(role.account)
    : account;
}

function inexactBucket({ prefix }: RouteFacts, end: RouteEnd, target: Target): string | undefined {
  const name = whyUnknown(end.name);
  if (name !== undefined) return `the name of the ${end.side} bucket is not known (${name})`;
  if (arnOfEnd(end) === undefined) return `what the rule names as ${end.side} is no bucket`;
  const why = whyUnknown(prefix);
  return target === "objects" && why !== undefined ? `the rule's prefix is not known (${why})` : undefined;
}

/** How S3 names what it encrypts: by the bucket with an S3 Bucket Key, by the object without. */
export type ContextForm = "bucket" | "object";

/** The calls on a key: one, or one for every kind of object key that some policy's condition distinguishes. */
export function keyCalls(
  subject: RouteFacts,
  key: KeyEnd,
  end: RouteEnd,
  action: string,
  form: ContextForm,
): readonly RoleCall[] {
  const resource = knownValue(key.arn) ?? keyPattern(key, end);
  const id = arnParts(knownValue(key.arn) ?? "")?.resource;
  const role = roleFor(
    subject,
    id === undefined ? undefined : { resource: id, bucket: knownValue(end.name) },
  );
  if (role === undefined) return [];
  const base: RoleCall = {
    role,
    service: "kms",
    action,
    resource,
    inexact: inexactKey(key),
    region: knownValue(key.region),
    resourceAccount:
      knownValue(key.account) ?? (key.kind === "managed" ? knownValue(end.account) : undefined),
    policy: key.kind === "managed" ? managedPolicy(key, end) : key.policy,
    ...(key.kind === "outside" && { policyMissing: `the policy of ${key.label} was not read` }),
    grants: [],
    aliases: (key.key?.aliases ?? []).flatMap((alias) => knownValue(alias) ?? []),
    ...(knownValue(key.arn) !== undefined && { keyArn: resource }),
    ...specOf(key.key),
    ...(key.key?.tags !== undefined && { resourceTags: key.key.tags }),
  };
  return contextsOf(subject, end, form, base).map((encryptionContext) => ({
    ...base,
    ...(encryptionContext !== undefined && { encryptionContext }),
    grants: grantsOf(key.key, encryptionContext),
  }));
}

function specOf(key: Key | undefined): Pick<RoleCall, "keySpec" | "keyUsage"> {
  const [spec, usage] = [key && knownValue(key.spec), key && knownValue(key.usage)];
  return { ...(spec !== undefined && { keySpec: spec }), ...(usage !== undefined && { keyUsage: usage }) };
}

function keyPattern(key: KeyEnd, end: RouteEnd): string {
  if (key.kind === "managed") {
    return keyArn(end.partition, knownValue(key.region) ?? "", knownValue(key.account) ?? "", "aws-s3");
  }
  return keyArn(end.partition, knownValue(key.region) ?? "*", knownValue(key.account) ?? "*", "*");
}

function inexactKey(key: KeyEnd): string | undefined {
  if (key.kind === "managed") return undefined;
  const why = whyUnknown(key.arn);
  return why === undefined ? undefined : `the ARN of ${key.label} is not known (${why})`;
}

/** The policy of `aws/s3`, which no one can change: every principal of its account may use it through S3. */
function managedPolicy(key: KeyEnd, end: RouteEnd): NonNullable<RoleCall["policy"]> {
  const account = knownValue(key.account) ?? knownValue(end.account);
  const region = knownValue(key.region) ?? knownValue(end.region);
  const label = "key policy of the AWS managed key aws/s3";
  if (account === undefined || region === undefined) {
    return { label, document: { unknown: "its account and region are not known" } };
  }
  const statement = {
    Sid: "Allow access through S3 for all principals in the account that are authorized to use S3",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": account, "kms:ViaService": s3ViaService(region) },
    },
  } as const;
  return { label, document: { known: { Version: "2012-10-17", Statement: [statement] } } };
}

/** A grant holds where its constraint is no narrower than the encryption context of the call. */
function grantsOf(
  key: Key | undefined,
  encryptionContext: string | undefined,
): NonNullable<ApplicablePolicies["grants"]> {
  return (key?.grants ?? []).flatMap(({ grantee, operations, constraint }) => {
    const name = knownValue(grantee);
    if (name === undefined) return [];
    if (constraint === undefined) return [{ grantee: name, operations }];
    const asked = knownValue(constraint.context);
    if (asked === undefined || encryptionContext === undefined) return [];
    const holds = Object.entries(asked).every(
      ([field, value]) => field === "aws:s3:arn" && value === encryptionContext,
    );
    const whole = constraint.kind === "subset" || Object.keys(asked).length === 1;
    return holds && whole ? [{ grantee: name, operations }] : [];
  });
}

const MOST_SAMPLES = 20;
const ANY_OBJECT = "any-object";

/**
 * The encryption contexts that represent all that S3 gives: the bucket's ARN, or objects of the rule's prefix, one
 * of no particular name and one for each pattern in the policies that distinguishes objects.
 */
function contextsOf(
  subject: RouteFacts,
  end: RouteEnd,
  form: ContextForm,
  call: RoleCall,
): readonly (string | undefined)[] {
  const bucket = arnOfEnd(end);
  if (bucket === undefined) return [undefined];
  if (form === "bucket") return [bucket];
  if (subject.object !== undefined) return [`${bucket}/${subject.object}`];
  const prefix = knownValue(subject.prefix);
  if (prefix === undefined) return [undefined];
  const start = `${bucket}/${prefix}`;
  const samples = subject.index.access
    .contextPatterns([...call.role.policies, call.role.boundary, call.policy])
    .filter((pattern) => pattern.startsWith(bucket) || /[*?]/.test(pattern))
    .map((pattern) => pattern.replaceAll("*", ANY_OBJECT).replaceAll("?", "x"))
    .filter((sample) => sample.startsWith(start) && sample.length > start.length);
  return [...new Set([start + ANY_OBJECT, ...samples])].slice(0, MOST_SAMPLES);
}
