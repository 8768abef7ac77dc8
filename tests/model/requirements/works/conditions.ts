/** Allows with conditions that S3's calls meet. */
import { keyOf, SOURCE_ACCOUNT, SOURCE_ARN } from "../../../helpers/topologies";
import { ofRole, SHAPES } from "../faults/fault";
import { REPLICA_KEY_ARN, type Row } from "./working";

const { same, objectContext } = SHAPES;

export const CONDITIONS: readonly Row[] = [
  [
    "both contexts under StringLike with one pattern",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-archive*" },
      };
    },
  ],
  [
    "contexts under ArnLike",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        ArnLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*"],
        },
      };
    },
  ],
  [
    "the bucket's context under StringEquals",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = { StringEquals: { "kms:EncryptionContext:aws:s3:arn": SOURCE_ARN } };
    },
    ["source-key-decrypt-other-context"],
  ],
  [
    "the object's context where Bucket Keys are off",
    objectContext,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": `${SOURCE_ARN}/*` },
      };
    },
    ["source-key-decrypt-other-context"],
  ],
  [
    "ViaService of several regions in one list",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        StringLike: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"] },
      };
    },
  ],
  [
    "ViaService by pattern",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } };
    },
  ],
  [
    "the caller's account",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = { StringEquals: { "kms:CallerAccount": SOURCE_ACCOUNT } };
    },
  ],
  [
    "the set of context keys, by ForAllValues",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["aws:s3:arn"] },
      };
    },
  ],
  [
    "the set of context keys, by ForAnyValue",
    same,
    (t) => {
      ofRole(t, "SourceKey").Condition = {
        "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": ["aws:s3:arn", "other"] },
      };
    },
  ],
  [
    "a key of a known alias",
    same,
    (t) => {
      keyOf(t, "source-key").aliases = [{ known: "alias/archive" }];
      ofRole(t, "SourceKey").Resource = "*";
      ofRole(t, "SourceKey").Condition = {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/archive" },
      };
    },
  ],
  [
    "TLS, asked for in every statement",
    same,
    (t) => {
      for (const sid of ["Configuration", "Objects", "Replicas"])
        ofRole(t, sid).Condition = { Bool: { "aws:SecureTransport": "true" } };
    },
  ],
  [
    "resources of the own account only",
    same,
    (t) => {
      ofRole(t, "Replicas").Condition = {
        StringEquals: { "aws:ResourceAccount": SOURCE_ACCOUNT, "s3:ResourceAccount": SOURCE_ACCOUNT },
      };
    },
  ],
  [
    "certain regions only",
    same,
    (t) => {
      for (const sid of ["Configuration", "Objects", "Replicas"])
        ofRole(t, sid).Condition = { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } };
    },
  ],
  [
    "the encryption that the page's older sample lists, IfExists",
    same,
    (t) => {
      ofRole(t, "Replicas").Condition = {
        StringLikeIfExists: {
          "s3:x-amz-server-side-encryption": ["aws:kms", "aws:kms:dsse", "AES256"],
          "s3:x-amz-server-side-encryption-aws-kms-key-id": [REPLICA_KEY_ARN],
        },
      };
    },
  ],
];
