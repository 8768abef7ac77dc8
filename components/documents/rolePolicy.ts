import { type EncryptedBucket, REPLICA_KEY_ACTIONS, SOURCE_KEY_ACTIONS, throughS3 } from "./keyUse";
import { oneOrMany, type PolicyDocument, type PolicyStatement, policyDocument } from "./policyDocument";

/** The primary, as far as the role's permissions on objects depend on it. */
export interface SourceObjects {
  readonly bucketArn: string;
  /** Key prefixes that the rules replicate; an empty prefix is the whole bucket. */
  readonly prefixes: readonly string[];
  /** Whether objects carry retention and legal holds that S3 has to read. */
  readonly objectLock: boolean;
}

/** A replica, as far as the role's permissions on objects depend on it. */
export interface DestinationObjects {
  readonly bucketArn: string;
  readonly deleteMarkers: boolean;
  /** Whether replicas are given to the destination's account. */
  readonly ownerOverride: boolean;
}

/** A bucket with the key of its default encryption. */
export interface KeyedBucket extends EncryptedBucket {
  readonly keyArn: string;
}

/**
 * The least that S3 needs on buckets and objects to replicate from one primary to its replicas.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationObjectPolicy(
  source: SourceObjects,
  destinations: readonly DestinationObjects[],
): PolicyDocument {
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
): PolicyDocument {
  return policyDocument([
    keyStatement(source, SOURCE_KEY_ACTIONS),
    ...destinations.map((destination) => keyStatement(destination, REPLICA_KEY_ACTIONS)),
  ]);
}

/** What the role needs for one destination alone: what the owner of that destination asks the source's owner to grant. */
export function destinationPolicy(destination: DestinationObjects & KeyedBucket): PolicyDocument {
  return policyDocument([
    ...destinationStatements([destination]),
    keyStatement(destination, REPLICA_KEY_ACTIONS),
  ]);
}

function keyStatement(bucket: KeyedBucket, actions: readonly string[]): PolicyStatement {
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

/** One statement for each distinct set of actions, so that no replica is granted what only another one needs. */
function destinationStatements(destinations: readonly DestinationObjects[]): readonly PolicyStatement[] {
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

/** What the role does to the objects of a replica; the policy of a bucket in another account grants the same. */
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
