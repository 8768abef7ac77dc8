/** What the peers' tools and AWS's pages grant, where it works. */
import { keyOf, ROLE_ARN, SOURCE_ARN, SOURCE_KEY_ARN, statementsOf } from "../../../helpers/topologies";
import { REPLICA_ARN, SHAPES } from "../faults/fault";
import { allow, PERMISSIONS_PAGE, REPLICA_KEY, REPLICA_KEY_ARN, type Row, rolePolicy } from "./working";

const { same, objectContext } = SHAPES;

export const PEERS: readonly Row[] = [
  [
    "the AWS CDK's grants, Bucket Keys off",
    objectContext,
    (t) =>
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE.slice(0, 2),
        allow(
          [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          `${REPLICA_ARN}/*`,
        ),
        allow(["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"], REPLICA_KEY_ARN),
        allow("kms:Decrypt", SOURCE_KEY_ARN),
      ),
    ["replica-key-decrypt-without-bucket-keys"],
  ],
  [
    "a Terraform module with conditions, Bucket Keys off",
    objectContext,
    (t) =>
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE,
        allow("kms:Decrypt", SOURCE_KEY_ARN, {
          Condition: {
            StringLike: {
              "kms:ViaService": "s3.eu-west-1.amazonaws.com",
              "kms:EncryptionContext:aws:s3:arn": [SOURCE_ARN, `${SOURCE_ARN}/*`],
            },
          },
        }),
        allow("kms:Encrypt", REPLICA_KEY_ARN, {
          Condition: {
            StringLike: {
              "kms:ViaService": "s3.eu-central-1.amazonaws.com",
              "kms:EncryptionContext:aws:s3:arn": [REPLICA_ARN, `${REPLICA_ARN}/*`],
            },
          },
        }),
      ),
    ["replica-key-decrypt-without-bucket-keys", "replica-key-generate-data-key"],
  ],
  [
    "a landing zone's statements, Bucket Keys off",
    objectContext,
    (t) =>
      rolePolicy(
        t,
        allow(
          [
            "s3:GetObjectLegalHold",
            "s3:GetObjectRetention",
            "s3:GetObjectVersion",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionTagging",
            "s3:GetReplicationConfiguration",
            "s3:ListBucket",
            "s3:ReplicateDelete",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
          ],
          [SOURCE_ARN, `${SOURCE_ARN}/*`],
        ),
        allow(
          [
            "s3:GetBucketVersioning",
            "s3:GetObjectVersionTagging",
            "s3:ObjectOwnerOverrideToBucketOwner",
            "s3:PutBucketVersioning",
            "s3:ReplicateDelete",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
          ],
          `${REPLICA_ARN}/*`,
        ),
        allow("kms:Decrypt", SOURCE_KEY_ARN),
        allow("kms:Encrypt", REPLICA_KEY_ARN),
      ),
    ["replica-key-decrypt-without-bucket-keys", "replica-key-generate-data-key"],
  ],
  [
    "the backup component's statements, Bucket Keys off",
    objectContext,
    (t) =>
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE,
        allow("kms:Decrypt", SOURCE_KEY_ARN),
        allow(["kms:Encrypt", "kms:GenerateDataKey*"], REPLICA_KEY_ARN),
      ),
    ["replica-key-decrypt-without-bucket-keys"],
  ],
  [
    "AWS's runbook, key policies naming the role",
    same,
    (t) => {
      rolePolicy(
        t,
        allow(["s3:GetReplicationConfiguration", "s3:ListBucket", "s3:GetBucketLocation"], SOURCE_ARN),
        allow(
          [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectTagging",
          ],
          `${SOURCE_ARN}/*`,
        ),
        allow(
          [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          `${REPLICA_ARN}/*`,
        ),
        allow("kms:Decrypt", SOURCE_KEY_ARN),
        allow(["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"], REPLICA_KEY_ARN),
      );
      statementsOf(keyOf(t, REPLICA_KEY).policy).push({
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: "kms:Decrypt",
        Resource: "*",
      });
    },
  ],
  [
    "the page's sample for Bucket Keys, key policy with Decrypt",
    same,
    (t) => {
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE,
        allow("kms:Decrypt", SOURCE_KEY_ARN, {
          Condition: {
            StringLike: {
              "kms:ViaService": "s3.eu-west-1.amazonaws.com",
              "kms:EncryptionContext:aws:s3:arn": [SOURCE_ARN],
            },
          },
        }),
        allow("kms:Encrypt", REPLICA_KEY_ARN, {
          Condition: {
            StringLike: {
              "kms:ViaService": "s3.eu-central-1.amazonaws.com",
              "kms:EncryptionContext:aws:s3:arn": [REPLICA_ARN],
            },
          },
        }),
      );
      statementsOf(keyOf(t, REPLICA_KEY).policy).push({
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: "kms:Decrypt",
        Resource: "*",
      });
    },
    [
      "replica-key-encrypt-other-context",
      "replica-key-generate-data-key",
      "source-key-decrypt-other-context",
    ],
  ],
];
