import * as pulumi from "@pulumi/pulumi";
import type { GivenReplica } from "./accounts";
import { accountOf } from "./accounts";
import { bucketNameOfArn } from "./arn";
import { replicationWrites } from "./documents/bucketPolicy";
import { replicationUse } from "./documents/keyPolicy";
import { type EncryptedBucket, REPLICA_KEY_ACTIONS } from "./documents/keyUse";
import type { PolicyStatement } from "./documents/policyDocument";
import type { ReplicationEnd } from "./replicationEnd";
import type { Site } from "./site";

/** Where a rule leads, whoever made it. */
export interface ReplicationDestination {
  readonly region: string;
  readonly accountId: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
}

/** What the owner of a bucket of another stack has to add to its policies. */
export interface RequestedGrants {
  readonly bucketPolicy: readonly PolicyStatement[];
  readonly keyPolicy: readonly PolicyStatement[];
}

/** The destination that a replica built here is. */
export function builtDestination({ site, bucket, key }: ReplicationEnd): ReplicationDestination {
  return {
    region: site.region,
    accountId: site.accountId,
    bucketName: bucket.bucketName,
    bucketArn: bucket.arn,
    keyArn: key.arn,
  };
}

/** The destination that the arguments give. */
export function givenDestination(replica: GivenReplica, home: Site): ReplicationDestination {
  const { region, bucketArn, keyArn } = replica;
  return {
    region,
    accountId: pulumi.output(accountOf(replica) ?? home.accountId),
    bucketName: pulumi.output(bucketNameOfArn(bucketArn)),
    bucketArn: pulumi.output(bucketArn),
    keyArn: pulumi.output(keyArn),
  };
}

/**
 * What the role needs of a destination's own policies: nothing more in its own account, where IAM decides; in another one
 * its bucket's policy must let it write and give the replicas away.
 */
export function destinationWrites(
  roleArn: string,
  bucket: EncryptedBucket,
  { deleteMarkers, otherAccount }: { readonly deleteMarkers: boolean; readonly otherAccount: boolean },
): readonly PolicyStatement[] {
  return otherAccount
    ? [replicationWrites(roleArn, bucket.bucketArn, { deleteMarkers, ownerOverride: true })]
    : [];
}

/** What somebody else's policies must say for the role to replicate there. */
export function requestedGrants(
  roleArn: string,
  bucket: EncryptedBucket,
  use: { readonly deleteMarkers: boolean; readonly otherAccount: boolean },
): RequestedGrants {
  return {
    bucketPolicy: destinationWrites(roleArn, bucket, use),
    keyPolicy: [replicationUse(roleArn, REPLICA_KEY_ACTIONS, bucket)],
  };
}
