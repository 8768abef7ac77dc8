import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "./arn";
import { receivingProblemsOf } from "./checks/receiving";
import { DEFAULT_KEY_ALIAS, replicaKeyAlias } from "./defaults";
import { builtDestination, type ReplicationDestination } from "./destination";
import type { PolicyDocument } from "./documents/policyDocument";
import { destinationPolicy } from "./documents/rolePolicy";
import { throwIfAny } from "./invalidArguments";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import { receivingPolicies, sourceUse } from "./receivingPolicies";
import { type ReplicationEnd, replicationEnd } from "./replicationEnd";
import { siteOf } from "./site";

/** Type token of {@link ReceivingBucket}. */
const TYPE = "s3-replication:index:ReceivingBucket";

/**
 * A bucket and its key that the stack of somebody else replicates into: the destination's half of a `ReplicatedBucket` whose
 * other half names them with `bucketArn` and `keyArn`.
 *
 * The source's role need not exist yet. What is left to do for the source is in {@link handOver} and {@link sourceMustGrant}.
 *
 * @example
 * new ReceivingBucket("vault", {
 *   bucketName: "partner-vault",
 *   region: "eu-central-1",
 *   source: { roleArn: "arn:aws:iam::111122223333:role/service-role/acme-archive-replication" },
 * });
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
 */
export class ReceivingBucket extends pulumi.ComponentResource {
  /** Bucket and key, as they were built. */
  public readonly end: ReplicationEnd;
  /** What the source's stack has to be told: an entry of its `replicas`. */
  public readonly handOver: Omit<ReplicationDestination, "bucketName">;
  /** What the source's role must be allowed by its own account. A `ReplicatedBucket` sees to that. */
  public readonly sourceMustGrant: pulumi.Output<PolicyDocument>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before anything is registered. */
  constructor(name: string, args: ReceivingBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    throwIfAny(`ReceivingBucket "${name}"`, receivingProblemsOf(args));
    super(TYPE, name, { region: args.region }, opts);

    const site = siteOf({ owner: name, parent: this, endpoint: args.endpoint }, args.region, args);
    const policies = pulumi.all([args.bucketName, site.accountId]).apply(([resolvedName, accountId]) =>
      receivingPolicies(args, {
        bucketArn: bucketArn(site.region, resolvedName),
        region: site.region,
        accountId,
      }),
    );
    this.end = replicationEnd(
      name,
      {
        site,
        bucketName: args.bucketName,
        keyAlias: replicaKeyAlias(args.keyAlias ?? DEFAULT_KEY_ALIAS, args),
        keyUses: policies.key,
        policyStatements: policies.bucket,
        lifecycle: args.lifecycle,
        objectLock: args.objectLock,
        accessLogBucket: args.accessLogBucket,
        keyDeletionWindowInDays: args.keyDeletionWindowInDays,
        tags: args.tags,
        protect: args.protect ?? true,
        retainOnDelete: args.retainOnDelete,
      },
      { parent: this, dependsOn: [] },
    );
    const { bucketName, ...handOver } = builtDestination(this.end);
    this.handOver = handOver;
    this.sourceMustGrant = pulumi
      .all([this.handOver.bucketArn, this.handOver.keyArn, site.accountId])
      .apply(([arn, keyArn, accountId]) =>
        destinationPolicy({ bucketArn: arn, keyArn, region: site.region, ...sourceUse(args, accountId) }),
      );
    this.registerOutputs({ bucketName, keyArn: this.handOver.keyArn });
  }
}
