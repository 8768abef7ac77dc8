/** The principals that the Allow statements of a bucket's policy and of its keys' policies name, and their purpose. */
import { isAccountPrincipal } from "../../aws/accounts";
import { matchesPattern } from "../evaluation";
import { coversAction, listOf } from "../evaluation/statementParts";
import type { PolicyStatement } from "../evaluation/types";
import { oneSpelling } from "./callers";
import type { DataBucket } from "./ends";
import { conditionValues, POSITIVE, statementsOf } from "./policyText";

/** What the statements that name a principal are there for. */
export interface Purpose {
  readonly reads: boolean;
  readonly writes: boolean;
}

/** A principal and, by patterns of object keys, the purpose for which policies name it. */
export interface NamedPrincipal {
  readonly name: string;
  readonly scopes: ReadonlyMap<string, Purpose>;
}

const WHOLE_BUCKET = "*";
const READS: readonly string[] = ["s3:GetObject", "s3:GetObjectVersion"];
const WRITES: readonly string[] = ["s3:PutObject"];
const OTHERS: readonly string[] = [
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
];

interface Mutable {
  readonly scopes: Map<string, Purpose>;
  /** Of statements without a scope in this bucket. */
  purpose: Purpose;
  lists: string[];
}

/** Every principal that some statement lets do something with the data; services and replication's own roles left out. */
export function principalsOfBucket(end: DataBucket): readonly NamedPrincipal[] {
  const found = new Map<string, Mutable>();
  const entry = (written: string): Mutable => {
    const name = oneSpelling(written, end.bucket.site.partition);
    const known = found.get(name);
    if (known !== undefined) return known;
    const made: Mutable = { scopes: new Map(), purpose: { reads: false, writes: false }, lists: [] };
    found.set(name, made);
    return made;
  };
  const replicates = new Set<string>(end.replicators);
  for (const statement of statementsOf(end.policy)) {
    if (statement.Effect !== "Allow") continue;
    const purpose = purposeInBucket(statement);
    if (purpose === undefined) {
      if (coversAction(statement, "s3:ReplicateObject")) {
        for (const name of namesIn(statement)) replicates.add(name);
      }
      continue;
    }
    const scopes = scopesOf(statement, end.name);
    for (const name of namesIn(statement)) {
      if (end.replicators.has(name)) continue;
      const named = entry(name);
      if (purpose.lists) named.lists.push(...listScopes(statement));
      if (purpose.objects && scopes.length === 0) named.purpose = either(named.purpose, purpose);
      if (!purpose.objects) continue;
      for (const scope of scopes) {
        named.scopes.set(scope, either(named.scopes.get(scope) ?? purpose, purpose));
      }
    }
  }
  for (const [name, purpose] of keyUsers(end)) {
    if (!replicates.has(name)) {
      const named = entry(name);
      named.purpose = either(named.purpose, purpose);
    }
  }
  return [...found].map(([name, { scopes, purpose, lists }]) => ({
    name,
    scopes: scopes.size > 0 ? scopes : fallback(purpose, lists),
  }));
}

function either(one: Purpose, other: Purpose): Purpose {
  return { reads: one.reads || other.reads, writes: one.writes || other.writes };
}

function fallback(purpose: Purpose, lists: readonly string[]): ReadonlyMap<string, Purpose> {
  const scopes = lists.length > 0 ? lists : [WHOLE_BUCKET];
  return new Map(scopes.map((scope) => [scope, purpose]));
}

interface BucketPurpose extends Purpose {
  readonly lists: boolean;
  readonly objects: boolean;
}

function purposeInBucket(statement: PolicyStatement): BucketPurpose | undefined {
  const any = (actions: readonly string[]) => actions.some((action) => coversAction(statement, action));
  const [reads, writes, lists] = [any(READS), any(WRITES), coversAction(statement, "s3:ListBucket")];
  const objects = reads || writes || any(OTHERS);
  return objects || lists ? { reads, writes, lists, objects } : undefined;
}

/** The patterns of object keys in this bucket that the statement's resources cover. */
function scopesOf({ Resource, NotResource }: PolicyStatement, bucket: string): readonly string[] {
  if (NotResource !== undefined) return [WHOLE_BUCKET];
  return listOf(Resource).flatMap((resource) => {
    const [, , , , , ...rest] = resource.split(":");
    const text = resource === "*" ? "*" : rest.join(":");
    const slash = text.indexOf("/");
    if (slash < 0)
      return text.endsWith("*") && matchesPattern(text, `${bucket}/any`, {}) ? [WHOLE_BUCKET] : [];
    return matchesPattern(text.slice(0, slash), bucket, {}) ? [text.slice(slash + 1)] : [];
  });
}

/** The prefixes that a statement's listing is limited to. */
function listScopes(statement: PolicyStatement): readonly string[] {
  return conditionValues(statement, "s3:prefix", POSITIVE).map((prefix) =>
    prefix.endsWith("*") ? prefix : `${prefix}*`,
  );
}

/**
 * Principals that a key's policy lets decrypt or encrypt through S3 for this bucket. A principal that uses the key in another way, such as
 * an administrator, is not a reader of the bucket.
 */
function keyUsers(end: DataBucket): ReadonlyMap<string, Purpose> {
  const found = new Map<string, Purpose>();
  for (const key of end.keys) {
    if (key.kind !== "read" || key.policy === undefined) continue;
    for (const statement of statementsOf(key.policy)) {
      if (statement.Effect !== "Allow" || !isForBucket(statement, end)) continue;
      const writes = coversAction(statement, "kms:GenerateDataKey");
      const reads = !writes && coversAction(statement, "kms:Decrypt");
      if (!reads && !writes) continue;
      for (const name of namesIn(statement)) {
        found.set(name, either(found.get(name) ?? { reads, writes }, { reads, writes }));
      }
    }
  }
  return found;
}

/** Whether the condition ties the key to S3 with this bucket's objects. */
function isForBucket(statement: PolicyStatement, { arn }: DataBucket): boolean {
  const contexts = conditionValues(statement, "kms:EncryptionContext:aws:s3:arn", POSITIVE);
  if (contexts.length > 0) {
    const samples = [arn, `${arn}/any`];
    return contexts.some(
      (context) =>
        context.startsWith(`${arn}/`) || samples.some((sample) => matchesPattern(context, sample, {})),
    );
  }
  return conditionValues(statement, "kms:ViaService", POSITIVE).some((service) => service.startsWith("s3."));
}

/** The principals that the statement is for: those that its condition names, else those that its Principal does. */
function namesIn(statement: PolicyStatement): readonly string[] {
  const { Principal } = statement;
  if (Principal === undefined) return [];
  const stated = typeof Principal === "string" ? [Principal] : listOf(Principal["AWS"]);
  if (stated.length === 0) return [];
  if (!stated.some(isWide)) return stated;
  const meant = conditionValues(statement, "aws:PrincipalArn", POSITIVE);
  if (meant.length > 0) return meant;
  const accounts = conditionValues(statement, "aws:PrincipalAccount", POSITIVE);
  return accounts.length > 0 && stated.includes("*") ? accounts : stated;
}

/** Whether a name in a Principal matches more than one principal. */
function isWide(name: string): boolean {
  return name === "*" || isAccountPrincipal(name);
}
