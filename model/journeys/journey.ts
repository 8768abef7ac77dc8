/** What becomes of one event on one route. */

import type { Page } from "../awsPages";
import type { KeyUse, Route } from "../route";
import type { ServerSideEncryption } from "../serverSideEncryption";
import type { Known } from "../topology";

/**
 * `replicated`: S3 carries it to the replica. `not replicated`: S3 does not try. `fails`: S3 tries and is refused.
 * `unknown`: what is known does not decide it, or AWS does not say.
 */
export type Outcome = "replicated" | "not replicated" | "fails" | "unknown";

/** How sure the reason is: written by AWS, reported by others, or concluded. */
export type Evidence = "documented" | "reported" | "inferred" | "not found";

/** An outcome with what decides it. */
export interface Ruling {
  readonly outcome: Outcome;
  /** One lower-case sentence. */
  readonly because: string;
  readonly page: Page;
  readonly evidence: Evidence;
}

/** What `x-amz-replication-status` says; `absent` where the header is not sent. */
export type ReplicationStatus =
  | "COMPLETED"
  | "PENDING"
  | "FAILED"
  | "REPLICA"
  | "absent"
  | "unchanged"
  | "unknown";

/** The copy at the destination. */
export interface Replica {
  readonly encryption: Known<ServerSideEncryption>;
  /** The key that the copy is encrypted with. */
  readonly key: KeyUse | { readonly customerProvided: string };
  readonly storageClass: Known<string>;
  /** The account that owns the copy. */
  readonly owner: Known<string>;
  /** `undefined` inside `known` where the encryption has no use for an S3 Bucket Key. */
  readonly bucketKeyEnabled: Known<boolean | undefined>;
}

export interface Journey extends Ruling {
  readonly route: Route;
  /** The rule that acts for this destination, where another one than the route's own wins. */
  readonly winner?: Route;
  /** For an event on the replica side: the route in the opposite direction that decides. */
  readonly back?: Route;
  /** The copy; left out where none is made. */
  readonly replica?: Replica;
  /** Expected once S3 is done, or while it is waiting where the caller says that it is. */
  readonly status: {
    /** One status for all destinations of the source: `FAILED` does not say of which. */
    readonly source: ReplicationStatus;
    readonly destination: ReplicationStatus;
  };
  /** What else is worth knowing, each one lower-case sentence. */
  readonly notes: readonly string[];
}

export function ruling(
  outcome: Outcome,
  because: string,
  page: Page,
  evidence: Evidence = "documented",
): Ruling {
  return { outcome, because, page, evidence };
}
