/** What one principal may do with the objects of a bucket. */
import type { ContextValue } from "../evaluation/types";
import type { Person } from "./callers";
import type { Context } from "./callFacts";
import type { DataBucket } from "./ends";
import { keyStatement, listStatement, mending, objectStatement, prefixOf } from "./fixes";
import type { BucketKey, ReadKey } from "./keys";
import { askBucket, askKey, type CallAnswer, type PrincipalLookup } from "./principalCalls";
import type { Purpose } from "./principals";
import type { AccessReport, ObjectAction } from "./report";

/** What is asked, and about which principal. */
export interface Question {
  readonly end: DataBucket;
  readonly person: Person;
  /** Pattern of the object keys. */
  readonly scope: string;
  readonly purpose: Purpose;
  readonly principals: PrincipalLookup;
}

/** One report for every action, in the order of a report; of keys only where KMS takes part. */
export function accessOfPrincipal(question: Question): readonly AccessReport[] {
  const { end, person, scope, purpose } = question;
  const statement = (sid: string, action: string) => () => objectStatement(end, person, scope, sid, action);
  const object = (action: string, context: Context = {}) =>
    askBucket(end, person, action, `${end.arn}/${scope}`, context, question.principals);
  const report = (action: ObjectAction, answer: CallAnswer, missing: (() => string) | undefined) =>
    reportOf(question, action, answer, missing);
  const { reads, writes } = purpose;
  return [
    report("list", list(question), reads ? () => listStatement(end, person, scope) : undefined),
    report("read", object("s3:GetObject"), reads ? statement("Read", "s3:GetObject") : undefined),
    report("read-version", object("s3:GetObjectVersion"), undefined),
    ...useOfKeys(question, "decrypt", "kms:Decrypt", reads),
    report("put", put(question), writes ? statement("Put", "s3:PutObject") : undefined),
    ...useOfKeys(question, "encrypt", "kms:GenerateDataKey", writes),
    report("tag", object("s3:PutObjectTagging"), undefined),
    report("delete", object("s3:DeleteObject"), undefined),
    report("delete-version", object("s3:DeleteObjectVersion"), undefined),
  ];
}

function reportOf(
  { end, person, scope }: Question,
  action: ObjectAction,
  answer: CallAnswer,
  missing: (() => string) | undefined,
): AccessReport {
  const { verdict, because, given } = answer;
  return {
    bucket: end.name,
    principal: person.shown,
    action,
    resource: `${end.name}/${scope}`,
    verdict,
    because,
    ...(given !== undefined && { given }),
    ...(verdict !== "may" &&
      missing !== undefined &&
      person.shown !== "*" && { fix: mending(answer, person, missing) }),
  };
}

function list({ end, person, scope, principals }: Question): CallAnswer {
  const prefix = prefixOf(scope);
  const given: ContextValue = prefix === "" ? { absent: true } : [prefix];
  return askBucket(
    end,
    person,
    "s3:ListBucket",
    end.arn,
    { "s3:prefix": given, "s3:delimiter": { absent: true } },
    principals,
  );
}

const SSE = "s3:x-amz-server-side-encryption";

/** An upload may state its encryption; where a policy insists on it, the one that it asks for is enough. */
function put({ end, person, scope, principals }: Question): CallAnswer {
  const ask = (context: Context) =>
    askBucket(end, person, "s3:PutObject", `${end.arn}/${scope}`, context, principals);
  const plain = ask({});
  if (plain.verdict === "may") return plain;
  if (!end.conditionKeys.some((key) => key.toLowerCase().startsWith(SSE))) return plain;
  const stated = [
    ...end.keys.flatMap((key): Context[] =>
      key.kind === "read" ? [{ [SSE]: ["aws:kms"], [`${SSE}-aws-kms-key-id`]: [key.arn] }] : [],
    ),
    { [SSE]: ["aws:kms"] },
    { [SSE]: ["AES256"] },
  ];
  return stated.map(ask).find(({ verdict }) => verdict === "may") ?? plain;
}

function useOfKeys(
  question: Question,
  action: "decrypt" | "encrypt",
  kmsAction: string,
  isMeant: boolean,
): readonly AccessReport[] {
  const { end, person, scope } = question;
  const [first, ...others] = end.keys.map((key) => ({ key, answer: useOfKey(question, key, kmsAction) }));
  if (first === undefined) return [];
  const worst = others.reduce(
    (found, next) => (rank(next.answer) > rank(found.answer) ? next : found),
    first,
  );
  const missing = () =>
    keyStatement(end, worst.key, person, scope, action === "decrypt" ? "Decrypt" : "Encrypt", kmsAction);
  const isMendable = isMeant && worst.key.kind !== "managed";
  return [reportOf(question, action, worst.answer, isMendable ? missing : undefined)];
}

const rank = ({ verdict }: CallAnswer): number => ({ may: 0, unknown: 1, "may not": 2 })[verdict];

function useOfKey(question: Question, key: BucketKey, action: string): CallAnswer {
  if (key.kind === "read") return overForms(question, key, action);
  if (key.kind === "missing") return { verdict: "unknown", because: key.why };
  const { end, person } = question;
  if (end.account === undefined) {
    return { verdict: "unknown", because: "the account that aws/s3 belongs to is not known" };
  }
  return person.account === end.account
    ? {
        verdict: "may",
        because: `${key.label} allows every principal of account ${end.account} that calls it through S3`,
      }
    : {
        verdict: "may not",
        because: `${key.label} allows no principal of another account, and its policy cannot be changed: encrypt with a customer managed key`,
      };
}

/**
 * S3 gives the bucket's ARN with an S3 Bucket Key and the object's without. What the bucket does by default decides; where the
 * other form is refused, objects that were written with it are lost to the principal.
 */
function overForms(question: Question, key: ReadKey, action: string): CallAnswer {
  const { end, person, scope, principals } = question;
  const ask = (context: string) => askKey(end, key, person, action, context, principals);
  const objectKey = /[*?]/.test(scope) ? `${prefixOf(scope)}any-object` : scope;
  const [ofBucket, ofObject] = [ask(end.arn), ask(`${end.arn}/${objectKey}`)];
  const [usual, other, words] =
    end.bucketKeyEnabled === false
      ? [ofObject, ofBucket, "with an S3 Bucket Key S3 gives the bucket's ARN"]
      : [ofBucket, ofObject, "without an S3 Bucket Key S3 gives the object's ARN"];
  if (usual.verdict !== "may") return usual;
  if (other.verdict === "may") return usual.given === undefined ? other : usual;
  return { ...other, verdict: "unknown", because: `${words}, and then ${other.because}` };
}
