/** The inputs of a `ReceivingBucket` in every language. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonInputs, OwnBucketInputs, Site } from "./sharedInputs";

/** The role that replicates into the bucket, or the account whose roles may: exactly one of the two. */
export interface Source {
  /** ARN of the role, with its path. It need not exist yet. */
  roleArn?: pulumi.Input<string>;
  /** The 12 digits of the account. */
  accountId?: pulumi.Input<string>;
}

/** Principals that may list and read objects of the bucket. */
export interface BucketReader {
  /** ARNs of roles and users, or account ids for every principal that the account allows. */
  principals: pulumi.Input<string>[];
  /** Literal beginning of the keys that may be listed and read; every object when not set. */
  prefix?: string;
}

/** What a `ReceivingBucket` is made of. */
export interface ReceivingBucketInputs extends Site, OwnBucketInputs, CommonInputs {
  /** Name of the bucket, globally unique. */
  bucketName: pulumi.Input<string>;
  /** ARN of an existing key that encrypts the bucket and stays with its owner. */
  keyArn?: pulumi.Input<string>;
  /** Who replicates into the bucket. */
  source: Source;
  /** Whether the source may replicate delete markers; true when not set. */
  deleteMarkers?: boolean;
  /** Principals that may list and read objects, and use the key for it. */
  readers?: BucketReader[];
  /** The only principals that may delete versions. */
  versionDeleters?: pulumi.Input<string>[];
}
