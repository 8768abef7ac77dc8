/** Who may set the tag that makes an object replicate. */
import type { BuiltPolicyStatement } from "./policyDocument";
import { exceptFor } from "./principals";

/**
 * Denies every principal except the named ones permission to set, change or remove the tag that makes an object replicate:
 *
 * - with a request that writes an object, in one or in several parts, or that tags an object or one of its versions: the tag is
 *   in the request
 * - with a copy, which brings the tags of its source without naming them: the Deny covers every copy
 * - on an object that has the tag: its tags stay as they are
 * - with a replication from another bucket into this one: it brings no tags
 * - with the id of an unfinished upload, which would let them add a part to an upload that has the tag
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function triggerTagGuards(
  bucketArn: string,
  tagKey: string,
  principals: readonly string[],
): readonly BuiltPolicyStatement[] {
  const others = exceptFor(principals);
  const guard = (sid: string, actions: readonly string[], present?: string): BuiltPolicyStatement => ({
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
