/** The IAM policy that `verify` needs, for the buckets that it writes to and looks into. */
import { bucketArn } from "../../aws/arns";
import { CANARY_ACTIONS, READ_ACTIONS } from "../live/actions";
import { CANARY_FOLDER } from "./canaries";

export interface VerifiedBuckets {
  readonly partition: string;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

/** Any bucket, where none are named. */
export const ANY_BUCKETS: VerifiedBuckets = { partition: "aws", sources: ["*"], destinations: ["*"] };

export interface VerifyPolicy {
  readonly Version: string;
  readonly Statement: readonly object[];
}

/** The objects are limited to canaries. Keys are limited by the service that they are used through. */
export function verifyPolicy({
  partition,
  sources,
  destinations,
}: VerifiedBuckets = ANY_BUCKETS): VerifyPolicy {
  const all = [...new Set([...sources, ...destinations])];
  const arns = (names: readonly string[]) => names.map((name) => bucketArn(partition, name));
  const canaries = (names: readonly string[]) => arns(names).map((arn) => `${arn}/*${CANARY_FOLDER}*`);
  const { PutObject, PutObjectTagging, HeadObject, GetObjectTagging, GetObjectAcl, DeleteObject } =
    CANARY_ACTIONS;
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "FindBuckets", Effect: "Allow", Action: [READ_ACTIONS.ListBuckets], Resource: "*" },
      {
        Sid: "LookAtBuckets",
        Effect: "Allow",
        Action: [
          READ_ACTIONS.HeadBucket,
          CANARY_ACTIONS.ListObjectVersions,
          CANARY_ACTIONS.GetBucketAcl,
          READ_ACTIONS.GetObjectLockConfiguration,
        ],
        Resource: arns(all),
      },
      { Sid: "Write", Effect: "Allow", Action: [PutObject, PutObjectTagging], Resource: canaries(sources) },
      {
        Sid: "LookAndRemove",
        Effect: "Allow",
        Action: [HeadObject, GetObjectTagging, GetObjectAcl, DeleteObject],
        Resource: canaries(all),
      },
      {
        Sid: "Encrypt",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      },
    ],
  };
}
