import * as pulumi from "@pulumi/pulumi";
import type { ResolvedReplica } from "./defaults";
import { builtDestination, type ReplicationDestination } from "./destination";
import { type KeyedBucket, replicationKeyPolicy, replicationObjectPolicy } from "./documents/rolePolicy";
import type { ReplicationEnd } from "./replicationEnd";
import type { ReplicationRole } from "./replicationRole";

/** One rule's way to its destination. */
export interface Route {
  readonly replica: ResolvedReplica;
  readonly destination: ReplicationDestination;
  /** The destination's resources, where they were built here. */
  readonly end?: ReplicationEnd;
}

/**
 * Lets the role do what the routes take. Two policies, so that a first preview shows the one that names no key: a key's ARN is
 * unknown until it exists.
 *
 * @param objectLock whether objects carry retention and legal holds that S3 has to read.
 */
export function attachPermissions(
  role: ReplicationRole,
  primary: ReplicationEnd,
  routes: readonly Route[],
  objectLock: boolean,
): readonly pulumi.Resource[] {
  const prefixes = routes.map(({ replica }) => replica.filter.prefix ?? "");
  const destinationObjects = routes.map(({ destination, replica: { deleteMarkers, otherAccountId } }) =>
    destination.bucketArn.apply((bucketArn) => ({
      bucketArn,
      deleteMarkers,
      ownerOverride: otherAccountId !== undefined,
    })),
  );
  const source = keyed(builtDestination(primary));
  const destinationKeys = routes.map(({ destination }) => keyed(destination));
  return [
    role.attach(
      "objects",
      pulumi
        .all([primary.bucket.arn, pulumi.all(destinationObjects)])
        .apply(([bucketArn, destinations]) =>
          replicationObjectPolicy({ bucketArn, prefixes, objectLock }, destinations),
        ),
    ),
    role.attach(
      "keys",
      pulumi
        .all([source, pulumi.all(destinationKeys)])
        .apply(([sourceKey, destinations]) => replicationKeyPolicy(sourceKey, destinations)),
    ),
  ];
}

function keyed({ bucketArn, keyArn, region }: ReplicationDestination): pulumi.Output<KeyedBucket> {
  return pulumi
    .all([bucketArn, keyArn])
    .apply(([resolvedArn, resolvedKey]) => ({ bucketArn: resolvedArn, keyArn: resolvedKey, region }));
}
