/** What the role will need, foreseen from the arguments alone: ids that AWS invents and names that are outputs have placeholders. */
import { bucketArn, keyArn } from "../aws/arns";
import { BUCKET_NAME_CHARACTERS } from "../aws/bucketNames";
import { partitionOfRegion } from "../aws/partitions";
import { ownBucketName, PRIMARY_NAME, replicaBucketName } from "./defaults";
import type { BucketInRegion } from "./documents/keyPolicy";
import { replicaName } from "./replicaName";
import { objectUse, ownerOverrideOf, rulesInEffect } from "./replicaRules";
import type { ReplicaArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";
import type { RoleNeeds } from "./rolePermissions";

/** In place of an account that is not known yet; every account id is as long. */
export const PLACEHOLDER_ACCOUNT = "000000000000";
/** In place of the id of a key, which KMS generates. */
const PLACEHOLDER_KEY_ID = "00000000-0000-0000-0000-000000000000";
/** In place of a name that is an output: no name is longer. */
const PLACEHOLDER_NAME = "x".repeat(BUCKET_NAME_CHARACTERS.max);

/** What the role of these arguments needs, as long as what it will really need, or longer. */
export function foreseenNeeds(args: ReplicatedBucketArgs): RoleNeeds {
  const { primary, replicas, objectLock } = args;
  const primaryName = foreseenPrimaryName(args);
  return {
    source: {
      ...keyed(primary.region, primaryName),
      prefixes: replicas.flatMap((replica) => prefixesOf(args, replica)),
      objectLock: objectLock !== undefined,
    },
    destinations: replicas.map((replica) => ({
      ...keyed(replica.region, foreseenBucketName(replica, primaryName)),
      name: replicaName(replica),
      ...usesOf(args, replica),
    })),
  };
}

/** What the role needs that replicates from a two-way replica back to the primary; see {@link foreseenNeeds}. */
export function foreseenNeedsBack(args: ReplicatedBucketArgs, replica: ReplicaArgs): RoleNeeds {
  const primaryName = foreseenPrimaryName(args);
  return {
    source: {
      ...keyed(replica.region, foreseenBucketName(replica, primaryName)),
      prefixes: prefixesOf(args, replica),
      objectLock: args.objectLock !== undefined,
    },
    destinations: [
      { ...keyed(args.primary.region, primaryName), name: PRIMARY_NAME, ...usesOf(args, replica) },
    ],
  };
}

function foreseenPrimaryName({ bucketName }: ReplicatedBucketArgs): string {
  return typeof bucketName === "string" ? bucketName : PLACEHOLDER_NAME;
}

function prefixesOf(args: ReplicatedBucketArgs, replica: ReplicaArgs): readonly string[] {
  return rulesInEffect(args, replica).map(({ filter }) => filter.prefix ?? "");
}

/** What the rules do with the objects of their destination, the same in both directions. */
function usesOf(args: ReplicatedBucketArgs, replica: ReplicaArgs) {
  return objectUse(rulesInEffect(args, replica), ownerOverrideOf(args, replica));
}

/** The name that the bucket of a replica will have. */
export function foreseenBucketName(replica: ReplicaArgs, primaryName: string): string {
  const own = ownBucketName(replica);
  if (own !== undefined) return typeof own === "string" ? own : PLACEHOLDER_NAME;
  return primaryName === PLACEHOLDER_NAME
    ? primaryName
    : replicaBucketName(primaryName, replicaName(replica));
}

/** A bucket with its region, as policies name it. */
export function bucketInRegion(region: string, bucketName: string): BucketInRegion {
  return { bucketArn: bucketArn(partitionOfRegion(region), bucketName), region };
}

function keyed(region: string, bucketName: string) {
  const partition = partitionOfRegion(region);
  return {
    ...bucketInRegion(region, bucketName),
    keyArn: keyArn(partition, region, PLACEHOLDER_ACCOUNT, PLACEHOLDER_KEY_ID),
  };
}
