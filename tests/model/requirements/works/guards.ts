/** Denies that leave replication alone. */
import {
  bucketOf,
  keyOf,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  statementsOf,
} from "../../../helpers/topologies";
import { REPLICA, REPLICA_ARN, SHAPES } from "../faults/fault";
import { REPLICA_KEY, type Row } from "./working";

const { same, filtered } = SHAPES;

export const GUARDS: readonly Row[] = [
  [
    "a deny of unencrypted uploads",
    same,
    (t) => {
      statementsOf(bucketOf(t, REPLICA).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${REPLICA_ARN}/*`,
        Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      });
    },
  ],
  [
    "a deny of old TLS by number",
    same,
    (t) => {
      statementsOf(bucketOf(t, REPLICA).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${REPLICA_ARN}/*`,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      });
    },
  ],
  [
    "a deny of version deletes",
    same,
    (t) => {
      statementsOf(bucketOf(t, REPLICA).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration"],
        Resource: [REPLICA_ARN, `${REPLICA_ARN}/*`],
      });
    },
  ],
  [
    "a deny outside the VPC that spares the role",
    same,
    (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [SOURCE_ARN, `${SOURCE_ARN}/*`],
        Condition: {
          StringNotEqualsIfExists: { "aws:SourceVpce": "vpce-1a2b3c4d" },
          ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/*` },
        },
      });
    },
  ],
  [
    "a deny of other accounts' services",
    same,
    (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [SOURCE_ARN, `${SOURCE_ARN}/*`],
        Condition: {
          StringNotEquals: { "aws:SourceAccount": SOURCE_ACCOUNT },
          Bool: { "aws:PrincipalIsAWSService": "true" },
        },
      });
    },
  ],
  [
    "a deny by NotPrincipal that spares role and account",
    same,
    (t) => {
      statementsOf(bucketOf(t, REPLICA).policy).push({
        Effect: "Deny",
        NotPrincipal: { AWS: [ROLE_ARN, `arn:aws:iam::${SOURCE_ACCOUNT}:root`] },
        Action: "s3:*",
        Resource: `${REPLICA_ARN}/*`,
      });
    },
  ],
  [
    "a deny by the policy of the role for what it does not do",
    same,
    (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        Effect: "Deny",
        Action: ["s3:Delete*", "s3:PutBucket*", "kms:ScheduleKeyDeletion"],
        Resource: "*",
      });
    },
  ],
  [
    "a deny by NotAction that leaves replication out",
    same,
    (t) => {
      statementsOf(bucketOf(t, REPLICA).policy).push({
        Effect: "Deny",
        Principal: { AWS: ROLE_ARN },
        NotAction: "s3:Replicate*",
        Resource: `${REPLICA_ARN}/*`,
      });
    },
  ],
  [
    "a deny by NotResource that leaves both buckets out",
    same,
    (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        Effect: "Deny",
        Action: "s3:*",
        NotResource: [`${SOURCE_ARN}*`, `${REPLICA_ARN}*`],
      });
    },
  ],
  [
    "a deny of another prefix than the rule's",
    filtered,
    (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `${SOURCE_ARN}/secret/*`,
      });
    },
  ],
  [
    "a deny of S3 outside two regions",
    same,
    (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } },
      });
    },
  ],
  [
    "a key policy that denies what does not come through S3",
    same,
    (t) => {
      statementsOf(keyOf(t, REPLICA_KEY).policy).push({
        Effect: "Deny",
        Principal: "*",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringNotLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      });
    },
  ],
];
