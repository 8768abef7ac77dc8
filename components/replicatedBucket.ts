/** The component of a bucket and its replicas. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isExisting } from "./accounts";
import { type BackfillRole, backfillOf } from "./backfillRole";
import { problemsOf } from "./checks";
import {
  DEFAULT_KEY_ALIAS,
  derivedBucketName,
  PRIMARY_NAME,
  type ResolvedReplica,
  resolveReplicas,
  roleNameOf,
  wayBackRoleName,
} from "./defaults";
import { type EncryptedBucket, encryptedBucket } from "./encryptedBucket";
import type { RequestedGrants } from "./existing";
import { bucketInRegion, foreseenNeeds } from "./foreseenRole";
import { throwIfAny } from "./invalidArguments";
import { type KnownAccess, knownAccess } from "./knownAccess";
import { primaryStatements, replicaStatements, useOf } from "./policyStatements";
import { withReceivers } from "./receiverStacks";
import { named, type PlannedReplica, type ReplicaRoute, replicateBack, type WayBack } from "./replicateBack";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import type { ReplicationAlarms } from "./replicationAlarms";
import { replicate } from "./replicationConfiguration";
import { ReplicationRole } from "./replicationRole";
import {
  builtDestination,
  existingDestination,
  type ReplicationDestination,
  requestedGrants,
} from "./routes";
import { makeSite, type Site, type SiteContext, siteContext } from "./site";
import { watchRoutes } from "./watchRoutes";
import { wayBackTarget } from "./wayBack";

/** Type token of {@link ReplicatedBucket}. */
const TYPE = "s3-replication:index:ReplicatedBucket";

