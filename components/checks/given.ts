import { type Problem, shown } from "../problems";
import { partitionOf } from "../regions";
import type { ReplicaArgs } from "../replicatedBucketArgs";
import type { Check } from "./context";

/** Settings of a replica that would have to be made, not of one whose bucket is there already. */
const OF_BUILT_REPLICAS = [
  "assumeRole",
  "profile",
  "provider",
  "bucketName",
  "lifecycle",
  "accessLogBucket",
] as const satisfies readonly (keyof ReplicaArgs)[];

/** A bucket of somebody else's stack comes with the key of its own region, and is left alone otherwise. */
export const givenBucketsAreComplete: Check = ({ replicas }) =>
  replicas.flatMap((replica, index) => {
    const path = `replicas[${index}]`;
    const { bucketArn, keyArn } = replica;
    if (bucketArn === undefined && keyArn === undefined) return [];
    return [
      ...bucketArnProblems(`${path}.bucketArn`, replica),
      ...keyArnProblems(`${path}.keyArn`, replica),
      ...OF_BUILT_REPLICAS.filter((name) => replica[name] !== undefined).map((name) => ({
        path: `${path}.${name}`,
        expected: "nothing beside bucketArn",
        found: name === "provider" ? "a provider" : shown(replica[name]),
        fix: "remove it: that bucket is made and configured by its owner's own stack",
      })),
    ];
  });

function bucketArnProblems(path: string, { bucketArn, region }: ReplicaArgs): readonly Problem[] {
  const partition = partitionOf(region);
  const wellFormed = new RegExp(`^arn:${partition}:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`);
  if (bucketArn !== undefined && wellFormed.test(bucketArn)) return [];
  return [
    {
      path,
      expected: `the arn of a bucket, arn:${partition}:s3:::<name>`,
      found: shown(bucketArn),
      fix: "copy handOver.bucketArn of the receiving stack",
    },
  ];
}

function keyArnProblems(path: string, { keyArn, region }: ReplicaArgs): readonly Problem[] {
  const expected = `the arn of a key in ${region}, arn:${partitionOf(region)}:kms:${region}:<account>:key/<id>`;
  if (keyArn === undefined || !/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(keyArn)) {
    const alias = keyArn?.includes(":alias/") === true;
    return [
      {
        path,
        expected,
        found: shown(keyArn),
        fix: alias
          ? "write the key's own arn: permissions on an alias grant nothing"
          : "copy handOver.keyArn of the receiving stack",
      },
    ];
  }
  if (keyArn.startsWith(`arn:${partitionOf(region)}:kms:${region}:`)) return [];
  return [
    {
      path,
      expected,
      found: shown(keyArn),
      fix: "the key must be in the bucket's region; correct the key or the region",
    },
  ];
}
