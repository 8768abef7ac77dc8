/** Faults in policies that ask how replicas are encrypted. */
import type { PolicyStatement } from "../../../../model/evaluation/types";
import {
  bucketOf,
  type Draft,
  knownIn,
  SOURCE_ACCOUNT,
  SOURCE_NAME,
  statementsOf,
  type TopologyDraft,
} from "../../../helpers/topologies";
import { deny, type Fault, ofRole, REPLICA, REPLICA_ARN } from "./fault";

export const SSE = "s3:x-amz-server-side-encryption";
export const SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** Objects whose writer states nothing are encrypted like this. */
export function sourceDefault(topology: TopologyDraft, algorithm: "aws:kms:dsse" | "AES256"): void {
  const encryption = knownIn(bucketOf(topology, SOURCE_NAME).encryption);
  if (encryption === undefined) return;
  encryption.algorithm = { known: algorithm };
  if (algorithm === "AES256") encryption.key = undefined;
}

type Condition = Draft<NonNullable<PolicyStatement["Condition"]>>;

/** The replica's policy denies copies under a condition. */
export function denyReplicas(topology: TopologyDraft, condition: Condition): void {
  statementsOf(bucketOf(topology, REPLICA).policy).push(
    deny("s3:ReplicateObject", `${REPLICA_ARN}/*`, { Condition: condition }),
  );
}

/** The role may write copies under a condition only. */
export function allowReplicas(topology: TopologyDraft, condition: Condition): void {
  ofRole(topology, "Replicas").Condition = condition;
}

const ROLE = ["destination-replicate-object"];
/** Deletes and tags carry no encryption, so that a condition without IfExists leaves them out too. */
const ROLE_ALL = [...ROLE, "destination-replicate-delete", "destination-replicate-tags"];
const BUCKET = ["destination-bucket-policy"];

export const ENCRYPTION_FAULTS: readonly Fault[] = (
  [
    [
      "same",
      "the role may write SSE-S3 replicas only, where the source uses SSE-KMS",
      (t) => allowReplicas(t, { StringEqualsIfExists: { [SSE]: "AES256" } }),
      ROLE,
    ],
    [
      "same",
      "the role may write SSE-KMS and SSE-S3 replicas, where the source uses DSSE-KMS",
      (t) => {
        sourceDefault(t, "aws:kms:dsse");
        allowReplicas(t, { StringLikeIfExists: { [SSE]: ["aws:kms", "AES256"] } });
      },
      ROLE,
    ],
    [
      "same",
      "the role may write SSE-S3 replicas only, by StringEquals, which leaves deletes and tags out",
      (t) => allowReplicas(t, { StringEquals: { [SSE]: "AES256" } }),
      ROLE_ALL,
    ],
    [
      "same",
      "the role may write replicas with another key only",
      (t) =>
        allowReplicas(t, {
          StringEqualsIfExists: {
            [SSE_KEY]: `arn:aws:kms:eu-central-1:${SOURCE_ACCOUNT}:key/33333333-3333-4333-8333-333333333333`,
          },
        }),
      ROLE,
    ],
    [
      "same",
      "the replica's policy denies SSE-KMS replicas, where the source uses SSE-KMS",
      (t) => denyReplicas(t, { StringEquals: { [SSE]: "aws:kms" } }),
      BUCKET,
    ],
    [
      "same",
      "the replica's policy denies what is not SSE-KMS, where the source uses DSSE-KMS",
      (t) => {
        sourceDefault(t, "aws:kms:dsse");
        denyReplicas(t, { StringNotEquals: { [SSE]: "aws:kms" } });
      },
      BUCKET,
    ],
    [
      "same",
      "the replica's policy denies what is not SSE-S3, where the rule selects SSE-KMS objects",
      (t) => {
        sourceDefault(t, "AES256");
        denyReplicas(t, { StringNotEquals: { [SSE]: "AES256" } });
      },
      BUCKET,
    ],
    [
      "same",
      "the replica's policy denies SSE-S3, where the rule selects SSE-KMS objects besides",
      (t) => {
        sourceDefault(t, "AES256");
        denyReplicas(t, { StringEquals: { [SSE]: "AES256" } });
      },
      ["destination-bucket-policy?"],
    ],
    [
      "plain",
      "the replica's policy denies what is not SSE-KMS, where the source uses SSE-S3",
      (t) => denyReplicas(t, { StringNotEquals: { [SSE]: "aws:kms" } }),
      BUCKET,
    ],
    [
      "plain",
      "the replica's policy denies what does not state SSE-S3, and whether S3 states it is not known",
      (t) => denyReplicas(t, { StringNotEquals: { [SSE]: "AES256" } }),
      ["destination-bucket-policy?"],
    ],
  ] as const satisfies readonly (readonly [
    on: Fault["on"],
    what: string,
    make: Fault["make"],
    finds: readonly string[],
  ])[]
).map(([on, what, make, finds]): Fault => ({ on, what, make, finds }));
