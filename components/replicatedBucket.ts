import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "./arn";
import { problemsOf } from "./checks";
import { DEFAULT_KEY_ALIAS, type ResolvedReplica, resolveReplicas } from "./defaults";
import { replicationUse } from "./documents/keyPolicy";
import { REPLICA_KEY_ACTIONS, SOURCE_KEY_ACTIONS } from "./documents/keyUse";
import { logDeliveryKeyUses, logDeliveryWrites } from "./documents/logDelivery";
import type { PolicyStatement } from "./documents/policyDocument";
import { type KeyedBucket, replicationKeyPolicy, replicationObjectPolicy } from "./documents/rolePolicy";
import { EncryptionKey } from "./encryptionKey";
import { throwIfAny } from "./invalidArguments";
import { replicaBucketName, replicationRoleName } from "./names";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { ReplicationRole } from "./replicationRole";
import { replicationRule } from "./replicationRules";
import { SecureBucket } from "./secureBucket";
import { type Site, siteOf } from "./site";

/** Type token of {@link ReplicatedBucket}. */
const TYPE = "s3-replication:index:ReplicatedBucket";

/** One side of the replication, as it was built. */
export interface ReplicationEnd {
  readonly site: Site;
  readonly key: EncryptionKey;
  readonly bucket: SecureBucket;
}

