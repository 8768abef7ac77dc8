/** The replication status that S3 shows on both sides. */
import type { EventKind, ObjectEvent } from "./event";
import type { Outcome, ReplicationStatus } from "./journey";

/** What counts for the status of one journey. */
export interface StatusInput {
  readonly outcome: Outcome;
  /** S3 has not got to it yet, or a bucket or Region is out. */
  readonly isWaiting: boolean;
}

/** Changes of a version that replica modification sync can carry. */
export const metadataChanges: ReadonlySet<EventKind> = new Set(["change-tags", "change-acl", "change-lock"]);

/** Events that write something new at the source, which has no status of its own yet. */
const newAtSource: ReadonlySet<EventKind> = new Set(["put", "delete"]);

/**
 * The one status of the source version for all of its destinations.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
 */
export function sourceStatus(event: ObjectEvent, journeys: readonly StatusInput[]): ReplicationStatus {
  if (event.kind === "put-annotation") return "unchanged";
  const outcomes = new Set(journeys.map(({ outcome }) => outcome));
  if (outcomes.has("fails")) return "FAILED";
  if (outcomes.has("unknown")) return "unknown";
  if (journeys.some(isPending)) return "PENDING";
  if (!outcomes.has("replicated")) return statusWithout(event);
  return isChangeOfReplica(event) ? "REPLICA" : "COMPLETED";
}

/** True for a change of a replica's metadata: the status it then goes through is that of the replica itself. */
export function isChangeOfReplica({ kind, object }: ObjectEvent): boolean {
  return metadataChanges.has(kind) && object.isReplica === true;
}

/** The status of the copy. */
export function destinationStatus(event: ObjectEvent, journey: StatusInput): ReplicationStatus {
  if (event.kind === "put-annotation" || isChangeOfReplica(event)) return "unchanged";
  if (journey.outcome === "unknown") return "unknown";
  if (journey.outcome === "replicated" && !isPending(journey)) return "REPLICA";
  return newAtSource.has(event.kind) || event.kind === "backfill" ? "absent" : "unchanged";
}

function isPending({ outcome, isWaiting }: StatusInput): boolean {
  return outcome === "replicated" && isWaiting;
}

function statusWithout({ kind, object }: ObjectEvent): ReplicationStatus {
  if (kind !== "put") return newAtSource.has(kind) ? "absent" : "unchanged";
  if (object.isReplica === true) return "REPLICA";
  return object.isReplicatedElsewhere === true ? "COMPLETED" : "absent";
}
