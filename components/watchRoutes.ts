/** Puts alarms on the rules of a replication, and on those of the ways back. */
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmArgs } from "./alarmArgs";
import type { EncryptedBucket } from "./encryptedBucket";
import { type ReplicaRoute, routeBack } from "./replicateBack";
import type { PrimaryArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { ReplicationAlarms, type WatchedReplica, watchedReplicas } from "./replicationAlarms";
import type { ReplicationRoute } from "./routes";

/** The alarms of a replication; undefined where they are switched off, and where no rule could raise one. */
export function watchRoutes(
  parent: pulumi.Resource,
  name: string,
  args: ReplicatedBucketArgs,
  primary: EncryptedBucket,
  routes: readonly ReplicaRoute[],
): ReplicationAlarms | undefined {
  const { alarms: settings = {} } = args;
  if (!(settings.enabled ?? true)) return undefined;
  const ofPrimary = { ...settings, failureEvents: hasFailureEvents(settings, isFound(args.primary)) };
  const alarms = watch(parent, `${name}-alarms`, args, primary, routes.map(watchedReplica), ofPrimary);
  // Other notifications are those of the primary.
  const { notifications: _, ...ofWayBack } = settings;
  for (const { replica, built, roleBack } of routes) {
    if (built === undefined || roleBack === undefined) continue;
    const isInOwnAccount = replica.otherAccountId === undefined;
    watch(
      parent,
      `${name}-${replica.name}-alarms`,
      args,
      built,
      [watchedReplica(routeBack(args, primary, replica))],
      { ...ofWayBack, failureEvents: hasFailureEvents(ofWayBack, isFound(replica.args)) },
      isInOwnAccount ? alarms?.topicArns : undefined,
    );
  }
  return alarms;
}

/** Whether the bucket existed before the stack. */
function isFound({ adopt, bucketArn }: Pick<PrimaryArgs, "adopt" | "bucketArn">): boolean {
  return adopt !== undefined || bucketArn !== undefined;
}

/** A bucket that exists may have a notification configuration, which a new one replaces: it is made only where it is asked for. */
function hasFailureEvents({ failureEvents, notifications }: AlarmArgs, found: boolean): boolean {
  return failureEvents ?? (notifications !== undefined || !found);
}

/** @param topicArns topics of the same account that exist already, by region. */
function watch(
  parent: pulumi.Resource,
  name: string,
  args: ReplicatedBucketArgs,
  { site, bucket }: EncryptedBucket,
  replicas: readonly WatchedReplica[],
  alarms: AlarmArgs,
  topicArns?: ReplicationAlarms["topicArns"],
): ReplicationAlarms | undefined {
  if (watchedReplicas(replicas).length === 0) return undefined;
  return new ReplicationAlarms(
    name,
    { ...args, site, bucketName: bucket.bucketName, replicas, alarms, topicArns },
    { parent },
  );
}

/** A destination in another account has its alarms in the account of the source. */
function watchedReplica({ target, destination, built }: ReplicationRoute): WatchedReplica {
  return {
    region: destination.region,
    bucketName: destination.bucketName,
    rules: target.rules,
    site: target.otherAccountId === undefined ? built?.site : undefined,
  };
}
