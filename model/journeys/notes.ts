/** What else a reader of a journey should know. */
import type { Route } from "../route";
import type { ObjectEvent } from "./event";
import type { Journey } from "./journey";

const largeObject = 5 * 1024 ** 3;

export function notesOnJourney(
  event: ObjectEvent,
  route: Route,
  journey: Pick<Journey, "outcome" | "status">,
): readonly string[] {
  return [
    ...notesOnImpossible(event),
    ...(journey.outcome === "replicated" ? notesOnCopy(event, route) : []),
    ...notesOnStatus(journey),
  ];
}

/** What cannot happen as it is asked about. */
function notesOnImpossible({ kind, object }: ObjectEvent): readonly string[] {
  const isNew = kind === "put" && (object.written ?? "new") === "new";
  return isNew && object.encryption === "none"
    ? ["no put leaves an object without encryption: since 2023-01-05 each has at least SSE-S3 (AES256)"]
    : [];
}

function notesOnCopy(event: ObjectEvent, route: Route): readonly string[] {
  if (event.kind === "delete") {
    return hasReplicationTime(route)
      ? ["delete markers are outside of the promise of Replication Time Control"]
      : [];
  }
  if (event.kind !== "put" && event.kind !== "backfill") return [];
  return [
    "the copy keeps version id, creation time, user metadata, tags and Object Lock settings",
    ...notesOnObject(event, route),
    ...(event.kind === "put" && hasReplicationTime(route)
      ? ["Replication Time Control promises nearly every copy within 15 minutes"]
      : []),
  ];
}

function notesOnObject({ object }: ObjectEvent, route: Route): readonly string[] {
  const notes: string[] = [];
  if (object.clientSideEncrypted === true) {
    notes.push("what the client encrypted is copied as it is: the same client key opens both copies");
  }
  if (object.encryption === "AES256" && route.rule.destination.replicaKey !== undefined) {
    notes.push("the rule's replica key is not used for an SSE-S3 object; AWS says nowhere that it would be");
  }
  if (object.writer === "aws log delivery")
    notes.push("what AWS log services deliver is replicated like any other object");
  if ((object.sizeBytes ?? 0) > largeObject)
    notes.push("a large object goes by multipart upload and may take hours");
  if (object.hasRetention === true) {
    notes.push("the object's own retention goes with it and overrides the destination's default retention");
  } else if (
    "found" in route.destination &&
    "known" in route.destination.found.objectLock &&
    route.destination.found.objectLock.known
  ) {
    notes.push(
      "an object without retention takes the destination's default retention, where the bucket has one",
    );
  }
  return notes;
}

function notesOnStatus({ status }: Pick<Journey, "status">): readonly string[] {
  const blocked = "Lifecycle neither expires nor moves the source version while its status is";
  if (status.source === "FAILED") {
    return [
      "S3 does not retry: repair the cause, then use Batch Replication or write the object again",
      `${blocked} FAILED`,
    ];
  }
  return status.source === "PENDING" ? [`S3 continues automatically; ${blocked} PENDING`] : [];
}

function hasReplicationTime(route: Route): boolean {
  const time = route.rule.destination.replicationTime;
  return "known" in time && time.known?.status === "Enabled";
}
