import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isGiven } from "./accounts";
import { bucketArn } from "./arn";
import { problemsOf } from "./checks";
import { DEFAULT_KEY_ALIAS, type ResolvedReplica, resolveReplicas } from "./defaults";
import {
  builtDestination,
  givenDestination,
  type ReplicationDestination,
  type RequestedGrants,
  requestedGrants,
} from "./destination";
import type { EncryptedBucket } from "./documents/keyUse";
import { primaryPolicies, replicaPolicies, useOf } from "./endPolicies";
import { throwIfAny } from "./invalidArguments";
import { replicaBucketName, replicationRoleName } from "./names";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { type ReplicationEnd, replicationEnd } from "./replicationEnd";
import { ReplicationRole } from "./replicationRole";
import { replicationRule } from "./replicationRules";
import { attachPermissions, type Route } from "./routes";
import { type Site, type SiteContext, siteOf } from "./site";

/** Type token of {@link ReplicatedBucket}. */
const TYPE = "s3-replication:index:ReplicatedBucket";

/**
 * A bucket and its replicas in other regions and accounts, each with a KMS key of its own, and everything that S3 needs to replicate
 * between them.
 *
 * What S3 does not replicate: objects that were there before the rule, deletes of a version, what a lifecycle deletes, and
 * replicas of another replication.
 *
 * @example
 * new ReplicatedBucket("archive", {
 *   bucketName: "acme-archive",
 *   primary: { region: "eu-west-1" },
 *   replicas: [{ region: "eu-central-1" }, { region: "eu-north-1", storageClass: "STANDARD_IA" }],
 * });
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class ReplicatedBucket extends pulumi.ComponentResource {
  /** The source of the replication. */
  public readonly primary: ReplicationEnd;
  /** The replicas that were built here, by name. */
  public readonly replicas: { readonly [name: string]: ReplicationEnd };
  /** Every replica by name, those included whose buckets were there already. */
  public readonly destinations: { readonly [name: string]: ReplicationDestination };
  /** What the owners of buckets that were there already have to grant, by name of the replica. */
  public readonly requestedGrants: { readonly [name: string]: pulumi.Output<RequestedGrants> };
  /** The role that S3 assumes. */
  public readonly role: ReplicationRole;
  public readonly configuration: aws.s3.BucketReplicationConfig;
  /**
   * The primary's name, known only once everything is in place for replication. Whoever writes objects should use this one:
   * S3 does not replicate what was there before.
   */
  public readonly replicatedBucketName: pulumi.Output<string>;

  readonly #name: string;
  readonly #args: ReplicatedBucketArgs;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before anything is registered. */
  constructor(name: string, args: ReplicatedBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    throwIfAny(`ReplicatedBucket "${name}"`, problemsOf(args));
    const regions = {
      primaryRegion: args.primary.region,
      replicaRegions: args.replicas.map(({ region }) => region).sort(),
    };
    super(TYPE, name, regions, opts);
    this.#name = name;
    this.#args = args;

    const context = { owner: name, parent: this, endpoint: args.endpoint };
    const home = siteOf(context, "primary", args.primary);
    const resolved = resolveReplicas(args, (primary, replica) =>
      pulumi.output(primary).apply((primaryName) => replicaBucketName(primaryName, replica)),
    );
    this.role = this.buildRole(home, resolved);
    this.primary = this.buildPrimary(home);
    const routes = resolved.map((replica) => this.buildRoute(replica, context, home));
    this.replicas = Object.fromEntries(
      routes.flatMap(({ replica, end }) => (end === undefined ? [] : [[replica.name, end]])),
    );
    this.destinations = Object.fromEntries(
      routes.map(({ replica, destination }) => [replica.name, destination]),
    );
    this.requestedGrants = Object.fromEntries(
      routes
        .filter(({ end }) => end === undefined)
        .map((route) => [route.replica.name, this.grantsFor(route)]),
    );

    const permissions = attachPermissions(this.role, this.primary, routes, args.objectLock !== undefined);
    this.configuration = this.configure(routes, permissions);
    this.replicatedBucketName = pulumi
      .all([this.primary.bucket.bucketName, this.configuration.id])
      .apply(([bucketName]) => bucketName);

    this.registerOutputs({
      primaryBucketName: this.primary.bucket.bucketName,
      replicaBucketNames: Object.fromEntries(
        routes.map(({ replica, destination }) => [replica.name, destination.bucketName]),
      ),
      roleArn: this.role.arn,
    });
  }

  /** A role that another account's policies name must not be replaced: they would go on naming the one that is gone. */
  private buildRole(site: Site, replicas: readonly ResolvedReplica[]): ReplicationRole {
    const { bucketName, roleName, tags, protect = true } = this.#args;
    return new ReplicationRole(
      `${this.#name}-replication`,
      {
        site,
        roleName: roleName ?? pulumi.output(bucketName).apply(replicationRoleName),
        tags,
        protect: protect && replicas.some(({ otherAccountId }) => otherAccountId !== undefined),
      },
      { parent: this },
    );
  }

  private buildPrimary(site: Site): ReplicationEnd {
    const { bucketName, keyAlias = DEFAULT_KEY_ALIAS, protect = true } = this.#args;
    const policies = pulumi
      .all([this.role.arn, bucketName, site.accountId])
      .apply(([roleArn, resolvedName, accountId]) =>
        primaryPolicies(this.#args, roleArn, { ...inRegion(site, resolvedName), accountId }),
      );
    return replicationEnd(
      `${this.#name}-primary`,
      {
        site,
        bucketName,
        keyAlias: `alias/${keyAlias}`,
        keyUses: policies.key,
        policyStatements: policies.bucket,
        lifecycle: this.#args.lifecycle?.primary,
        accessLogBucket: this.#args.primary.accessLogBucket,
        ...this.commonOptions(),
        protect,
      },
      { parent: this, dependsOn: [this.role.role] },
    );
  }

  private buildRoute(replica: ResolvedReplica, context: SiteContext, home: Site): Route {
    if (isGiven(replica.args)) return { replica, destination: givenDestination(replica.args, home) };
    const end = this.buildReplica(replica, siteOf(context, replica.name, replica.args, home));
    return { replica, end, destination: builtDestination(end) };
  }

  private buildReplica(replica: ResolvedReplica, site: Site): ReplicationEnd {
    const policies = pulumi
      .all([this.role.arn, replica.bucketName])
      .apply(([roleArn, resolvedName]) =>
        replicaPolicies(this.#args, replica, roleArn, inRegion(site, resolvedName)),
      );
    return replicationEnd(
      `${this.#name}-${replica.name}`,
      {
        site,
        bucketName: replica.bucketName,
        keyAlias: replica.keyAlias,
        keyUses: policies.key,
        policyStatements: policies.bucket,
        lifecycle: replica.lifecycle,
        accessLogBucket: replica.args.accessLogBucket,
        ...this.commonOptions(),
      },
      { parent: this, dependsOn: [this.role.role] },
    );
  }

  private grantsFor({ replica, destination }: Route): pulumi.Output<RequestedGrants> {
    return pulumi.all([this.role.arn, destination.bucketArn]).apply(([roleArn, arn]) => {
      const bucket: EncryptedBucket = { bucketArn: arn, region: destination.region };
      return requestedGrants(roleArn, bucket, useOf(replica));
    });
  }

  private configure(
    routes: readonly Route[],
    permissions: readonly pulumi.Resource[],
  ): aws.s3.BucketReplicationConfig {
    const { replicationTimeControl = false, metrics = true } = this.#args;
    const { site, bucket } = this.primary;
    return new aws.s3.BucketReplicationConfig(
      `${this.#name}-replication`,
      {
        bucket: bucket.bucketName,
        role: this.role.arn,
        rules: routes.map(({ replica, destination }) =>
          replicationRule({
            id: replica.name,
            priority: replica.priority,
            filter: replica.filter,
            deleteMarkers: replica.deleteMarkers,
            replicationTimeControl,
            metrics,
            storageClass: replica.args.storageClass,
            destination: {
              bucketArn: destination.bucketArn,
              keyArn: destination.keyArn,
              otherAccountId: replica.otherAccountId,
            },
          }),
        ),
      },
      {
        parent: this,
        provider: site.provider,
        dependsOn: [
          ...permissions,
          ...bucket.replicationPrerequisites,
          ...routes.flatMap(({ end }) => [...(end?.bucket.replicationPrerequisites ?? [])]),
        ],
      },
    );
  }

  private commonOptions() {
    const { objectLock, keyDeletionWindowInDays, retainOnDelete, tags } = this.#args;
    return { objectLock, keyDeletionWindowInDays, retainOnDelete, tags };
  }
}

function inRegion({ region }: Site, name: string): EncryptedBucket {
  return { bucketArn: bucketArn(region, name), region };
}
