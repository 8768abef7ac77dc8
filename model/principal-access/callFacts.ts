/** Which condition keys a call of a principal determines; S3's own calls for replication differ in some. */

import { callContextOf } from "../calls/callContext";
import type { CallFacts } from "../calls/callFacts";
import type { AccessRequest, ContextValue } from "../evaluation/types";

export type Context = AccessRequest["context"];

/** Keys that hang on where and how a person calls, of which nothing is known; a replication's calls differ in them. */
const UP_TO_THE_CALLER = [
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:VpcSourceIp",
  "aws:SourceVpcArn",
  "aws:MultiFactorAuthAge",
] as const;

/** What every sound call of a person carries: directly, over TLS of today, signed in a header. */
export function callOfAnyone(facts: CallFacts): Context {
  const context: { [key: string]: ContextValue } = { ...callContextOf(facts) };
  for (const key of UP_TO_THE_CALLER) {
    context[key] = { undetermined: `${key} depends on where and how the principal calls` };
  }
  return {
    ...context,
    ...(facts.service === "s3"
      ? {
          "s3:TlsVersion": ["1.3"],
          "s3:authType": ["REST-HEADER"],
          "s3:signatureversion": ["AWS4-HMAC-SHA256"],
        }
      : { "aws:ViaAWSService": ["true"] }),
  };
}

const HEADERS = /^s3:(x-amz-|requestobjecttag|object-lock-|if-(none-)?match)/i;
const TAGS_OF_OBJECT = /^s3:existingobjecttag/i;

/** Condition keys of a policy that a plain request does not have; the tags of the object that is read are not known. */
export function unsaid(conditionKeys: readonly string[], action: string): Context {
  const isRead = action.startsWith("s3:Get");
  return Object.fromEntries(
    conditionKeys
      .filter((key) => HEADERS.test(key) || (!isRead && TAGS_OF_OBJECT.test(key)))
      .map((key): [string, ContextValue] => [key, { absent: true }]),
  );
}
