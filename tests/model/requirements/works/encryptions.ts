/** Policies that ask how replicas are encrypted, and are answered by what the source uses. */

import { allowReplicas, denyReplicas, SSE, SSE_KEY, sourceDefault } from "../faults/encryptions";
import { SHAPES } from "../faults/fault";
import { REPLICA_KEY_ARN, type Row } from "./working";

const { same, plain } = SHAPES;
/** Of the page "Replicating encrypted objects", as most projects have copied it. */
const WALKTHROUGH = {
  StringLikeIfExists: { [SSE]: ["aws:kms", "AES256"], [SSE_KEY]: [REPLICA_KEY_ARN] },
};

export const ENCRYPTIONS: readonly Row[] = [
  [
    "AWS's walkthrough with SSE-KMS and SSE-S3, where the source uses SSE-KMS",
    same,
    (t) => allowReplicas(t, WALKTHROUGH),
  ],
  [
    "AWS's walkthrough with SSE-KMS and SSE-S3, where the source's default is SSE-S3",
    same,
    (t) => {
      sourceDefault(t, "AES256");
      allowReplicas(t, WALKTHROUGH);
    },
  ],
  [
    "AWS's walkthrough with SSE-KMS and SSE-S3, where no KMS objects are selected",
    plain,
    (t) => allowReplicas(t, WALKTHROUGH),
  ],
  [
    "DSSE-KMS replicas, where the source uses DSSE-KMS",
    same,
    (t) => {
      sourceDefault(t, "aws:kms:dsse");
      allowReplicas(t, { StringEqualsIfExists: { [SSE]: "aws:kms:dsse" } });
    },
  ],
  [
    "a deny of what is not SSE-KMS, where the source uses SSE-KMS",
    same,
    (t) => denyReplicas(t, { StringNotEquals: { [SSE]: "aws:kms" } }),
  ],
  [
    "a deny of what is neither SSE-KMS nor SSE-S3",
    same,
    (t) => denyReplicas(t, { StringNotEquals: { [SSE]: ["aws:kms", "AES256"] } }),
  ],
  [
    "a deny of what is not SSE-KMS of either kind, by pattern",
    same,
    (t) => denyReplicas(t, { StringNotLike: { [SSE]: "aws:kms*" } }),
  ],
  [
    "a deny of what states no encryption, where the source uses SSE-KMS",
    same,
    (t) => denyReplicas(t, { Null: { [SSE]: "true" } }),
  ],
  [
    "a deny of other keys than the rule's",
    same,
    (t) => denyReplicas(t, { StringNotEquals: { [SSE_KEY]: REPLICA_KEY_ARN } }),
  ],
  [
    "a deny of other encryptions than SSE-S3 where one is stated, and no KMS objects are selected",
    plain,
    (t) => denyReplicas(t, { StringNotEqualsIfExists: { [SSE]: "AES256" }, Null: { [SSE]: "false" } }),
  ],
  [
    "a deny of DSSE-KMS, which the source does not use",
    same,
    (t) => denyReplicas(t, { StringEquals: { [SSE]: "aws:kms:dsse" } }),
  ],
];
