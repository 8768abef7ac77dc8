/** Puts alarms on the rules of a replication, on those that the primary keeps, and on those of the ways back. */
import * as pulumi from "@pulumi/pulumi";
import { arnParts, bucketNameOfArn } from "../aws/arns";
import type { AlarmArgs } from "./alarmArgs";
import type { EncryptedBucket } from "./encryptedBucket";
import { type ReplicaRoute, routeBack } from "./replicateBack";
import type { KeptRule, PrimaryArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { ReplicationAlarms, type WatchedReplica, watchedReplicas } from "./replicationAlarms";
import type { ReplicationRoute } from "./routes";

/** In place of the id of the primary's account. */
const OWN_ACCOUNT = "";

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
  const ofPrimary = { ...settings, failureEvents: hasFailureEvents(settings, args.primary) };
  const watched = [...routes.map(watchedReplica), ...(args.primary.keepRules ?? []).map(watchedKeptRule)];
  const alarms = watch(parent, `${name}-alarms`, args, primary, watched, ofPrimary);
  // Ways back from one account share its topics: one topic and key serve a region.
  const topics = new Map([[OWN_ACCOUNT, alarms?.topicArns]]);
  // Other notifications are those of the primary.
  const { notifications: _, ...ofWayBack } = settings;
  for (const { replica, built, roleBack } of routes) {
    if (built === undefined || roleBack === undefined) continue;
    const account = replica.otherAccountId ?? OWN_ACCOUNT;
    const shared = topics.get(account);
    const made = watch(
      parent,
      `${name}-${replica.name}-alarms`,
      args,
      built,
      [watchedReplica(routeBack(args, primary, replica))],
      ofWayBack,
      shared,
    );
    topics.set(account, { ...shared, ...made?.topicArns });
  }
  return alarms;
}

/** The notification configuration of a bucket that stays with its owner is replaced only where that is asked for. */
function hasFailureEvents(
  { failureEvents, notifications }: AlarmArgs,
  { bucketArn }: Pick<PrimaryArgs, "bucketArn">,
): boolean {
  return failureEvents ?? (notifications !== undefined || bucketArn === undefined);
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

/**
 * A rule that the primary keeps. Its destination is no part of the stack: the region is that of the key, which S3 asks to be the
 * bucket's, and not known for a rule without one.
 */
function watchedKeptRule({ id, status, destination }: KeptRule): WatchedReplica {
  const { bucket, encryptionConfiguration, metrics, replicationTime } = destination;
  const region = arnParts(encryptionConfiguration?.replicaKmsKeyId ?? "")?.region;
  return {
    region: region === "" ? undefined : region,
    bucketName: pulumi.output(bucketNameOfArn(bucket)),
    rules: [
      {
        id,
        paused: status !== "Enabled",
        metrics: metrics?.status === "Enabled",
        replicationTimeControl: replicationTime?.status === "Enabled",
      },
    ],
    site: undefined,
  };
}
