/** The component of a bucket that another stack replicates into. */
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import { receivingProblemsOf } from "./checks/receiving";
import { DEFAULT_KEY_ALIAS, replicaAlias } from "./defaults";
import type { BuiltPolicyDocument } from "./documents/policyDocument";
import { destinationPolicy } from "./documents/rolePolicy";
import { type EncryptedBucket, encryptedBucket } from "./encryptedBucket";
import type { RequestedGrants } from "./existing";
import { throwIfAny } from "./invalidArguments";
import { knownAccess } from "./knownAccess";
import { knownSource } from "./knownSource";
import { receivingStatements, sourceUse } from "./policyStatements";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import { builtDestination, type ReplicationDestination } from "./routes";
import { makeSite } from "./site";

/** Type token of {@link ReceivingBucket}. */
const TYPE = "s3-replication:index:ReceivingBucket";

/**
 * A bucket and its key that the stack of another owner replicates into. That stack's `ReplicatedBucket` names them with
 * `bucketArn` and `keyArn` of a replica.
 *
 * The source's role need not exist yet. {@link handOver} and {@link sourceMustGrant} are for the owner of the source.
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
  /** The bucket and its key. */
  public readonly replica: EncryptedBucket;
  /** An entry for `replicas` of the source's stack. */
  public readonly handOver: Omit<ReplicationDestination, "bucketName">;
  /** What the owner of an existing key has to grant; undefined where the key is made here. */
  public readonly requestedGrants: pulumi.Output<RequestedGrants> | undefined;
  /** What the account of the source must grant its role. A `ReplicatedBucket` does. */
  public readonly sourceMustGrant: pulumi.Output<BuiltPolicyDocument>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before anything is registered. */
  constructor(name: string, args: ReceivingBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    throwIfAny(`ReceivingBucket "${name}"`, receivingProblemsOf(args));
    super(TYPE, name, { region: args.region }, opts);

    const site = makeSite({ owner: name, parent: this, endpoint: args.endpoint }, args.region, args);
    const owner = `ReceivingBucket "${name}"`;
    const source = knownSource(owner, args.source, site.region);
    const access = knownAccess(owner, args, site.region);
    const statements = pulumi
      .all([args.bucketName, site.accountId, source, access])
      .apply(([resolvedName, accountId, from, known]) =>
        receivingStatements(args, from, known, {
          bucketArn: bucketArn(partitionOfRegion(site.region), resolvedName),
          region: site.region,
          accountId,
        }),
      );
    this.replica = encryptedBucket(
      name,
      {
        ...args,
        site,
        alias: replicaAlias(args.keyAlias ?? DEFAULT_KEY_ALIAS, { region: args.region }),
        keyGrants: statements.key,
        policyStatements: statements.bucket,
        protect: args.protect ?? true,
      },
      { parent: this, dependsOn: [] },
    );
    const { bucketName, ...handOver } = builtDestination(this.replica);
    this.handOver = handOver;
    this.requestedGrants = this.replica.requestedGrants;
    this.sourceMustGrant = pulumi
      .all([this.handOver.bucketArn, this.handOver.keyArn, site.accountId, source])
      .apply(([arn, keyArn, accountId, from]) =>
        destinationPolicy({
          bucketArn: arn,
          keyArn,
          region: site.region,
          ...sourceUse(args, from, accountId),
        }),
      );
    this.registerOutputs({ bucketName, keyArn: this.handOver.keyArn });
  }
}
