/** What a bucket's policy says about who may set the tags of a rule. */

import { isAccountPrincipal } from "../../aws/accounts";
import { accountOfArn } from "../../aws/arns";
import { coversAction, listOf } from "../evaluation/statementParts";
import type { PolicyStatement, StatementCondition } from "../evaluation/types";
import { pasted } from "../fixes/statements";
import type { DataBucket } from "./ends";
import { conditionKeys, conditionValues, NEGATIVE, statementsOf } from "./policyText";
import type { TagWay } from "./report";
import type { WrittenTags } from "./taggingOperations";

const GUARDED: readonly string[] = [
  "s3:PutObject",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
];

/** Principals that a Deny on writing or tagging excludes, as they are written. */
export function exemptedBy(end: DataBucket): readonly string[] {
  const names = denies(end).flatMap((statement) => [
    ...conditionValues(statement, "aws:PrincipalArn", NEGATIVE),
    ...conditionValues(statement, "aws:PrincipalAccount", NEGATIVE),
    ...(typeof statement.NotPrincipal === "object" ? listOf(statement.NotPrincipal["AWS"]) : []),
  ]);
  return [...new Set(names)];
}

/** Keys of object tags that the policy guards, other than these. */
export function otherTagsGuarded(end: DataBucket, tags: WrittenTags): readonly string[] {
  const wanted = new Set(Object.keys(tags).map((key) => key.toLowerCase()));
  const found = conditionKeys({
    label: end.policy.label,
    document: { Statement: denies(end) },
  }).flatMap((key) => /^s3:RequestObjectTag\/(.+)$/i.exec(key)?.[1] ?? []);
  return [...new Set(found)].filter((key) => !wanted.has(key.toLowerCase()));
}

function denies(end: DataBucket): readonly PolicyStatement[] {
  return statementsOf(end.policy).filter(
    (statement) => statement.Effect === "Deny" && GUARDED.some((action) => coversAction(statement, action)),
  );
}

/**
 * The Deny that closes one way.
 *
 * @param key of the tag to guard; one of several is enough
 * @param exempt principals that may set it
 */
export function guardFor(way: TagWay, end: DataBucket, key: string, exempt: readonly string[]): string {
  const [Sid, Action, present] = GUARDS[way](key);
  return pasted(`add to the bucket policy of ${end.name}`, {
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: `${end.arn}/*`,
    Condition: { Null: { [present]: "false" }, ...principalsExcept(exempt) },
  });
}

/** Excludes these principals, but never `*`, which would leave no guard. */
function principalsExcept(exempt: readonly string[]): StatementCondition {
  const arns = exempt.filter((name) => /:(role|user|assumed-role)\//.test(name));
  const accounts = exempt.filter(isAccountPrincipal).flatMap((name) => accountOfArn(name) ?? name);
  const principals = arns.length + accounts.length === 0 ? ["<ARN of who may set it>"] : arns;
  return {
    ...(principals.length > 0 && { ArnNotLike: { "aws:PrincipalArn": principals } }),
    ...(accounts.length > 0 && { StringNotEquals: { "aws:PrincipalAccount": accounts } }),
  };
}

type Guard = readonly [sid: string, actions: readonly string[], present: string];

const inRequest = (key: string): Guard => [
  "TriggerTagInRequest",
  ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
  `s3:RequestObjectTag/${key}`,
];
const onObject = (key: string): Guard => [
  "TriggerTagOnObject",
  [
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
  ],
  `s3:ExistingObjectTag/${key}`,
];

const GUARDS: { readonly [way in TagWay]: (key: string) => Guard } = {
  "tag-by-put": inRequest,
  "tag-by-multipart-upload": inRequest,
  "tag-by-copy-with-new-tags": inRequest,
  "tag-by-copy-with-its-tags": () => ["TriggerTagByCopy", ["s3:PutObject"], "s3:x-amz-copy-source"],
  "tag-existing-object": inRequest,
  "tag-existing-version": inRequest,
  "change-tags": onObject,
  "remove-tags": onObject,
  "remove-tags-of-version": onObject,
};
