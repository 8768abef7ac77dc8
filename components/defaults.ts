import type * as pulumi from "@pulumi/pulumi";
import { assignPriorities } from "./priorities";
import type {
  LifecycleArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  ReplicationFilter,
} from "./replicatedBucketArgs";

export const DEFAULT_KEY_ALIAS = "archive";
export const DEFAULT_KEY_DELETION_WINDOW_IN_DAYS = 30;
export const DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS = 7;

/** A replica with nothing left open. */
export interface ResolvedReplica {
  readonly args: ReplicaArgs;
  readonly name: string;
  readonly bucketName: pulumi.Input<string>;
  readonly keyAlias: string;
  readonly filter: ReplicationFilter;
  readonly priority: number;
  readonly deleteMarkers: boolean;
  readonly lifecycle: LifecycleArgs;
}

/** The name of a replica: the region, unless it has its own. */
export function replicaName({ name, region }: ReplicaArgs): string {
  return name ?? region;
}

/** The filter that applies to a replica. An empty prefix is no prefix. */
export function replicaFilter(args: ReplicatedBucketArgs, replica: ReplicaArgs): ReplicationFilter {
  const { prefix, tags } = replica.filter ?? args.filter ?? {};
  return {
    ...(prefix !== undefined && prefix !== "" && { prefix }),
    ...(tags !== undefined && Object.keys(tags).length > 0 && { tags }),
  };
}

/** Whether delete markers replicate to a replica. */
export function replicaDeleteMarkers(args: ReplicatedBucketArgs, replica: ReplicaArgs): boolean {
  return replica.deleteMarkers ?? args.deleteMarkers ?? true;
}

/**
 * Every replica with the defaults filled in, in the order of their names: the order of the list must not show up as a
 * change of the configuration.
 *
 * @param derivedName makes the default name of a bucket from the primary's name and the replica's.
 */
export function resolveReplicas(
  args: ReplicatedBucketArgs,
  derivedName: (primary: pulumi.Input<string>, replica: string) => pulumi.Input<string>,
): readonly ResolvedReplica[] {
  const priorities = assignPriorities(
    args.replicas.map((replica) => ({
      name: replicaName(replica),
      filter: replicaFilter(args, replica),
      ...(replica.priority !== undefined && { priority: replica.priority }),
    })),
  );
  return args.replicas
    .map((replica) => {
      const name = replicaName(replica);
      return {
        args: replica,
        name,
        bucketName: replica.bucketName ?? derivedName(args.bucketName, name),
        keyAlias: replicaKeyAlias(args.keyAlias ?? DEFAULT_KEY_ALIAS, replica),
        filter: replicaFilter(args, replica),
        priority: priorities.get(name) ?? 0,
        deleteMarkers: replicaDeleteMarkers(args, replica),
        lifecycle: replica.lifecycle ?? args.lifecycle?.replicas ?? {},
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A replica with a name of its own may share region and account with another one, so its alias carries the name. */
function replicaKeyAlias(keyAlias: string, { name, region }: ReplicaArgs): string {
  const own = name !== undefined && name !== region;
  return own ? `alias/${keyAlias}/replication/${name}` : `alias/${keyAlias}/replication`;
}
