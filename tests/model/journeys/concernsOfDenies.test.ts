/** A Deny decides about the keys and encryptions that it names, and what breaks the whole route about every event. */
import {
  all,
  denied,
  edited,
  inBucketPolicies,
  itMeans,
  type Row,
  SOURCE,
  untrusted,
  unversioned,
  withStatement,
} from "./brokenExports";

const rows: readonly Row[] = [
  {
    title: "a Deny below a prefix fails only keys below it",
    edit: denied("s3:*", `${SOURCE}/secret/*`),
    fails: ["put below secret/"],
    replicated: [
      "put",
      "put of a key that begins like another",
      "put of a key with an asterisk",
      "delete",
      "delete below secret/",
    ],
  },
  {
    title: "a Deny of writes below a prefix fails only keys below it",
    edit: denied("s3:Replicate*", `${SOURCE}-replication-ap-*/secret/*`),
    fails: ["put below secret/", "delete below secret/"],
    replicated: ["put", "put of a key that begins like another", "delete"],
  },
  {
    title: "a Deny of a key's use for objects below a prefix, behind an S3 Bucket Key, concerns none",
    edit: withStatement({
      Effect: "Deny",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": `${SOURCE}/secret/*` } },
    }),
    replicated: ["put", "put below secret/"],
  },
  {
    title: "a Deny of copies with SSE-KMS fails KMS objects only",
    edit: withStatement({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: "*",
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put"],
    replicated: ["put of an SSE-S3 object", "delete"],
  },
  {
    title:
      "a Deny of copies without SSE-KMS fails SSE-S3 and DSSE-KMS objects, not those of the source's default",
    edit: withStatement({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: "*",
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put of an SSE-S3 object", "put of a DSSE-KMS object"],
    replicated: ["put", "delete"],
  },
  {
    title: "a Deny of copies with neither SSE-KMS nor SSE-S3 is decided by the encryption of the object",
    edit: withStatement({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: "*",
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"] } },
    }),
    fails: ["put of a DSSE-KMS object", "backfill of an unencrypted object"],
    // Whether S3 states the encryption of an SSE-S3 replica is not known.
    unknown: ["put of an SSE-S3 object"],
    replicated: ["put", "delete"],
  },
  {
    title: "a Deny in a destination's policy below a prefix fails only keys below it",
    edit: inBucketPolicies({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:ReplicateObject",
      Resource: `${SOURCE}-replication-*/secret/*`,
    }),
    fails: ["put below secret/"],
    replicated: ["put", "delete", "delete below secret/"],
  },
  {
    title: "a Deny in a destination's policy of writes with SSE-KMS fails no SSE-S3 object",
    edit: inBucketPolicies({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:ReplicateObject",
      Resource: `${SOURCE}-replication-*`,
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put"],
    replicated: ["put of an SSE-S3 object", "delete"],
  },
  {
    title: "a replica key that is disabled fails KMS objects only",
    edit: edited(({ type, inputs, outputs, urn }) => {
      if (!type.includes("kms/key:") || urn.endsWith("::src")) return;
      for (const side of [inputs, outputs]) side.isEnabled = false;
    }),
    fails: ["put", "backfill of an unencrypted object"],
    replicated: ["put of an SSE-S3 object", "delete", "change-tags"],
  },
  {
    title:
      "a source with Object Lock and destinations without fails copies and locks, and leaves deletes open",
    edit: edited(({ type, inputs, outputs, urn }) => {
      if (!type.includes("s3/bucket:") || !urn.endsWith("::src")) return;
      for (const side of [inputs, outputs]) side.objectLockEnabled = true;
    }),
    fails: ["put", "put of an SSE-S3 object", "change-lock"],
    unknown: ["delete"],
    replicated: ["change-tags"],
  },
  {
    title: "a role that S3 may not assume fails everything",
    edit: untrusted,
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags", "change-lock", "put-annotation"],
    replicated: [],
    notReplicated: ["delete-version"],
  },
  {
    title: "destinations without versioning fail everything",
    edit: unversioned,
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags"],
    replicated: [],
  },
  {
    title: "a rule that S3 refuses fails everything",
    edit: all('"minutes": 15', '"minutes": 20'),
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags"],
    replicated: [],
  },
  {
    title: "nothing broken fails nothing, but annotations that the role may not read",
    edit: (text) => text,
    fails: ["put-annotation"],
    replicated: [
      "put",
      "put with tags",
      "put of an SSE-S3 object",
      "delete",
      "change-tags",
      "change-lock",
      "backfill of an unencrypted object",
    ],
  },
  {
    title: "annotations that the role may read are replicated",
    edit: withStatement({
      Effect: "Allow",
      Action: "s3:GetObjectVersionAnnotationForReplication",
      Resource: `${SOURCE}/*`,
    }),
    replicated: ["put-annotation", "put"],
  },
];

describe("what a Deny, or a route that is broken as a whole, means for one event", () => {
  itMeans(rows);
});
