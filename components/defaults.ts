import type * as pulumi from "@pulumi/pulumi";
import { otherAccountId, reachOf } from "./accounts";
import { bucketNameOfArn } from "./arn";
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
  /** The account of the replica when it is another one than the primary's. */
  readonly otherAccountId: string | undefined;
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

/** The filter that applies to a replica, with the tag that only uploaders may set. An empty prefix is no prefix. */
export function replicaFilter(args: ReplicatedBucketArgs, replica: ReplicaArgs): ReplicationFilter {
  const { prefix, tags: own = {} } = replica.filter ?? args.filter ?? {};
  const trigger = args.replicateOnlyFrom?.tag;
  const tags = { ...own, ...(trigger !== undefined && { [trigger.key]: trigger.value }) };
  return {
    ...(prefix !== undefined && prefix !== "" && { prefix }),
    ...(Object.keys(tags).length > 0 && { tags }),
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
      ...(replica.priority !== undefined && { priority: replica.priority }),
    })),
  );
  return args.replicas
    .map((replica) => {
      const name = replicaName(replica);
      return {
        args: reachOf(args.primary, replica),
        name,
        otherAccountId: otherAccountId(args.primary, replica),
        bucketName: ownBucketName(replica) ?? derivedName(args.bucketName, name),
        keyAlias: replicaKeyAlias(args.keyAlias ?? DEFAULT_KEY_ALIAS, replica),
        filter: replicaFilter(args, replica),
        priority: priorities.get(name) ?? 0,
        deleteMarkers: replicaDeleteMarkers(args, replica),
        lifecycle: replica.lifecycle ?? args.lifecycle?.replicas ?? {},
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The name that a replica's arguments give its bucket, or that its bucket has already. */
export function ownBucketName(replica: ReplicaArgs): pulumi.Input<string> | undefined {
  return replica.bucketArn === undefined ? replica.bucketName : bucketNameOfArn(replica.bucketArn);
}

/** A replica with a name of its own may share region and account with another one, so its alias carries the name. */
export function replicaKeyAlias(
  keyAlias: string,
  { name, region }: Pick<ReplicaArgs, "name" | "region">,
): string {
  const own = name !== undefined && name !== region;
  return own ? `alias/${keyAlias}/replication/${name}` : `alias/${keyAlias}/replication`;
}