/**
 * A bucket and its replicas in other regions and accounts, each with a KMS key of its own, and everything that S3 needs to
 * replicate between them.
 *
 * S3 does not replicate objects that existed before the rule, deletes of a version, lifecycle actions, and replicas of another
 * replication.
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
  public readonly primary: EncryptedBucket;
  /** The replicas that were built here, by name. */
  public readonly replicas: { readonly [name: string]: EncryptedBucket };
  /** The destinations of all rules by name of the replica, existing buckets included. */
  public readonly destinations: { readonly [name: string]: ReplicationDestination };
  /** What the owners of existing buckets and keys have to grant, by name of the replica, and of `primary`. */
  public readonly requestedGrants: { readonly [name: string]: pulumi.Output<RequestedGrants> };
  /** The role that S3 assumes. */
  public readonly role: ReplicationRole;
  public readonly configuration: aws.s3.BucketReplicationConfig;
  /** Undefined where they are switched off, and where no rule is enabled and has metrics. */
  public readonly alarms: ReplicationAlarms | undefined;
  /** The role and the place for reports of a backfill; undefined without `backfill`. */
  public readonly backfill: BackfillRole | undefined;
  /**
   * The primary's name, known only once replication is configured. Use it for what writes objects: S3 does not replicate
   * objects that existed before.
   */
  public readonly replicatedBucketName: pulumi.Output<string>;
  /** The replication of two-way replicas to the primary, by name of the replica. */
  public readonly waysBack: { readonly [name: string]: WayBack };

  readonly #name: string;
  readonly #args: ReplicatedBucketArgs;
  readonly #access: pulumi.Output<KnownAccess>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before anything is registered. */
  constructor(name: string, args: ReplicatedBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    throwIfAny(`ReplicatedBucket "${name}"`, problemsOf(args));
    const regions = {
      primaryRegion: args.primary.region,
      replicaRegions: args.replicas.map(({ region }) => region).sort(),
    };
    super(TYPE, name, regions, opts);
    this.#name = name;
    this.#args = withReceivers(args, name, this);
    this.#access = knownAccess(`ReplicatedBucket "${name}"`, args, args.primary.region);

    const context = siteContext(name, args, this);
    const primarySite = makeSite(context, PRIMARY_NAME, args.primary);
    const resolved = resolveReplicas(this.#args, derivedBucketName);
    // Every role comes first: the policies of both sides name them.
    const roleName = roleNameOf(args);
    this.role = this.buildRole(`${name}-replication`, primarySite, roleName, resolved);
    const planned = resolved.map((replica) => this.planReplica(replica, roleName, context, primarySite));
    this.primary = this.buildPrimary(primarySite, planned);
    const routes = planned.map((replica) => this.buildRoute(replica, primarySite));
    this.replicas = Object.fromEntries(routes.flatMap(({ target, built }) => named(target.name, built)));
    this.destinations = Object.fromEntries(
      routes.map(({ target, destination }) => [target.name, destination]),
    );
    this.requestedGrants = Object.fromEntries([
      ...named(PRIMARY_NAME, this.primary.requestedGrants),
      ...routes.flatMap((route) => named(route.target.name, requestedGrants(this.role.arn, route))),
    ]);

    const { configuration, replicatedBucketName } = replicate(
      `${name}-replication`,
      {
        source: this.primary,
        role: this.role,
        routes,
        kept: args.primary.keepRules,
        foreseen: foreseenNeeds(args),
        tags: args.tags,
      },
      this,
    );
    this.configuration = configuration;
    this.replicatedBucketName = replicatedBucketName;
    this.backfill = backfillOf(name, args, this.primary, this);
    this.waysBack = Object.fromEntries(
      routes.flatMap((route) => replicateBack(this, name, args, this.primary, route)),
    );
    this.alarms = watchRoutes(this, name, args, this.primary, routes);

    this.registerOutputs({
      primaryBucketName: this.primary.bucket.bucketName,
      replicaBucketNames: Object.fromEntries(
        routes.map(({ target, destination }) => [target.name, destination.bucketName]),
      ),
      roleArn: this.role.arn,
    });
  }

  /** Protected where another account's policies name the role: a new role of the same name would be another principal. */
  private buildRole(
    name: string,
    site: Site,
    roleName: pulumi.Input<string>,
    replicas: readonly ResolvedReplica[],
  ): ReplicationRole {
    const { protect = true } = this.#args;
    const isNamedElsewhere = replicas.some(({ otherAccountId }) => otherAccountId !== undefined);
    return new ReplicationRole(
      name,
      { ...this.#args, site, roleName, protect: protect && isNamedElsewhere },
      { parent: this },
    );
  }

  private planReplica(
    replica: ResolvedReplica,
    roleName: pulumi.Output<string>,
    context: SiteContext,
    primarySite: Site,
  ): PlannedReplica {
    if (isExisting(replica.args)) return { replica, site: undefined, roleBack: undefined };
    const site = makeSite(context, replica.name, replica.args, primarySite, replica.otherAccountId);
    if (!replica.twoWay) return { replica, site, roleBack: undefined };
    const roleNameBack = roleName.apply((name) => wayBackRoleName(name, replica.name));
    const name = `${this.#name}-${replica.name}-replication`;
    return { replica, site, roleBack: this.buildRole(name, site, roleNameBack, [replica]) };
  }

  private buildPrimary(site: Site, planned: readonly PlannedReplica[]): EncryptedBucket {
    const { bucketName, keyAlias = DEFAULT_KEY_ALIAS, primary, lifecycle, protect = true } = this.#args;
    const rolesBack = planned.flatMap(({ roleBack }) => (roleBack === undefined ? [] : [roleBack]));
    const waysBack = planned.flatMap(({ replica, roleBack }) =>
      roleBack === undefined
        ? []
        : [roleBack.arn.apply((roleArn) => ({ roleArn, use: useOf(wayBackTarget(this.#args, replica)) }))],
    );
    const statements = pulumi
      .all([this.#access, this.role.arn, bucketName, site.accountId, pulumi.all(waysBack)])
      .apply(([access, roleArn, resolvedName, accountId, back]) =>
        primaryStatements(
          this.#args,
          access,
          roleArn,
          { ...bucketInRegion(site.region, resolvedName), accountId },
          back,
        ),
      );
    return encryptedBucket(
      `${this.#name}-primary`,
      {
        ...this.#args,
        site,
        alias: `alias/${keyAlias}`,
        bucketArn: primary.bucketArn,
        keyArn: primary.keyArn,
        adopt: primary.adopt,
        keyGrants: statements.key,
        policyStatements: statements.bucket,
        lifecycle: lifecycle?.primary,
        accessLogBucket: primary.accessLogBucket,
        protect,
      },
      { parent: this, dependsOn: [this.role, ...rolesBack].flatMap(({ prerequisites }) => prerequisites) },
    );
  }

  private buildRoute(planned: PlannedReplica, primarySite: Site): ReplicaRoute {
    const { replica, site } = planned;
    const route = { ...planned, target: replica };
    if (isExisting(replica.args))
      return { ...route, destination: existingDestination(replica.args, primarySite) };
    const built = this.buildReplica(planned, site ?? primarySite);
    return { ...route, built, destination: builtDestination(built) };
  }

  /** Protected only where it is a source as well: protection refuses to remove the replica from the list. */
  private buildReplica({ replica, roleBack }: PlannedReplica, site: Site): EncryptedBucket {
    const { protect = true } = this.#args;
    const statements = pulumi
      .all([this.#access, this.role.arn, replica.bucketName, roleBack?.arn])
      .apply(([access, roleArn, resolvedName, roleBackArn]) =>
        replicaStatements(access, replica, roleArn, bucketInRegion(site.region, resolvedName), roleBackArn),
      );
    return encryptedBucket(
      `${this.#name}-${replica.name}`,
      {
        ...this.#args,
        tags: { ...this.#args.tags, ...replica.args.tags },
        site,
        bucketName: replica.bucketName,
        alias: replica.keyAlias,
        keyArn: replica.args.keyArn,
        keyGrants: statements.key,
        policyStatements: statements.bucket,
        lifecycle: replica.lifecycle,
        accessLogBucket: replica.args.accessLogBucket,
        adopt: replica.args.adopt,
        protect: protect && replica.twoWay,
      },
      { parent: this, dependsOn: [...this.role.prerequisites, ...(roleBack?.prerequisites ?? [])] },
    );
  }
}
