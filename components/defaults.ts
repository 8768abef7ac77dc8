/** What applies where the arguments leave something open: names, numbers, and what a replica inherits. */
import * as pulumi from "@pulumi/pulumi";
import { bucketNameOfArn, roleArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import { otherAccountId, withCredentials } from "./accounts";
import type { LifecycleArgs } from "./bucketOptions";
import { replicaName } from "./replicaName";
import { ownerOverrideOf, type ResolvedRule, rulePriorities, rulesInEffect } from "./replicaRules";
import type { ReplicaArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";

export const DEFAULT_KEY_ALIAS = "archive";
export const DEFAULT_KEY_DELETION_WINDOW_IN_DAYS = 30;
export const DEFAULT_UNFINISHED_UPLOADS_EXPIRE_IN_DAYS = 7;

/** Name of the primary where replicas are named, too. */
export const PRIMARY_NAME = "primary";

/** The default path of the replication role, the same as that of roles which the S3 console makes. */
export const REPLICATION_ROLE_PATH = "/service-role/";

/** Default name of a replica's bucket. */
export function replicaBucketName(primaryName: string, replica: string): string {
  return `${primaryName}-replication-${replica}`;
}

/** Default name of a replica's bucket, as plain text where the primary's name is: an import needs plain text. */
export function derivedBucketName(primary: pulumi.Input<string>, replica: string): pulumi.Input<string> {
  return typeof primary === "string"
    ? replicaBucketName(primary, replica)
    : pulumi.output(primary).apply((primaryName) => replicaBucketName(primaryName, replica));
}

/** Default name of the role that S3 assumes to replicate from a bucket. Stable: policies elsewhere name it. */
export function replicationRoleName(primaryName: string): string {
  return `${primaryName}-replication`;
}

/** Name of the role of S3 Batch Replication jobs. */
export function backfillRoleName(primaryName: string): string {
  return `${primaryName}-backfill`;
}

/** Name of the bucket that receives their completion reports. */
export function reportBucketName(primaryName: string): string {
  return `${primaryName}-backfill-reports`;
}

/** Prefix of the reports of one source bucket, so that several may share a bucket. */
export function backfillReportPrefix(primaryName: string): string {
  return `backfill/${primaryName}`;
}

/** Name of the role that replicates from the primary. */
export function roleNameOf({
  bucketName,
  roleName,
}: Pick<ReplicatedBucketArgs, "bucketName" | "roleName">): pulumi.Output<string> {
  return pulumi.output(roleName ?? pulumi.output(bucketName).apply(replicationRoleName));
}

/** ARN of the replication role, made of its name, so that it is known before the role exists. */
export function replicationRoleArn(
  region: string,
  accountId: string,
  roleName: string,
  rolePath: string = REPLICATION_ROLE_PATH,
): string {
  return roleArn(partitionOfRegion(region), accountId, rolePath, roleName);
}

/**
 * Default name of the role that replicates from a two-way replica back to the primary. It begins with the name of the primary's own
 * role, and needs no more characters than the default name of the replica's bucket.
 */
export function wayBackRoleName(roleName: string, replica: string): string {
  return `${roleName}-${replica}`;
}

/** A replica with every default filled in. */
export interface ResolvedReplica {
  readonly args: ReplicaArgs;
  readonly name: string;
  /** The account of the replica when it is another one than the primary's. */
  readonly otherAccountId: string | undefined;
  readonly bucketName: pulumi.Input<string>;
  readonly keyAlias: string;
  /** In the order of their ids. */
  readonly rules: readonly ResolvedRule[];
  readonly ownerOverride: boolean;
  readonly lifecycle: LifecycleArgs;
  /** Whether its bucket replicates to the primary as well. */
  readonly twoWay: boolean;
}

/** The bucket that rules lead to, as far as the rules and the permissions for them depend on it. */
export type RouteTarget = Pick<ResolvedReplica, "name" | "otherAccountId" | "rules" | "ownerOverride">;

/**
 * Every replica with the defaults filled in, in the order of their names, so that a new order of the list does not change the
 * replication configuration.
 *
 * @param derivedName makes the default name of a bucket from the primary's name and the replica's.
 */
export function resolveReplicas(
  args: ReplicatedBucketArgs,
  derivedName: (primary: pulumi.Input<string>, replica: string) => pulumi.Input<string>,
): readonly ResolvedReplica[] {
  const priorities = rulePriorities(args);
  return args.replicas
    .map((replica) => {
      const name = replicaName(replica);
      return {
        args: withCredentials(args.primary, replica),
        name,
        otherAccountId: otherAccountId(args.primary, replica),
        bucketName: ownBucketName(replica) ?? derivedName(args.bucketName, name),
        keyAlias: replicaAlias(args.keyAlias ?? DEFAULT_KEY_ALIAS, replica),
        rules: rulesInEffect(args, replica)
          .map((rule) => ({ ...rule, priority: priorities.get(rule.id) ?? 0 }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
        ownerOverride: ownerOverrideOf(args, replica),
        lifecycle: replica.lifecycle ?? args.lifecycle?.replicas ?? {},
        twoWay: replica.twoWay === true,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The name that the arguments state for a replica's bucket; undefined where it has the default name. */
export function ownBucketName(replica: ReplicaArgs): pulumi.Input<string> | undefined {
  const { bucketArn } = replica;
  if (bucketArn === undefined) return replica.bucketName;
  return typeof bucketArn === "string"
    ? bucketNameOfArn(bucketArn)
    : pulumi.output(bucketArn).apply(bucketNameOfArn);
}

/** The alias of a replica's key: its own, or one made of the primary's. Replicas with names of their own may share a region and account, so the alias has the name. */
export function replicaAlias(
  keyAlias: string,
  { name, region, keyAlias: ownAlias }: Pick<ReplicaArgs, "name" | "region" | "keyAlias">,
): string {
  if (ownAlias !== undefined) return `alias/${ownAlias}`;
  const own = name !== undefined && name !== region;
  return own ? `alias/${keyAlias}/replication/${name}` : `alias/${keyAlias}/replication`;
}
