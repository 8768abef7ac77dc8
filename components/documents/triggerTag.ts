import type { PolicyStatement } from "./policyDocument";
import { everybodyBut } from "./principals";

/**
 * Refuses to everybody but the named principals to set, change or remove the tag that makes an object replicate.
 *
 * - with the request that writes an object, in one or in many parts, or that tags one, or one of its versions: the request
 *   says the tag
 * - by a copy, which brings along the tags of its source without saying them: no copy at all
 * - an object that bears the tag keeps its tags as they are
 * - a replication from elsewhere into this bucket brings no tags
 * - nobody else learns the id of an unfinished upload, with which a part could be slipped into one that bears the tag
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function triggerTagGuards(
  bucketArn: string,
  tagKey: string,
  principals: readonly string[],
): readonly PolicyStatement[] {
  const others = everybodyBut(principals);
  const guard = (sid: string, actions: readonly string[], present?: string): PolicyStatement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions.length === 1 ? String(actions[0]) : actions,
    Resource: `${bucketArn}/*`,
    Condition: { ...others, ...(present !== undefined && { Null: { [present]: "false" } }) },
  });
  return [
    guard(
      "TriggerTagInRequest",
      ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
      `s3:RequestObjectTag/${tagKey}`,
    ),
    guard("TriggerTagByCopy", ["s3:PutObject"], "s3:x-amz-copy-source"),
    guard(
      "TriggerTagOnObject",
      [
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
      ],
      `s3:ExistingObjectTag/${tagKey}`,
    ),
    guard("TriggerTagByReplication", ["s3:ReplicateTags"]),
    { ...guard("UnfinishedUploads", ["s3:ListBucketMultipartUploads"]), Resource: bucketArn },
  ];
}
