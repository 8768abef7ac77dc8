/**
 * Every call that S3 makes on the buckets of a route, and when.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */

import { knownValue, relationOf, whyUnknown } from "../known";
import type { RouteEnd, RouteFacts } from "../routeFacts";
import type { Target } from "./roleCalls";

/** A call that S3 makes on one end of the route. */
export interface BucketAction {
  readonly action: string;
  readonly side: RouteEnd["side"];
  readonly target: Target;
  /** Whether S3 makes the call on this route; a text says why that is not known. */
  readonly applies: (subject: RouteFacts) => boolean | { readonly unknown: string };
}

export const ALWAYS = () => true;

export const READ_CONFIGURATION: BucketAction = {
  action: "s3:GetReplicationConfiguration",
  side: "source",
  target: "bucket",
  applies: ALWAYS,
};
export const LIST: BucketAction = {
  action: "s3:ListBucket",
  side: "source",
  target: "bucket",
  applies: ALWAYS,
};
export const READ_VERSION = readObject("s3:GetObjectVersionForReplication");
export const READ_ACL = readObject("s3:GetObjectVersionAcl");
/** Where no filter asks for tags the object replicates without them, if S3 may not read them. */
export const READ_TAGS = readObject(
  "s3:GetObjectVersionTagging",
  (subject) => filtersByTags(subject) !== true,
);
export const READ_FILTER_TAGS = readObject("s3:GetObjectVersionTagging", filtersByTags);
export const READ_RETENTION = readObject("s3:GetObjectRetention", sourceLocks);
export const READ_LEGAL_HOLD = readObject("s3:GetObjectLegalHold", sourceLocks);
/** Only the event of an annotation needs it. */
export const READ_ANNOTATIONS = readObject("s3:GetObjectVersionAnnotationForReplication");

export const REPLICATE_OBJECT = writeReplica("s3:ReplicateObject", ALWAYS);
export const REPLICATE_TAGS = writeReplica("s3:ReplicateTags", ALWAYS);
export const REPLICATE_DELETE = writeReplica("s3:ReplicateDelete", deleteMarkersTravel);
export const OVERRIDE_OWNER = writeReplica("s3:ObjectOwnerOverrideToBucketOwner", ownerChangesByAcl);

export const BUCKET_ACTIONS: readonly BucketAction[] = [
  READ_CONFIGURATION,
  LIST,
  READ_VERSION,
  READ_ACL,
  READ_TAGS,
  READ_RETENTION,
  READ_LEGAL_HOLD,
  REPLICATE_OBJECT,
  REPLICATE_TAGS,
  REPLICATE_DELETE,
  OVERRIDE_OWNER,
];

function readObject(action: string, applies: BucketAction["applies"] = ALWAYS): BucketAction {
  return { action, side: "source", target: "objects", applies };
}

function writeReplica(action: string, applies: BucketAction["applies"]): BucketAction {
  return { action, side: "destination", target: "objects", applies };
}

function sourceLocks({ source }: RouteFacts): boolean | { readonly unknown: string } {
  if (source.bucket === undefined) {
    return { unknown: "whether the source bucket has Object Lock is not known" };
  }
  const why = whyUnknown(source.bucket.objectLock);
  if (why !== undefined)
    return { unknown: `whether the source bucket has Object Lock is not known (${why})` };
  return knownValue(source.bucket.objectLock) === true;
}

function filtersByTags({ route }: RouteFacts): boolean | { readonly unknown: string } {
  const { filter } = route.rule;
  if ("unknown" in filter) {
    return { unknown: `whether the rule filters by tags is not known (${filter.unknown})` };
  }
  return filter.known !== undefined && Object.keys(filter.known.tags).length > 0;
}

/** V1 rules replicate delete markers without being asked; for other accounts AWS says both, so that it is left out. */
function deleteMarkersTravel({
  route,
  source,
  destination,
}: RouteFacts): boolean | { readonly unknown: string } {
  const { deleteMarkerReplication, filter } = route.rule;
  if ("unknown" in deleteMarkerReplication) {
    return {
      unknown: `whether delete markers replicate is not known (${deleteMarkerReplication.unknown})`,
    };
  }
  const isV1 = "known" in filter && filter.known === undefined;
  if (isV1 && deleteMarkerReplication.known === undefined) {
    return relationOf(source.account, destination.account) === "same";
  }
  return deleteMarkerReplication.known === "Enabled";
}

/** With ACLs disabled at the destination its owner owns the replicas anyway. */
export function ownerChangesByAcl({
  route,
  destination,
}: RouteFacts): boolean | { readonly unknown: string } {
  const { ownerTranslation } = route.rule.destination;
  if ("unknown" in ownerTranslation) {
    return { unknown: `whether the rule changes the owner is not known (${ownerTranslation.unknown})` };
  }
  if (ownerTranslation.known === undefined) return false;
  if (destination.bucket === undefined) {
    return { unknown: "whether the destination bucket has ACLs is not known" };
  }
  const { objectOwnership } = destination.bucket;
  if ("unknown" in objectOwnership) {
    return {
      unknown: `whether the destination bucket has ACLs is not known (${objectOwnership.unknown})`,
    };
  }
  if (objectOwnership.known === undefined) {
    return {
      unknown: "the destination bucket does not state its object ownership, so ACLs may be enabled",
    };
  }
  return objectOwnership.known !== "BucketOwnerEnforced";
}
