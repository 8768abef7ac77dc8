/** Checks of replicas whose bucket exists already: it comes with the key of its region, and is not configured here. */
import { bucketNameOfArn, isKeyArn } from "../../aws/arns";
import { isBucketName } from "../../aws/bucketNames";
import { partitionOfRegion } from "../../aws/partitions";
import { shownValue } from "../problems";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica } from "./paths";
import { check, type Row } from "./rows";

/** Arguments that apply only to a bucket that is built here. */
const OF_BUILT_BUCKETS = [
  "assumeRole",
  "profile",
  "provider",
  "bucketName",
  "keyAlias",
  "lifecycle",
  "accessLogBucket",
  "bucketPolicyStatements",
  "keyPolicyStatements",
  "adopt",
  "tags",
] as const satisfies readonly (keyof ReplicaArgs)[];

const ROWS: readonly Row<ReplicaArgs>[] = [
  {
    condition: ({ bucketArn = "", region }) =>
      !bucketArn.startsWith(`arn:${partitionOfRegion(region)}:s3:::`) ||
      !isBucketName(bucketNameOfArn(bucketArn)),
    where: (_, path) => `${path}.bucketArn`,
    expected: ({ region }) => `the arn of a bucket, arn:${partitionOfRegion(region)}:s3:::<name>`,
    found: ({ bucketArn }) => shownValue(bucketArn),
    fix: "copy handOver.bucketArn of the receiving stack",
  },
  {
    condition: ({ keyArn = "" }) => !isKeyArn(keyArn),
    where: (_, path) => `${path}.keyArn`,
    expected: keyInRegion,
    found: ({ keyArn }) => shownValue(keyArn),
    fix: ({ keyArn = "" }) =>
      keyArn.includes(":alias/")
        ? "write the key's own arn: permissions on an alias grant nothing"
        : "copy handOver.keyArn of the receiving stack",
  },
  {
    condition: ({ keyArn = "", region }) =>
      isKeyArn(keyArn) && !keyArn.startsWith(`arn:${partitionOfRegion(region)}:kms:${region}:`),
    where: (_, path) => `${path}.keyArn`,
    expected: keyInRegion,
    found: ({ keyArn }) => shownValue(keyArn),
    fix: "the key must be in the bucket's region; correct the key or the region",
  },
  ...OF_BUILT_BUCKETS.map(
    (name): Row<ReplicaArgs> => ({
      condition: (replica) => replica[name] !== undefined,
      where: (_, path) => `${path}.${name}`,
      expected: "only bucketArn",
      found: (replica) => (name === "provider" ? "a provider" : shownValue(replica[name])),
      fix: "remove it: that bucket is made and configured by its owner's own stack",
    }),
  ),
];

export const existingBuckets = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (value, path) => ({ path, value })).filter(
      ({ value: { bucketArn, keyArn } }) => bucketArn !== undefined || keyArn !== undefined,
    ),
  ROWS,
);

function keyInRegion({ region }: ReplicaArgs): string {
  return `the arn of a key in ${region}, arn:${partitionOfRegion(region)}:kms:${region}:<account>:key/<id>`;
}
