/** The replication role: who assumes it, and the least that it needs. */
import { type BucketInRegion, REPLICA_KEY_ACTIONS, SOURCE_KEY_ACTIONS, throughS3 } from "./keyPolicy";
import {
  type BuiltPolicyDocument,
  type BuiltPolicyStatement,
  oneOrMany,
  policyDocument,
} from "./policyDocument";

/** The primary, as far as the role's permissions on objects depend on it. */
export interface SourceObjects {
  readonly bucketArn: string;
  /** Key prefixes that the rules replicate; an empty prefix is the whole bucket. */
  readonly prefixes: readonly string[];
  /** Whether objects have retention and legal holds that S3 must read. */
  readonly objectLock: boolean;
}

/** A replica, as far as the role's permissions on objects depend on it. */
export interface DestinationObjects {
  readonly bucketArn: string;
  readonly deleteMarkers: boolean;
  /** Whether the destination's account becomes the owner of the replicas. */
  readonly ownerOverride: boolean;
}

/** A bucket with the key of its default encryption. */
export interface KeyedBucket extends BucketInRegion {
  readonly keyArn: string;
}

/**
 * Lets S3 assume the replication role.
 *
 * There is no `aws:SourceAccount` or `aws:SourceArn` condition: no AWS page says that S3 sends them when it replicates,
 * and a condition on a key that S3 does not send stops every object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationTrustPolicy(): BuiltPolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
}

/**
 * The least that S3 needs on buckets and objects to replicate from one primary to its replicas.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationObjectPolicy(
  source: SourceObjects,
  destinations: readonly DestinationObjects[],
): BuiltPolicyDocument {
  return policyDocument([
    {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: source.bucketArn,
    },
    { Effect: "Allow", Action: sourceObjectActions(source), Resource: sourceObjects(source) },
    ...destinationStatements(destinations),
  ]);
}

/**
 * The least that S3 needs of the keys: each one exactly, only through S3 in its region and for its bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicationKeyPolicy(
  source: KeyedBucket,
  destinations: readonly KeyedBucket[],
): BuiltPolicyDocument {
  return policyDocument([sourceKeyStatement(source), ...destinations.map(replicaKeyStatement)]);
}

/** The part of {@link replicationKeyPolicy} about some replicas' keys. */
export function replicaKeyPolicy(destinations: readonly KeyedBucket[]): BuiltPolicyDocument {
  return policyDocument(destinations.map(replicaKeyStatement));
}

/** What the role needs for one destination: what the owner of the destination asks the source's owner to grant. */
export function destinationPolicy(destination: DestinationObjects & KeyedBucket): BuiltPolicyDocument {
  return policyDocument([...destinationStatements([destination]), replicaKeyStatement(destination)]);
}

function sourceKeyStatement(source: KeyedBucket): BuiltPolicyStatement {
  return keyStatement(source, SOURCE_KEY_ACTIONS);
}

function replicaKeyStatement(destination: KeyedBucket): BuiltPolicyStatement {
  return keyStatement(destination, REPLICA_KEY_ACTIONS);
}

function keyStatement(bucket: KeyedBucket, actions: readonly string[]): BuiltPolicyStatement {
  return {
    Effect: "Allow",
    Action: oneOrMany(actions),
    Resource: bucket.keyArn,
    Condition: throughS3(bucket),
  };
}

function sourceObjectActions(source: SourceObjects): readonly string[] {
  return [
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    ...(source.objectLock ? ["s3:GetObjectRetention", "s3:GetObjectLegalHold"] : []),
  ];
}

function sourceObjects(source: SourceObjects): string | readonly string[] {
  const prefixes = source.prefixes.includes("") || source.prefixes.length === 0 ? [""] : source.prefixes;
  return oneOrMany([...new Set(prefixes)].sort().map((prefix) => `${source.bucketArn}/${prefix}*`));
}

/** One statement for each distinct set of actions, so that the role gets in no replica what only another one needs. */
function destinationStatements(destinations: readonly DestinationObjects[]): readonly BuiltPolicyStatement[] {
  const objectsByActions = new Map<string, string[]>();
  for (const destination of destinations) {
    const actions = replicaObjectActions(destination).join(" ");
    objectsByActions.set(actions, [...(objectsByActions.get(actions) ?? []), `${destination.bucketArn}/*`]);
  }
  return [...objectsByActions].map(([actions, objects]) => ({
    Effect: "Allow",
    Action: actions.split(" "),
    Resource: oneOrMany(objects),
  }));
}

/** The actions of the role on the objects of a replica; the policy of a bucket in another account grants the same ones. */
export function replicaObjectActions(
  destination: Pick<DestinationObjects, "deleteMarkers" | "ownerOverride">,
): readonly string[] {
  return [
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    ...(destination.deleteMarkers ? ["s3:ReplicateDelete"] : []),
    ...(destination.ownerOverride ? ["s3:ObjectOwnerOverrideToBucketOwner"] : []),
  ];
}
