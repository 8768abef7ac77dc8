/** The component of a bucket and its replicas. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import { isExisting } from "./accounts";
import { problemsOf } from "./checks";
import {
  DEFAULT_KEY_ALIAS,
  PRIMARY_NAME,
  type ResolvedReplica,
  replicaBucketName,
  replicationRoleName,
  resolveReplicas,
} from "./defaults";
import type { BucketInRegion } from "./documents/keyPolicy";
import { type EncryptedBucket, encryptedBucket } from "./encryptedBucket";
import { foreseenNeeds } from "./foreseenRole";
import { throwIfAny } from "./invalidArguments";
import { primaryStatements, replicaStatements } from "./policyStatements";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { ReplicationAlarms, watchedReplicas } from "./replicationAlarms";
import { ReplicationRole } from "./replicationRole";
import { replicationRule } from "./replicationRules";
import {
  attachPermissions,
  builtDestination,
  existingDestination,
  type ReplicaRoute,
  type ReplicationDestination,
  type RequestedGrants,
  requestedGrants,
  watchedReplica,
} from "./routes";
import { makeSite, type Site, type SiteContext } from "./site";

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
  /** What the owners of existing buckets have to grant, by name of the replica. */
  public readonly requestedGrants: { readonly [name: string]: pulumi.Output<RequestedGrants> };
  /** The role that S3 assumes. */
  public readonly role: ReplicationRole;
  public readonly configuration: aws.s3.BucketReplicationConfig;
  /** Undefined where they are switched off, and where no rule is enabled and has metrics. */
  public readonly alarms: ReplicationAlarms | undefined;
  /**
   * The primary's name, known only once replication is configured. Use it for what writes objects: S3 does not replicate
   * objects that existed before.
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
    const primarySite = makeSite(context, PRIMARY_NAME, args.primary);
    // Plain text stays plain text: an import needs it.
    const resolved = resolveReplicas(args, (primary, replica) =>
      typeof primary === "string"
        ? replicaBucketName(primary, replica)
        : pulumi.output(primary).apply((primaryName) => replicaBucketName(primaryName, replica)),
    );
    this.role = this.buildRole(primarySite, resolved);
    this.primary = this.buildPrimary(primarySite);
    const routes = resolved.map((replica) => this.buildRoute(replica, context, primarySite));
    this.replicas = Object.fromEntries(
      routes.flatMap(({ replica, built }) => (built === undefined ? [] : [[replica.name, built]])),
    );
    this.destinations = Object.fromEntries(
      routes.map(({ replica, destination }) => [replica.name, destination]),
    );
    this.requestedGrants = Object.fromEntries(
      routes
        .filter(({ built }) => built === undefined)
        .map((route) => [route.replica.name, requestedGrants(this.role.arn, route)]),
    );

    const permissions = attachPermissions(this.role, this.primary, routes, foreseenNeeds(args), args.tags);
    this.configuration = this.configure(routes, permissions);
    this.replicatedBucketName = pulumi
      .all([this.primary.bucket.bucketName, this.configuration.id])
      .apply(([bucketName]) => bucketName);

    this.alarms = this.watch(routes);

    this.registerOutputs({
      primaryBucketName: this.primary.bucket.bucketName,
      replicaBucketNames: Object.fromEntries(
        routes.map(({ replica, destination }) => [replica.name, destination.bucketName]),
      ),
      roleArn: this.role.arn,
    });
  }

  /** Protected where another account's policies name the role: a new role of the same name would be another principal. */
  private buildRole(site: Site, replicas: readonly ResolvedReplica[]): ReplicationRole {
    const { bucketName, roleName, protect = true } = this.#args;
    return new ReplicationRole(
      `${this.#name}-replication`,
      {
        ...this.#args,
        site,
        roleName: roleName ?? pulumi.output(bucketName).apply(replicationRoleName),
        protect: protect && replicas.some(({ otherAccountId }) => otherAccountId !== undefined),
      },
      { parent: this },
    );
  }

  private buildPrimary(site: Site): EncryptedBucket {
    const { bucketName, keyAlias = DEFAULT_KEY_ALIAS, primary, lifecycle, protect = true } = this.#args;
    const statements = pulumi
      .all([this.role.arn, bucketName, site.accountId])
      .apply(([roleArn, resolvedName, accountId]) =>
        primaryStatements(this.#args, roleArn, { ...inRegion(site, resolvedName), accountId }),
      );
    return encryptedBucket(
      `${this.#name}-primary`,
      {
        ...this.#args,
        site,
        alias: `alias/${keyAlias}`,
        keyGrants: statements.key,
        policyStatements: statements.bucket,
        lifecycle: lifecycle?.primary,
        accessLogBucket: primary.accessLogBucket,
        protect,
      },
      { parent: this, dependsOn: this.role.prerequisites },
    );
  }

  private buildRoute(replica: ResolvedReplica, context: SiteContext, primarySite: Site): ReplicaRoute {
    if (isExisting(replica.args))
      return { replica, destination: existingDestination(replica.args, primarySite) };
    const built = this.buildReplica(replica, makeSite(context, replica.name, replica.args, primarySite));
    return { replica, built, destination: builtDestination(built) };
  }

  /** Not protected: protection would refuse to remove the replica from the list. */
  private buildReplica(replica: ResolvedReplica, site: Site): EncryptedBucket {
    const statements = pulumi
      .all([this.role.arn, replica.bucketName])
      .apply(([roleArn, resolvedName]) =>
        replicaStatements(this.#args, replica, roleArn, inRegion(site, resolvedName)),
      );
    return encryptedBucket(
      `${this.#name}-${replica.name}`,
      {
        ...this.#args,
        tags: { ...this.#args.tags, ...replica.args.tags },
        site,
        bucketName: replica.bucketName,
        alias: replica.keyAlias,
        keyGrants: statements.key,
        policyStatements: statements.bucket,
        lifecycle: replica.lifecycle,
        accessLogBucket: replica.args.accessLogBucket,
        adopt: replica.args.adopt,
        protect: false,
      },
      { parent: this, dependsOn: this.role.prerequisites },
    );
  }

  /** The alarms exist before the first object: they need nothing but names. */
  private watch(routes: readonly ReplicaRoute[]): ReplicationAlarms | undefined {
    const { alarms = {} } = this.#args;
    const replicas = watchedReplicas(routes.map(watchedReplica));
    if (!(alarms.enabled ?? true) || replicas.length === 0) return undefined;
    const { site, bucket } = this.primary;
    return new ReplicationAlarms(
      `${this.#name}-alarms`,
      { ...this.#args, site, bucketName: bucket.bucketName, replicas },
      { parent: this },
    );
  }

  private configure(
    routes: readonly ReplicaRoute[],
    permissions: readonly pulumi.Resource[],
  ): aws.s3.BucketReplicationConfig {
    const { site, bucket } = this.primary;
    return new aws.s3.BucketReplicationConfig(
      `${this.#name}-replication`,
      {
        bucket: bucket.bucketName,
        role: this.role.arn,
        rules: routes.flatMap(({ replica, destination }) =>
          replica.rules.map((rule) =>
            replicationRule({ ...rule, destination: { ...destination, ...ownership(replica) } }),
          ),
        ),
      },
      {
        parent: this,
        provider: site.provider,
        dependsOn: [
          ...permissions,
          ...bucket.replicationPrerequisites,
          ...routes.flatMap(({ built }) => [...(built?.bucket.replicationPrerequisites ?? [])]),
        ],
      },
    );
  }
}

function ownership({ otherAccountId, ownerOverride }: ResolvedReplica) {
  return { otherAccountId, ownerOverride };
}

function inRegion({ region }: Site, name: string): BucketInRegion {
  return { bucketArn: bucketArn(partitionOfRegion(region), name), region };
}
