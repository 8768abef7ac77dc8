/** `ReceivingBucket` for programs in other languages. */
import * as pulumi from "@pulumi/pulumi";
import { ReceivingBucket as Receiver } from "../receivingBucket";
import { grantsAsText, type HandOver, handOverOf, type RequestedGrants } from "./outputs";
import type { ReceivingBucketInputs } from "./receivingBucketInputs";
import { receivingBucketArgs } from "./translate";

/** Token of the component in the schema: package, module and class. */
const TYPE = "s3-replication:index:ReceivingBucket";

/**
 * A bucket and its key that the stack of another owner replicates into. A ReplicatedBucket of that stack names them with
 * bucketArn and keyArn of a replica.
 */
export class ReceivingBucket extends pulumi.ComponentResource {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;
  /** An entry for the replicas of the source's ReplicatedBucket. */
  public readonly handOver: pulumi.Output<HandOver>;
  /** What the owner of an existing key has to grant; empty lists where the key is made here. */
  public readonly requestedGrants: pulumi.Output<RequestedGrants>;
  /** JSON of the policy that the account of the source must grant its role. A ReplicatedBucket does. */
  public readonly sourceMustGrant: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError with every problem of the inputs, before anything is registered. */
  constructor(name: string, args: ReceivingBucketInputs, opts?: pulumi.ComponentResourceOptions) {
    const checked = receivingBucketArgs(name, args);
    super(TYPE, name, {}, opts);
    const receiver = new Receiver(name, checked, { parent: this });
    this.bucketName = receiver.replica.bucket.bucketName;
    this.handOver = handOverOf(receiver.handOver);
    this.requestedGrants = grantsAsText(
      receiver.requestedGrants ?? pulumi.output({ bucketPolicy: [], keyPolicy: [] }),
    );
    this.sourceMustGrant = receiver.sourceMustGrant.apply((policy) => JSON.stringify(policy));
    this.registerOutputs({
      bucketName: this.bucketName,
      handOver: this.handOver,
      requestedGrants: this.requestedGrants,
      sourceMustGrant: this.sourceMustGrant,
    });
  }
}
