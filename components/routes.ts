/** Where the rules lead, and what the role and the owners of the destinations must grant for it. */
import * as pulumi from "@pulumi/pulumi";
import { bucketNameOfArn } from "../aws/arns";
import { type ExistingReplica, statedAccount } from "./accounts";
import type { ResolvedReplica } from "./defaults";
import type { BucketInRegion } from "./documents/keyPolicy";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { type KeyedBucket, replicationKeyPolicy, replicationObjectPolicy } from "./documents/rolePolicy";
import type { EncryptedBucket } from "./encryptedBucket";
import { destinationGrants, useOf } from "./policyStatements";
import type { ReplicationRole } from "./replicationRole";
import type { Site } from "./site";

/** The destination of a rule, built in this stack or existing already. */
export interface ReplicationDestination {
  readonly region: string;
  readonly accountId: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
}

/** Statements that the owner of an existing bucket has to add to its policies. */
export interface RequestedGrants {
  readonly bucketPolicy: readonly BuiltPolicyStatement[];
  readonly keyPolicy: readonly BuiltPolicyStatement[];
}

/** A replica with the destination of its rule. */
export interface ReplicaRoute {
  readonly replica: ResolvedReplica;
  readonly destination: ReplicationDestination;
  /** Bucket and key, where they were built in this stack. */
  readonly built?: EncryptedBucket;
}

/** The destination that a bucket built in this stack is. */
export function builtDestination({ site, bucket, key }: EncryptedBucket): ReplicationDestination {
  return {
    region: site.region,
    accountId: site.accountId,
    bucketName: bucket.bucketName,
    bucketArn: bucket.arn,
    keyArn: key.arn,
  };
}

/** The destination that the arguments name. */
export function existingDestination(replica: ExistingReplica, primarySite: Site): ReplicationDestination {
  const { region, bucketArn, keyArn } = replica;
  return {
    region,
    accountId: pulumi.output(statedAccount(replica) ?? primarySite.accountId),
    bucketName: pulumi.output(bucketNameOfArn(bucketArn)),
    bucketArn: pulumi.output(bucketArn),
    keyArn: pulumi.output(keyArn),
  };
}

/** What the owner of the destination must grant the role. */
export function requestedGrants(
  roleArn: pulumi.Output<string>,
  { replica, destination: { bucketArn, region } }: ReplicaRoute,
): pulumi.Output<RequestedGrants> {
  return pulumi.all([roleArn, bucketArn]).apply(([role, arn]) => {
    const bucket: BucketInRegion = { bucketArn: arn, region };
    const grants = destinationGrants(role, bucket, useOf(replica));
    return { bucketPolicy: grants.bucket, keyPolicy: grants.key };
  });
}

/**
 * Grants the role what the routes need. Two policies, so that a first preview shows the one that names no key: the ARN of a
 * key is unknown until the key exists.
 *
 * @param objectLock whether objects have retention and legal holds that S3 must read.
 */
export function attachPermissions(
  role: ReplicationRole,
  primary: EncryptedBucket,
  routes: readonly ReplicaRoute[],
  objectLock: boolean,
): readonly pulumi.Resource[] {
  const prefixes = routes.map(({ replica }) => replica.filter.prefix ?? "");
  const destinationObjects = routes.map(({ destination, replica: { deleteMarkers, otherAccountId } }) =>
    destination.bucketArn.apply((bucketArn) => ({
      bucketArn,
      deleteMarkers,
      ownerOverride: otherAccountId !== undefined,
    })),
  );
  const source = keyed(builtDestination(primary));
  const destinationKeys = routes.map(({ destination }) => keyed(destination));
  return [
    role.attach(
      "objects",
      pulumi
        .all([primary.bucket.arn, pulumi.all(destinationObjects)])
        .apply(([bucketArn, destinations]) =>
          replicationObjectPolicy({ bucketArn, prefixes, objectLock }, destinations),
        ),
    ),
    role.attach(
      "keys",
      pulumi
        .all([source, pulumi.all(destinationKeys)])
        .apply(([sourceKey, destinations]) => replicationKeyPolicy(sourceKey, destinations)),
    ),
  ];
}

function keyed({ bucketArn, keyArn, region }: ReplicationDestination): pulumi.Output<KeyedBucket> {
  return pulumi
    .all([bucketArn, keyArn])
    .apply(([resolvedArn, resolvedKey]) => ({ bucketArn: resolvedArn, keyArn: resolvedKey, region }));
}
