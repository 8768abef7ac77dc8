/** Condition keys of which S3's call has one of few values, each with its source. */

import { PAGES } from "../awsPages";
import type { ContextValue } from "../evaluation/types";
import type { ServerSideEncryption } from "../serverSideEncryption";

const ABSENT: ContextValue = { absent: true };

/** Keys of which the call has one of several values. Where every case agrees, the answer is known all the same. */
export interface ContextCases {
  readonly keys: readonly string[];
  readonly service: "s3" | "kms" | "both";
  readonly actions?: readonly string[];
  readonly cases: (call: CallCases) => readonly { readonly [key: string]: ContextValue }[];
  /** Whether the cases are all there are; else they can only show that a call is denied. */
  readonly exhaustive: boolean;
  /** Whether a call that is denied in the first case is denied: it is the one that AWS documents. */
  readonly firstDecides: boolean;
  readonly because: string;
  readonly url: string;
}

/** What cases are made of. */
export interface CallCases {
  /** ARN of the rule's replica key, where it is known. */
  readonly replicaKeyArn: string | undefined;
  /** How the objects that the call is about are encrypted; the first one decides where it is denied. */
  readonly encryptions: readonly ServerSideEncryption[];
}

const SSE = "s3:x-amz-server-side-encryption";
const SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const SSE_C = "s3:x-amz-server-side-encryption-customer-algorithm";

export const CONTEXT_CASES: readonly ContextCases[] = [
  {
    keys: ["aws:SourceIp"],
    service: "both",
    // Addresses of AWS's own services: none of them is in a private network or VPC.
    cases: () => ["52.216.0.1", "54.231.0.1", "3.5.0.1"].map((address) => ({ "aws:SourceIp": [address] })),
    exhaustive: false,
    firstDecides: false,
    because: "S3 calls from addresses of its own: policies limited to yours break replication",
    url: PAGES.troubleshooting,
  },
  {
    keys: ["aws:MultiFactorAuthPresent"],
    service: "both",
    cases: () => [{ "aws:MultiFactorAuthPresent": ABSENT }, { "aws:MultiFactorAuthPresent": ["false"] }],
    exhaustive: true,
    firstDecides: false,
    because: "no one gave a second factor when S3 assumed the role",
    url: PAGES.globalConditions,
  },
  {
    keys: [SSE, SSE_KEY, SSE_C],
    service: "s3",
    actions: ["s3:ReplicateObject"],
    cases: ({ replicaKeyArn, encryptions }) =>
      encryptions.flatMap((encryption) => encryptionCases(encryption, replicaKeyArn)),
    exhaustive: true,
    firstDecides: true,
    because: "the replica is encrypted as the object was, with the rule's key where it is SSE-KMS",
    url: PAGES.encrypted,
  },
  {
    keys: [SSE, SSE_KEY, SSE_C],
    service: "s3",
    actions: ["s3:PutObject"],
    cases: ({ encryptions }) => encryptions.flatMap((encryption) => encryptionCases(encryption, undefined)),
    exhaustive: true,
    // AWS says how a report is encrypted, and not whether the request states it.
    firstDecides: false,
    because: "S3 always encrypts completion reports with SSE-S3",
    url: PAGES.batchReports,
  },
];

/** What the call says about the replica, which is encrypted as the object was. */
function encryptionCases(
  encryption: ServerSideEncryption,
  replicaKeyArn: string | undefined,
): readonly { readonly [key: string]: ContextValue }[] {
  const none = { [SSE]: ABSENT, [SSE_KEY]: ABSENT, [SSE_C]: ABSENT };
  switch (encryption) {
    case "aws:kms":
    case "aws:kms:dsse": {
      const key =
        replicaKeyArn === undefined
          ? { undetermined: "the ARN of the replica key is not known" }
          : [replicaKeyArn];
      return [{ ...none, [SSE]: [encryption], [SSE_KEY]: key }];
    }
    // AWS's samples allow AES256 by StringLikeIfExists, which leaves open whether S3 states it.
    case "AES256":
      return [{ ...none, [SSE]: ["AES256"] }, none];
    case "SSE-C":
      return [{ ...none, [SSE_C]: ["AES256"] }, none];
    case "none":
      return [none];
  }
}
