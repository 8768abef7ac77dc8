/** Puts the replication of a two-way replica to the primary in force. */
import type * as pulumi from "@pulumi/pulumi";
import type { ResolvedReplica } from "./defaults";
import type { EncryptedBucket } from "./encryptedBucket";
import { foreseenNeedsBack } from "./foreseenRole";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { type Replication, replicate } from "./replicationConfiguration";
import type { ReplicationRole } from "./replicationRole";
import { builtDestination, type ReplicationRoute } from "./routes";
import type { Site } from "./site";
import { wayBackTarget } from "./wayBack";

/** A replica before its bucket exists: what reaches it, and who replicates from it. */
export interface PlannedReplica {
  readonly replica: ResolvedReplica;
  /** Undefined for a bucket that exists already. */
  readonly site: Site | undefined;
  /** The role of the way back, of the replica's account; undefined for a replica that only receives. */
  readonly roleBack: ReplicationRole | undefined;
}

/** A replica with the rules that lead to it. */
export interface ReplicaRoute extends PlannedReplica, ReplicationRoute {}

/** The replication of a two-way replica, from its bucket to the primary. */
export interface WayBack extends Replication {
  /** The role that S3 assumes for it. */
  readonly role: ReplicationRole;
}

/** An entry with a name, where there is one. */
export function named<T>(name: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[name, value]];
}

/** The route from a two-way replica to the primary. */
export function routeBack(
  args: ReplicatedBucketArgs,
  primary: EncryptedBucket,
  replica: ResolvedReplica,
): ReplicationRoute {
  return { target: wayBackTarget(args, replica), destination: builtDestination(primary), built: primary };
}

/** The way back of a replica by the replica's name; none for one that only receives. */
export function replicateBack(
  parent: pulumi.Resource,
  name: string,
  args: ReplicatedBucketArgs,
  primary: EncryptedBucket,
  { replica, built: source, roleBack: role }: ReplicaRoute,
): readonly (readonly [string, WayBack])[] {
  if (source === undefined || role === undefined) return [];
  const routes = [routeBack(args, primary, replica)];
  const foreseen = foreseenNeedsBack(args, replica.args);
  const replication = replicate(
    `${name}-${replica.name}-replication`,
    { source, role, routes, foreseen, tags: args.tags },
    parent,
  );
  return [[replica.name, { ...replication, role }]];
}
