/** Checks of the length of policies, which depends on the number and the names of replicas, readers and writers. */
import { bucketArn, keyArn } from "../../aws/arns";
import {
  MAX_BUCKET_POLICY_BYTES,
  MAX_INLINE_POLICY_CHARACTERS,
  MAX_KEY_POLICY_BYTES,
} from "../../aws/limits";
import { partitionOfRegion } from "../../aws/partitions";
import { otherAccountId } from "../accounts";
import {
  ownBucketName,
  replicaBucketName,
  replicaDeleteMarkers,
  replicaFilter,
  replicaName,
  replicationRoleArn,
  replicationRoleName,
} from "../defaults";
import { bucketPolicyDocument } from "../documents/bucketPolicy";
import { type BucketInRegion, keyPolicyDocument } from "../documents/keyPolicy";
import type { BuiltPolicyDocument } from "../documents/policyDocument";
import { replicationKeyPolicy, replicationObjectPolicy } from "../documents/rolePolicy";
import { type BucketStatements, primaryStatements, replicaStatements } from "../policyStatements";
import type { Problem } from "../problems";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica, type ReplicatedPaths } from "./paths";
import { type Checked, check, problemsIn, type Row } from "./rows";

/** In place of an account that is not known yet; every account id is as long. */
const PLACEHOLDER_ACCOUNT = "000000000000";
/** In place of the id of a key, which KMS generates. */
const PLACEHOLDER_KEY_ID = "00000000-0000-0000-0000-000000000000";

/** A policy document and its limit. */
interface Sized {
  readonly of: "bucket" | "key";
  readonly bytes: number;
  readonly limit: number;
}

const SIZE_ROWS: readonly Row<Sized>[] = [
  {
    condition: ({ bytes, limit }) => bytes > limit,
    expected: ({ of, limit }) => `a policy of the ${of} of at most ${limit} bytes`,
    found: ({ bytes }) => `${bytes}`,
    fix: "name fewer readers and writers, or put them behind one role or account",
  },
];

/** Problems of the policies of one bucket and its key. */
export function sizeProblems(
  path: string,
  { bucketArn: arn, region }: BucketInRegion,
  { bucket, key }: BucketStatements,
): readonly Problem[] {
  const sized = (of: Sized["of"], document: BuiltPolicyDocument, limit: number): Checked<Sized> => ({
    path,
    value: { of, bytes: Buffer.byteLength(JSON.stringify(document)), limit },
  });
  return problemsIn(
    [
      sized("bucket", bucketPolicyDocument(arn, bucket), MAX_BUCKET_POLICY_BYTES),
      sized("key", keyPolicyDocument(region, PLACEHOLDER_ACCOUNT, key), MAX_KEY_POLICY_BYTES),
    ],
    SIZE_ROWS,
  );
}

/** S3 and KMS accept the policies of every bucket and key. */
export function resourcePolicyLengths(
  args: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Problem[] {
  const { bucketName, primary, replicas, roleName } = args;
  if (typeof bucketName !== "string") return [];
  const accountId = primary.accountId ?? PLACEHOLDER_ACCOUNT;
  const ownRoleName = typeof roleName === "string" ? roleName : replicationRoleName(bucketName);
  const roleArn = replicationRoleArn(primary.region, accountId, ownRoleName);
  const bucket = inRegion(primary.region, bucketName);
  return [
    ...sizeProblems(paths.bucketName, bucket, primaryStatements(args, roleArn, { ...bucket, accountId })),
    ...eachReplica(replicas, (replica, path): readonly Problem[] => {
      if (replica.bucketArn !== undefined) return [];
      const facts = {
        name: replicaName(replica),
        deleteMarkers: replicaDeleteMarkers(args, replica),
        otherAccountId: otherAccountId(primary, replica),
      };
      const own = inRegion(replica.region, nameOf(replica, bucketName));
      return sizeProblems(path, own, replicaStatements(args, facts, roleArn, own));
    }).flat(),
  ];
}

/** IAM accepts the inline policies of the role, whose limit is for all of them together. */
export const rolePolicyLength = check(
  (args: ReplicatedBucketArgs) => {
    const { bucketName, primary, replicas, objectLock } = args;
    if (typeof bucketName !== "string") return [];
    const source = {
      ...keyed(primary.region, bucketName),
      prefixes: replicas.map((replica) => replicaFilter(args, replica).prefix ?? ""),
      objectLock: objectLock !== undefined,
    };
    const destinations = replicas.map((replica) => ({
      ...keyed(replica.region, nameOf(replica, bucketName)),
      deleteMarkers: replicaDeleteMarkers(args, replica),
      ownerOverride: otherAccountId(primary, replica) !== undefined,
    }));
    const documents = [
      replicationObjectPolicy(source, destinations),
      replicationKeyPolicy(source, destinations),
    ];
    const characters = JSON.stringify(documents).length;
    return [{ path: "replicas", value: { characters, replicas: replicas.length } }];
  },
  [
    {
      condition: ({ characters }) => characters > MAX_INLINE_POLICY_CHARACTERS,
      expected: `policies of the replication role of at most ${MAX_INLINE_POLICY_CHARACTERS} characters`,
      found: ({ characters, replicas }) => `${characters} for ${replicas} replicas`,
      fix: "iam takes no more; use fewer replicas or shorter bucket names",
    },
  ],
);

function nameOf(replica: ReplicaArgs, primaryName: string): string {
  const own = ownBucketName(replica);
  return typeof own === "string" ? own : replicaBucketName(primaryName, replicaName(replica));
}

function inRegion(region: string, bucketName: string): BucketInRegion {
  return { bucketArn: bucketArn(partitionOfRegion(region), bucketName), region };
}

function keyed(region: string, bucketName: string) {
  const partition = partitionOfRegion(region);
  return {
    ...inRegion(region, bucketName),
    keyArn: keyArn(partition, region, PLACEHOLDER_ACCOUNT, PLACEHOLDER_KEY_ID),
  };
}
