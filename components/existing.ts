/** Buckets and keys that exist already and stay with their owners. */
import * as pulumi from "@pulumi/pulumi";
import type { BuiltPolicyStatement } from "./documents/policyDocument";

/** Statements that the owner of an existing bucket or key has to add to its policies. */
export interface RequestedGrants {
  readonly bucketPolicy: readonly BuiltPolicyStatement[];
  readonly keyPolicy: readonly BuiltPolicyStatement[];
}

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
