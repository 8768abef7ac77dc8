/** What the copy at the destination is like. */
import type { KeyUse, Route } from "../route";
import { algorithmOf, isKms, type ServerSideEncryption } from "../serverSideEncryption";
import type { Bucket, Known } from "../topology";
import { objectEncryptionOf } from "./encryption";
import type { ObjectVersion } from "./event";
import type { Replica } from "./journey";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
export function replicaOf(object: ObjectVersion, route: Route): Replica {
  const ofSource = objectEncryptionOf(object, route);
  return {
    encryption: replicaEncryption(ofSource, route),
    key: replicaKey(ofSource, route),
    storageClass: storageClassOf(object, route),
    owner: ownerOf(object, route),
    bucketKeyEnabled: bucketKeyOf(object, ofSource, route),
  };
}

/** The type is kept; only a version without any takes the destination's default. */
function replicaEncryption(ofSource: Known<ServerSideEncryption>, route: Route): Known<ServerSideEncryption> {
  if ("unknown" in ofSource || ofSource.known !== "none") return ofSource;
  const destination = bucketAt(route, "destination");
  return "unknown" in destination ? destination : algorithmOf(destination.known.encryption);
}

function replicaKey(ofSource: Known<ServerSideEncryption>, route: Route): Replica["key"] {
  if ("unknown" in ofSource) return { unknown: ofSource.unknown, candidates: [] };
  if (isKms(ofSource.known)) return route.replicaKey;
  if (ofSource.known === "SSE-C") return { customerProvided: "the key that the source object was sent with" };
  if (ofSource.known === "none") return route.destinationKey;
  return { none: "an SSE-S3 object stays SSE-S3 at the destination" } satisfies KeyUse;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html */
function storageClassOf(object: ObjectVersion, route: Route): Known<string> {
  const stated = route.rule.destination.storageClass;
  if ("unknown" in stated) return stated;
  return { known: stated.known ?? object.storageClass ?? "STANDARD" };
}

/**
 * The source object's owner, unless the rule or the destination bucket's ownership setting gives it to the destination's account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
 */
export function ownerOf(object: ObjectVersion, route: Route): Known<string> {
  const changes = changesOwner(route);
  if ("unknown" in changes) return changes;
  if (changes.known) return accountAt(route, "destination");
  if (object.foreignOwner !== undefined) {
    const { account } = object.foreignOwner;
    return account === undefined
      ? { unknown: "the account that owns the object is not stated" }
      : { known: account };
  }
  return accountAt(route, "source");
}

/** True where the copy belongs to the destination's account regardless of the original's owner; its ACL is then not replicated. */
export function changesOwner(route: Route): Known<boolean> {
  const { ownerTranslation } = route.rule.destination;
  if ("known" in ownerTranslation && ownerTranslation.known === "Destination") return { known: true };
  const destination = bucketAt(route, "destination");
  if ("unknown" in destination) return destination;
  const ownership = destination.known.objectOwnership;
  if ("unknown" in ownership) return ownership;
  // S3 creates buckets as BucketOwnerEnforced unless they state something else.
  if ((ownership.known ?? "BucketOwnerEnforced") === "BucketOwnerEnforced") return { known: true };
  return "unknown" in ownerTranslation ? ownerTranslation : { known: false };
}

function accountAt(route: Route, end: "source" | "destination"): Known<string> {
  const bucket = bucketAt(route, end);
  if ("known" in bucket) return bucket.known.site.account;
  const { account } = route.rule.destination;
  return end === "destination" && "known" in account && account.known !== undefined
    ? { known: account.known }
    : bucket;
}

function bucketAt(route: Route, end: "source" | "destination"): Known<Bucket> {
  const bucket = route[end];
  if ("found" in bucket) return { known: bucket.found };
  if ("outside" in bucket) return { unknown: `the ${end} bucket ${bucket.outside} is outside of the stack` };
  return { unknown: `the ${end} bucket is not known: ${bucket.unknown}` };
}

/**
 * The flag goes with the object; the destination's default only counts for a version without encryption.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
function bucketKeyOf(
  object: ObjectVersion,
  ofSource: Known<ServerSideEncryption>,
  route: Route,
): Known<boolean | undefined> {
  if ("unknown" in ofSource) return ofSource;
  if (ofSource.known === "none") return defaultBucketKey(route, "destination");
  if (ofSource.known !== "aws:kms") return { known: undefined };
  return object.bucketKeyEnabled === undefined
    ? defaultBucketKey(route, "source")
    : { known: object.bucketKeyEnabled };
}

function defaultBucketKey(route: Route, end: "source" | "destination"): Known<boolean | undefined> {
  const bucket = bucketAt(route, end);
  if ("unknown" in bucket) return bucket;
  const { encryption } = bucket.known;
  if ("unknown" in encryption) return encryption;
  const algorithm = algorithmOf(encryption);
  if ("unknown" in algorithm) return algorithm;
  if (end === "destination" && algorithm.known !== "aws:kms") return { known: undefined };
  return encryption.known === undefined ? { known: false } : encryption.known.bucketKeyEnabled;
}
