/** The IAM policy that `verify` needs, for the buckets that it writes to and looks into. */
import { bucketArn } from "../../aws/arns";
import { CANARY_ACTIONS, MARKER_ACTIONS, MULTIPART_ACTIONS, READ_ACTIONS } from "../live/actions";
import { CANARY_FOLDER } from "./canaries";

export interface VerifiedBuckets {
  readonly partition: string;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

/** Any bucket, where none are named. */
export const ANY_BUCKETS: VerifiedBuckets = { partition: "aws", sources: ["*"], destinations: ["*"] };

/** What is done besides writing objects, looking at them and removing them. */
export interface VerifiedKinds {
  readonly deleteMarkers?: boolean | undefined;
  readonly multipart?: boolean | undefined;
}

export interface VerifyPolicy {
  readonly Version: string;
  readonly Statement: readonly object[];
}

/** The objects are limited to canaries. Keys are limited by the service that they are used through. */
export function verifyPolicy(
  { partition, sources, destinations }: VerifiedBuckets = ANY_BUCKETS,
  { deleteMarkers, multipart }: VerifiedKinds = {},
): VerifyPolicy {
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
      ...(deleteMarkers === true
        ? [
            {
              Sid: "DeleteMarkers",
              Effect: "Allow",
              Action: [MARKER_ACTIONS.DeleteObject],
              Resource: canaries(sources),
            },
          ]
        : []),
      ...(multipart === true
        ? [
            {
              Sid: "FindUploads",
              Effect: "Allow",
              Action: [MULTIPART_ACTIONS.ListMultipartUploads],
              Resource: arns(sources),
            },
            {
              Sid: "AbortUploads",
              Effect: "Allow",
              Action: [MULTIPART_ACTIONS.AbortMultipartUpload],
              Resource: canaries(sources),
            },
          ]
        : []),
      {
        Sid: "Encrypt",
        Effect: "Allow",
        // KMS has S3 decrypt the data key again for each part of an upload.
        Action: ["kms:GenerateDataKey", ...(multipart === true ? ["kms:Decrypt"] : [])],
        Resource: "*",
        Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      },
    ],
  };
}