/**
 * A bucket and its replicas in other regions, each with a KMS key of its own, and everything that S3 needs to replicate
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
  /** The destinations, by name. */
  public readonly replicas: { readonly [name: string]: ReplicationEnd };
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

    const context = {
      owner: name,
      parent: this,
      ...(args.endpoint !== undefined && { endpoint: args.endpoint }),
    };
    const home = siteOf(context, "primary", args.primary);
    this.role = new ReplicationRole(
      `${name}-replication`,
      {
        site: home,
        roleName: args.roleName ?? pulumi.output(args.bucketName).apply(replicationRoleName),
        tags: args.tags,
      },
      { parent: this },
    );
    const resolved = resolveReplicas(args, (primary, replica) =>
      pulumi.output(primary).apply((primaryName) => replicaBucketName(primaryName, replica)),
    );
    this.primary = this.buildPrimary(home);
    const ends = resolved.map((replica) => ({
      replica,
      ...this.buildReplica(replica, siteOf(context, replica.name, replica.args, home)),
    }));
    this.replicas = Object.fromEntries(
      ends.map(({ replica, site, key, bucket }) => [replica.name, { site, key, bucket }]),
    );

    this.configuration = this.configure(ends, this.grantToRole(ends));
    this.replicatedBucketName = pulumi
      .all([this.primary.bucket.bucketName, this.configuration.id])
      .apply(([bucketName]) => bucketName);

    this.registerOutputs({
      primaryBucketName: this.primary.bucket.bucketName,
      replicaBucketNames: Object.fromEntries(
        ends.map(({ replica, bucket }) => [replica.name, bucket.bucketName]),
      ),
      roleArn: this.role.arn,
    });
  }

  private buildPrimary(site: Site): ReplicationEnd {
    const {
      bucketName,
      keyAlias = DEFAULT_KEY_ALIAS,
      logDelivery = [],
      lifecycle,
      protect = true,
    } = this.#args;
    const logBucket = pulumi.all([bucketName, site.accountId]).apply(([resolvedName, accountId]) => ({
      bucketArn: bucketArn(site.region, resolvedName),
      region: site.region,
      accountId,
    }));
    const key = new EncryptionKey(
      `${this.#name}-primary`,
      {
        site,
        alias: `alias/${keyAlias}`,
        description: pulumi.interpolate`encrypts ${bucketName}`,
        uses: pulumi
          .all([this.keyUse(site, bucketName, SOURCE_KEY_ACTIONS), logBucket])
          .apply(([use, bucket]) => [use, ...logDeliveryKeyUses(bucket, logDelivery)]),
        ...this.keyOptions(),
        protect,
      },
      { parent: this, dependsOn: [this.role.role] },
    );
    const bucket = new SecureBucket(
      `${this.#name}-primary`,
      {
        site,
        bucketName,
        keyArn: key.arn,
        policyStatements: logBucket.apply((resolved) => logDeliveryWrites(resolved, logDelivery)),
        lifecycle: lifecycle?.primary,
        accessLogBucket: this.#args.primary.accessLogBucket,
        ...this.bucketOptions(),
        protect,
      },
      { parent: this },
    );
    return { site, key, bucket };
  }

  private buildReplica(replica: ResolvedReplica, site: Site): ReplicationEnd {
    const name = `${this.#name}-${replica.name}`;
    const key = new EncryptionKey(
      name,
      {
        site,
        alias: replica.keyAlias,
        description: pulumi.interpolate`encrypts ${replica.bucketName}`,
        uses: this.keyUse(site, replica.bucketName, REPLICA_KEY_ACTIONS).apply((use) => [use]),
        ...this.keyOptions(),
      },
      { parent: this, dependsOn: [this.role.role] },
    );
    const bucket = new SecureBucket(
      name,
      {
        site,
        bucketName: replica.bucketName,
        keyArn: key.arn,
        lifecycle: replica.lifecycle,
        accessLogBucket: replica.args.accessLogBucket,
        ...this.bucketOptions(),
      },
      { parent: this },
    );
    return { site, key, bucket };
  }

  /** What the replication role may do with the key of a bucket. */
  private keyUse(
    site: Site,
    bucketName: pulumi.Input<string>,
    actions: readonly string[],
  ): pulumi.Output<PolicyStatement> {
    return pulumi.all([this.role.arn, bucketName]).apply(([roleArn, resolvedName]) =>
      replicationUse(roleArn, actions, {
        bucketArn: bucketArn(site.region, resolvedName),
        region: site.region,
      }),
    );
  }

  /** Two policies, so that a first preview shows the one that names no key: a key's ARN is unknown until it exists. */
  private grantToRole(ends: readonly BuiltReplica[]): readonly pulumi.Resource[] {
    const prefixes = ends.map(({ replica }) => replica.filter.prefix ?? "");
    const objectLock = this.#args.objectLock !== undefined;
    const destinationObjects = ends.map(({ bucket, replica: { deleteMarkers } }) =>
      bucket.arn.apply((arn) => ({ bucketArn: arn, deleteMarkers, ownerOverride: false })),
    );
    return [
      this.role.attach(
        "objects",
        pulumi
          .all([this.primary.bucket.arn, pulumi.all(destinationObjects)])
          .apply(([arn, destinations]) =>
            replicationObjectPolicy({ bucketArn: arn, prefixes, objectLock }, destinations),
          ),
      ),
      this.role.attach(
        "keys",
        pulumi
          .all([keyed(this.primary), pulumi.all(ends.map(keyed))])
          .apply(([source, destinations]) => replicationKeyPolicy(source, destinations)),
      ),
    ];
  }

  private configure(
    ends: readonly BuiltReplica[],
    permissions: readonly pulumi.Resource[],
  ): aws.s3.BucketReplicationConfig {
    const { replicationTimeControl = false, metrics = true } = this.#args;
    const { site, bucket } = this.primary;
    return new aws.s3.BucketReplicationConfig(
      `${this.#name}-replication`,
      {
        bucket: bucket.bucketName,
        role: this.role.arn,
        rules: ends.map(({ replica, bucket: destination, key }) =>
          replicationRule({
            id: replica.name,
            priority: replica.priority,
            filter: replica.filter,
            deleteMarkers: replica.deleteMarkers,
            replicationTimeControl,
            metrics,
            storageClass: replica.args.storageClass,
            destination: { bucketArn: destination.arn, keyArn: key.arn },
          }),
        ),
      },
      {
        parent: this,
        provider: site.provider,
        dependsOn: [
          ...permissions,
          ...bucket.replicationPrerequisites,
          ...ends.flatMap((end) => [...end.bucket.replicationPrerequisites]),
        ],
      },
    );
  }

  private keyOptions() {
    const { keyDeletionWindowInDays: deletionWindowInDays, retainOnDelete, tags } = this.#args;
    return { deletionWindowInDays, retainOnDelete, tags };
  }

  private bucketOptions() {
    const { objectLock, retainOnDelete, tags } = this.#args;
    return { objectLock, retainOnDelete, tags };
  }
}

interface BuiltReplica extends ReplicationEnd {
  readonly replica: ResolvedReplica;
}

function keyed({ site, bucket, key }: ReplicationEnd): pulumi.Output<KeyedBucket> {
  return pulumi
    .all([bucket.arn, key.arn])
    .apply(([arn, keyArn]) => ({ bucketArn: arn, keyArn, region: site.region }));
}
