/** What the user calls the arguments: a stack's settings have other names than the arguments of the components. */
import type { ReplicaArgs, ReplicatedBucketArgs, SiteArgs } from "../replicatedBucketArgs";
import type { StatementPaths } from "./statements";

/** Names of the settings of one site. */
export interface SitePaths extends StatementPaths {
  readonly region: string;
  readonly accountId: string;
  readonly assumeRole: string;
  readonly profile: string;
  readonly accessLogBucket: string;
}

/** Names of the arguments of a `ReplicatedBucket`. */
export interface ReplicatedPaths {
  readonly bucketName: string;
  readonly primary: SitePaths;
}

/** Names of the arguments of a `ReceivingBucket`. */
export interface ReceivingPaths {
  readonly bucketName: string;
  readonly site: SitePaths;
  readonly sourceRoleArn: string;
  readonly sourceAccountId: string;
  readonly lifecycle: string;
  readonly adopt: string;
  readonly keyArn: string;
}

/** Names of the settings of a site, below `path` or, where that is empty, at the top. */
export function sitePaths(path: string): SitePaths {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  return {
    region: at("region"),
    accountId: at("accountId"),
    assumeRole: at("assumeRole"),
    profile: at("profile"),
    accessLogBucket: at("accessLogBucket"),
    bucketPolicyStatements: at("bucketPolicyStatements"),
    keyPolicyStatements: at("keyPolicyStatements"),
  };
}

export const REPLICATED_ARGUMENTS: ReplicatedPaths = {
  bucketName: "bucketName",
  primary: sitePaths("primary"),
};

export const RECEIVING_ARGUMENTS: ReceivingPaths = {
  bucketName: "bucketName",
  site: sitePaths(""),
  sourceRoleArn: "source.roleArn",
  sourceAccountId: "source.accountId",
  lifecycle: "lifecycle",
  adopt: "adopt",
  keyArn: "keyArn",
};

/** A site of the arguments, with the names of its settings. */
export interface NamedSite {
  readonly site: SiteArgs;
  readonly paths: SitePaths;
}

/** The primary's site and those of the replicas. */
export function namedSites(
  { primary, replicas }: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly NamedSite[] {
  return [
    { site: primary, paths: paths.primary },
    ...eachReplica(replicas, (site, path) => ({ site, paths: sitePaths(path) })),
  ];
}

/** Calls `make` with each replica and its path, e.g. `replicas[0]`. */
export function eachReplica<T>(
  replicas: readonly ReplicaArgs[],
  make: (replica: ReplicaArgs, path: string, index: number) => T,
): readonly T[] {
  return replicas.map((replica, index) => make(replica, `replicas[${index}]`, index));
}
