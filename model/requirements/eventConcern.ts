/** Which events a requirement concerns, and what it means for the event where the requirement is unmet. */
import type { BucketAction } from "../calls/bucketCalls";

/** Events that can be replicated at all. */
export type ReplicableEvent =
  | "put"
  | "delete"
  | "change-tags"
  | "change-acl"
  | "change-lock"
  | "put-annotation"
  | "backfill";

/**
 * What it means for the event where the requirement is unmet: S3 is refused, AWS does not say, the copy is made without its
 * tags, or it is only worth telling, since the event itself does not need it.
 */
export type Weight = "fails" | "unknown" | "without tags" | "note";

type Weights = { readonly [event in ReplicableEvent]?: Weight };

/** The events that need what a requirement asks for; an event that is not listed does not need it. */
export interface EventConcern {
  readonly on: Weights;
  /** Objects of which encryption; left out: of any. `defaulted`: a version without any, which takes the destination's default. */
  readonly encryption?: readonly ("kms" | "defaulted")[];
  /** Only versions that were written with tags. */
  readonly tagged?: true;
}

/**
 * A policy that is judged as a whole is asked for an event only about the calls that the event needs: each concerns the events of
 * the requirement that asks the role's policies for it.
 */
export interface ConcernOfCalls {
  readonly ofCalls: readonly BucketAction[];
}

/** Refused with the whole configuration, or broken for every event that the rule selects. */
export const EVERY_EVENT = {
  on: {
    put: "fails",
    delete: "fails",
    "change-tags": "fails",
    "change-acl": "fails",
    "change-lock": "fails",
    "put-annotation": "fails",
    backfill: "fails",
  },
} as const satisfies EventConcern;

/** Judged where the event is held against the rule, or advice that no event depends on. */
export const NO_EVENT = { on: {} } as const satisfies EventConcern;

/** New copies. */
export const COPIES = { on: { put: "fails", backfill: "fails" } } as const satisfies EventConcern;

/** New copies; without a copy there is nothing whose metadata could change. */
export const COPIES_AND_CHANGES = {
  on: {
    ...COPIES.on,
    "change-tags": "note",
    "change-acl": "note",
    "change-lock": "note",
    "put-annotation": "note",
  },
} as const satisfies EventConcern;

export const COPIES_AND_LOCKS = {
  on: { ...COPIES.on, "change-lock": "fails" },
} as const satisfies EventConcern;

/** Copies of objects that are encrypted with a KMS key at the source. */
export const KMS_COPIES: EventConcern = { ...COPIES, encryption: ["kms"] };

/** The same, and copies that are encrypted by the destination's default. */
export const ALL_KMS_COPIES: EventConcern = { ...COPIES, encryption: ["kms", "defaulted"] };
