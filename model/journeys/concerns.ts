/** Which events each requirement concerns: only what S3 needs for an event decides about that event. */
import type { EventKind } from "./event";

/**
 * What it means for the event where the requirement is unmet: S3 is refused, AWS does not say, the copy is made without its
 * tags, or it is only worth telling, since the event itself does not need it.
 */
export type Weight = "fails" | "unknown" | "without tags" | "note";

/** Events that can be replicated at all. */
export type Replicable = Extract<
  EventKind,
  "put" | "delete" | "change-tags" | "change-acl" | "change-lock" | "put-annotation" | "backfill"
>;

type Weights = { readonly [kind in Replicable]?: Weight };

export interface Concern {
  readonly on: Weights;
  /** Objects of which encryption; left out: of any. `defaulted`: a version without any, which takes the destination's default. */
  readonly encryption?: readonly ("kms" | "defaulted")[];
  /** Only versions that were written with tags. */
  readonly tagged?: true;
}

const EVERY = {
  put: "fails",
  delete: "fails",
  "change-tags": "fails",
  "change-acl": "fails",
  "change-lock": "fails",
  "put-annotation": "fails",
  backfill: "fails",
} as const satisfies Weights;

const COPY = { put: "fails", backfill: "fails" } as const satisfies Weights;

/** Without a copy there is nothing whose metadata could change. */
const COPY_BEFORE = {
  ...COPY,
  "change-tags": "note",
  "change-lock": "note",
  "put-annotation": "note",
} as const;

/** Refused with the whole configuration, or broken for every object that the rule selects. */
const everything: Concern = { on: EVERY };
const copies: Concern = { on: { ...COPY_BEFORE, "change-acl": "note" } };
const kmsCopies: Concern = { on: COPY, encryption: ["kms"] };
const anyKmsCopies: Concern = { on: COPY, encryption: ["kms", "defaulted"] };
const locks: Concern = { on: { ...COPY, "change-lock": "fails" } };
/** Judged where the event is held against the rule, or advice that no event hangs on. */
const nothing: Concern = { on: {} };

/** Every requirement of the catalogue, and the annotations that only some events have. */
export const CONCERNS: { readonly [requirement: string]: Concern } = {
  "sites-different-buckets": everything,
  "sites-same-partition": everything,
  "sites-opt-in-regions": nothing,
  "role-exists": everything,
  "role-in-source-account": everything,
  "role-trusts-s3": everything,
  "source-versioning": everything,
  "source-read-configuration": everything,
  "source-list": everything,
  "source-read-object": copies,
  "source-read-acl": { on: { ...COPY_BEFORE, "change-acl": "fails" } },
  "source-read-for-replication": nothing,
  "source-read-filter-tags": { on: { ...COPY, "change-tags": "fails" } },
  // AWS says that without it objects replicate and their tags do not; SrcGetTaggingNotPermitted is left for changes of them.
  "source-read-tags": {
    on: { put: "without tags", backfill: "without tags", "change-tags": "fails" },
    tagged: true,
  },
  "source-read-retention": locks,
  "source-read-legal-hold": locks,
  "source-read-annotations": { on: { "put-annotation": "fails" } },
  "source-bucket-policy": everything,
  "source-bucket-policy-tags": everything,
  "destination-versioning": everything,
  // AWS says of ReplicateObject that it covers ACLs, and that its conditions bound the retention of replicas.
  "destination-replicate-object": {
    on: { ...COPY_BEFORE, "change-acl": "fails", "change-lock": "fails", "put-annotation": "unknown" },
  },
  // AWS says both that ReplicateObject covers the tags of a copy and that they need a grant of their own.
  "destination-replicate-tags": {
    on: { put: "unknown", backfill: "unknown", "change-tags": "fails" },
    tagged: true,
  },
  "destination-replicate-delete": { on: { delete: "fails" } },
  "destination-override-owner": { on: COPY },
  "destination-bucket-policy": everything,
  "destination-bucket-policy-tags": everything,
  "destination-public-access-block": everything,
  "destination-requester-pays": everything,
  "locks-destination": { on: { ...COPY, "change-lock": "fails", delete: "unknown" } },
  "destination-account": everything,
  "destination-account-stated": nothing,
  "owner-translation": everything,
  "source-ownership": nothing,
  "source-key-decrypt": kmsCopies,
  "source-key-policy": kmsCopies,
  "source-key-decrypt-other-context": nothing,
  "source-key-policy-other-context": nothing,
  "source-key-managed-account": kmsCopies,
  "source-key-region": kmsCopies,
  "source-key-enabled": kmsCopies,
  "source-key-usage": kmsCopies,
  "replica-key-encrypt": kmsCopies,
  // AWS's own sample for S3 Bucket Keys does without it.
  "replica-key-decrypt": nothing,
  "replica-key-decrypt-not-denied": kmsCopies,
  "replica-key-policy": anyKmsCopies,
  // Advised for SSE-KMS objects, of which AWS contradicts itself; asked for where the destination's default has to encrypt.
  "replica-key-generate-data-key": { on: COPY, encryption: ["defaulted"] },
  "replica-key-decrypt-without-bucket-keys": nothing,
  "replica-key-policy-advised": { on: { put: "unknown", backfill: "unknown" }, encryption: ["defaulted"] },
  "replica-key-encrypt-other-context": nothing,
  "replica-key-policy-other-context": nothing,
  "replica-key-arn": everything,
  "replica-key-alias": nothing,
  "replica-key-region": kmsCopies,
  "replica-key-customer-managed": anyKmsCopies,
  "replica-key-enabled": anyKmsCopies,
  "replica-key-usage": anyKmsCopies,
  "rule-kms-pair": everything,
  // By the encryption of the object, not by the bucket's default: S3 skips it in silence.
  "rule-selects-kms-objects": nothing,
  "rule-sse-c": nothing,
  "rule-enabled": everything,
  "rule-id": everything,
  "rule-priority": everything,
  "rule-count": everything,
  "rule-filter": everything,
  "rule-prefix": nothing,
  "rule-v2": nothing,
  "rule-v1-destination": everything,
  "rule-delete-markers": everything,
  "rule-existing-objects": everything,
  "rule-replica-modifications": everything,
  "rule-replica-modifications-both-ways": nothing,
  "rule-replication-time": everything,
  "rule-metrics": everything,
  "rule-replication-time-region": nothing,
  "rule-destination-bucket": everything,
  "rule-storage-class": everything,
  "configuration-alone": everything,
  "configuration-same-destination": nothing,
};

/** Which calls a policy that is judged as a whole is asked about: those of these requirements that concern the event. */
export const POLICY_CALLS: { readonly [requirement: string]: readonly string[] } = {
  "source-bucket-policy": [
    "source-read-configuration",
    "source-list",
    "source-read-object",
    "source-read-acl",
    "source-read-filter-tags",
    "source-read-retention",
    "source-read-legal-hold",
    "source-read-annotations",
  ],
  "source-bucket-policy-tags": ["source-read-tags"],
  "destination-bucket-policy": [
    "destination-replicate-object",
    "destination-replicate-delete",
    "destination-override-owner",
  ],
  "destination-bucket-policy-tags": ["destination-replicate-tags"],
};
