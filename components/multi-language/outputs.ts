/** The outputs of the package's components: plain values in place of resources. */
import * as pulumi from "@pulumi/pulumi";
import type { RequestedGrants as Grants, ReplicationDestination } from "../routes";

/** A bucket and the key that encrypts it. */
export interface EncryptedBucket {
  /** AWS region of the bucket. */
  region: string;
  /** The 12 digits of the account. */
  accountId: string;
  /** Name of the bucket. */
  bucketName: string;
  /** ARN of the bucket. */
  bucketArn: string;
  /** ARN of the key. */
  keyArn: string;
}

/** What the owner of an existing bucket has to add to its policies: each a JSON list of statements. */
export interface RequestedGrants {
  /** Statements for the policy of the bucket. */
  bucketPolicy: string;
  /** Statements for the policy of the key. */
  keyPolicy: string;
}

/** What the owner of the source enters among its replicas. */
export interface HandOver {
  /** AWS region of the bucket. */
  region: string;
  /** The 12 digits of the account. */
  accountId: string;
  /** ARN of the bucket. */
  bucketArn: string;
  /** ARN of the key. */
  keyArn: string;
}

/** The bucket and key of a destination. */
export function bucketAndKey(destination: ReplicationDestination): pulumi.Output<EncryptedBucket> {
  const { accountId, bucketName, bucketArn, keyArn } = destination;
  return pulumi.all([accountId, bucketName, bucketArn, keyArn]).apply(([account, name, arn, key]) => ({
    region: destination.region,
    accountId: account,
    bucketName: name,
    bucketArn: arn,
    keyArn: key,
  }));
}

/** What to enter for the bucket in the source's program. */
export function handOverOf(destination: Omit<ReplicationDestination, "bucketName">): pulumi.Output<HandOver> {
  const { accountId, bucketArn, keyArn } = destination;
  return pulumi.all([accountId, bucketArn, keyArn]).apply(([account, arn, key]) => ({
    region: destination.region,
    accountId: account,
    bucketArn: arn,
    keyArn: key,
  }));
}

/** The statements as JSON, since their elements have no type that every language has. */
export function grantsAsText(grants: pulumi.Output<Grants>): pulumi.Output<RequestedGrants> {
  return grants.apply(({ bucketPolicy, keyPolicy }) => ({
    bucketPolicy: JSON.stringify(bucketPolicy),
    keyPolicy: JSON.stringify(keyPolicy),
  }));
}
