/** The complete role policies that AWS's page "Replicating encrypted objects" publishes. */
import type { PolicyStatement } from "../../../../model/evaluation/types";
import { SOURCE_ARN, SOURCE_KEY_ARN } from "../../../helpers/topologies";
import { ofRole, REPLICA_ARN, respelled, SHAPES, without } from "../faults/fault";
import { allow, REPLICA_KEY_ARN, type Row, rolePolicy } from "./working";

const { same, objectContext, plain, several } = SHAPES;

/** Neither the tags of the source nor those of replicas, Decrypt on the source key, Encrypt on the replica key. */
const completePolicy = (sourceContext: string, replicaContext: string): readonly PolicyStatement[] => [
  allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], [SOURCE_ARN]),
  allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], [`${SOURCE_ARN}/*`]),
  allow(["s3:ReplicateObject", "s3:ReplicateDelete"], `${REPLICA_ARN}/*`),
  allow(["kms:Decrypt"], [SOURCE_KEY_ARN], {
    Condition: {
      StringLike: {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": [sourceContext],
      },
    },
  }),
  allow(["kms:Encrypt"], [REPLICA_KEY_ARN], {
    Condition: {
      StringLike: {
        "kms:ViaService": "s3.eu-central-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": [replicaContext],
      },
    },
  }),
];

const LACKS_ALWAYS = [
  "source-read-tags",
  "destination-replicate-tags",
  "source-key-decrypt-other-context",
  "replica-key-encrypt-other-context",
  "replica-key-generate-data-key",
];

export const AWS_SAMPLES: readonly Row[] = [
  [
    "AWS's complete policy for S3 Bucket Keys",
    same,
    (t) => rolePolicy(t, ...completePolicy(SOURCE_ARN, REPLICA_ARN)),
    [...LACKS_ALWAYS, "replica-key-decrypt"],
  ],
  [
    "AWS's complete policy for SSE-KMS without S3 Bucket Keys",
    objectContext,
    (t) => rolePolicy(t, ...completePolicy(`${SOURCE_ARN}/*`, `${REPLICA_ARN}/*`)),
    [...LACKS_ALWAYS, "replica-key-decrypt-without-bucket-keys"],
  ],
  [
    "the replica key without Decrypt in the role's policy, S3 Bucket Keys on, several accounts",
    several,
    (t) => {
      for (const sid of ["ReplicaKey0", "ReplicaKey1", "ReplicaKey2"]) without(ofRole(t, sid), "kms:Decrypt");
    },
    ["replica-key-decrypt"],
  ],
  [
    "s3:GetObjectVersion in place of GetObjectVersionForReplication, where no KMS objects are selected",
    plain,
    (t) => respelled(ofRole(t, "Objects"), "s3:GetObjectVersionForReplication", "s3:GetObjectVersion"),
    ["source-read-for-replication"],
  ],
  [
    "s3:Get* in place of every read, where no KMS objects are selected",
    plain,
    (t) => {
      ofRole(t, "Objects").Action = "s3:Get*";
    },
  ],
];
