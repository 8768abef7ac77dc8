/** Buckets and keys that exist already and stay with their owners. */
import * as pulumi from "@pulumi/pulumi";

/** A key that another owner configures. */
export interface ExistingKey {
  readonly arn: pulumi.Output<string>;
  /** It is no resource of the stack. */
  readonly key?: undefined;
}

/** A bucket that another owner configures. */
export interface ExistingBucket {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** It is no resource of the stack. */
  readonly bucket?: undefined;
  /** None: its owner has to have done what replication needs. */
  readonly replicationPrerequisites: readonly pulumi.Resource[];
}

export function existingKey(arn: pulumi.Input<string>): ExistingKey {
  return { arn: pulumi.output(arn) };
}

export function existingBucket(name: pulumi.Input<string>, arn: pulumi.Input<string>): ExistingBucket {
  return { bucketName: pulumi.output(name), arn: pulumi.output(arn), replicationPrerequisites: [] };
}
