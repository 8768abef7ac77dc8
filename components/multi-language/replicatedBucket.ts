/** `ReplicatedBucket` for programs in other languages. */
import * as pulumi from "@pulumi/pulumi";
import { ReplicatedBucket as Replication } from "../replicatedBucket";
import { builtDestination } from "../routes";
import { bucketAndKey, type EncryptedBucket, grantsAsText, type RequestedGrants } from "./outputs";
import type { ReplicatedBucketInputs } from "./replicatedBucketInputs";
import { replicatedBucketArgs } from "./translate";

/** Token of the component in the schema: package, module and class. */
const TYPE = "s3-replication:index:ReplicatedBucket";

/**
 * A bucket and its replicas in other regions and accounts, each with a KMS key of its own, and everything that S3 needs to
 * replicate between them.
 */
export class ReplicatedBucket extends pulumi.ComponentResource {
  /** Name of the primary, known only once replication is configured. Use it for what writes objects. */
  public readonly bucketName: pulumi.Output<string>;
  /** The source of the replication. */
  public readonly primary: pulumi.Output<EncryptedBucket>;
  /** The destinations by name of the replica, existing buckets included. */
  public readonly replicas: pulumi.Output<{ [name: string]: EncryptedBucket }>;
  /** ARN of the role that S3 assumes. */
  public readonly roleArn: pulumi.Output<string>;
  /** What the owners of existing buckets have to grant, by name of the replica. */
  public readonly requestedGrants: pulumi.Output<{ [name: string]: RequestedGrants }>;

  /** @throws pulumi.InputPropertiesError with every problem of the inputs, before anything is registered. */
  constructor(name: string, args: ReplicatedBucketInputs, opts?: pulumi.ComponentResourceOptions) {
    const checked = replicatedBucketArgs(name, args);
    super(TYPE, name, {}, opts);
    const replication = new Replication(name, checked, { parent: this });
    this.bucketName = replication.replicatedBucketName;
    this.primary = bucketAndKey(builtDestination(replication.primary));
    this.replicas = pulumi.output(mapped(replication.destinations, bucketAndKey));
    this.roleArn = replication.role.arn;
    this.requestedGrants = pulumi.output(mapped(replication.requestedGrants, grantsAsText));
    this.registerOutputs({
      bucketName: this.bucketName,
      primary: this.primary,
      replicas: this.replicas,
      roleArn: this.roleArn,
      requestedGrants: this.requestedGrants,
    });
  }
}

function mapped<T, U>(values: { readonly [name: string]: T }, make: (value: T) => U): { [name: string]: U } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)]));
}
