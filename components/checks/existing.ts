/** Checks of replicas whose bucket or key exists already: they are in its region, and are not configured here. */
import * as pulumi from "@pulumi/pulumi";
import { bucketNameOfArn, isKeyArn } from "../../aws/arns";
import { isBucketName } from "../../aws/bucketNames";
import { partitionOfRegion } from "../../aws/partitions";
import { isBuiltHere } from "../accounts";
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

/** A bucket and a key as the arguments name them; only plain text can be judged. */
interface Named {
  readonly region: string;
  readonly bucketArn?: pulumi.Input<string> | undefined;
  readonly keyArn?: pulumi.Input<string> | undefined;
}

/** The ARN of a key that exists, under its own path. */
export const KEY_ROWS: readonly Row<Named>[] = [
  {
    condition: ({ keyArn = "" }) => typeof keyArn === "string" && !isKeyArn(keyArn),
    expected: keyInRegion,
    found: ({ keyArn }) => shownValue(keyArn),
    fix: ({ bucketArn, keyArn = "" }) =>
      typeof keyArn === "string" && keyArn.includes(":alias/")
        ? "write the key's own arn: permissions on an alias grant nothing"
        : bucketArn === undefined
          ? "aws kms describe-key shows it"
          : "copy handOver.keyArn of the receiving stack",
  },
  {
    condition: ({ keyArn, region }) =>
      typeof keyArn === "string" &&
      isKeyArn(keyArn) &&
      !keyArn.startsWith(`arn:${partitionOfRegion(region)}:kms:${region}:`),
    expected: keyInRegion,
    found: ({ keyArn }) => shownValue(keyArn),
    fix: "the key must be in the bucket's region; correct the key or the region",
  },
];

/** The ARN of a bucket that exists, and that of its key. */
export const EXISTING_ROWS: readonly Row<Named>[] = [
  {
    condition: ({ bucketArn, region }) =>
      typeof bucketArn === "string" &&
      (!bucketArn.startsWith(`arn:${partitionOfRegion(region)}:s3:::`) ||
        !isBucketName(bucketNameOfArn(bucketArn))),
    where: (_, path) => `${path}.bucketArn`,
    expected: ({ region }) => `the arn of a bucket, arn:${partitionOfRegion(region)}:s3:::<name>`,
    found: ({ bucketArn }) => shownValue(bucketArn),
    fix: "copy handOver.bucketArn of the receiving stack",
  },
  ...KEY_ROWS.map((row): Row<Named> => ({ ...row, where: (_, path) => `${path}.keyArn` })),
];

const ROWS: readonly Row<ReplicaArgs>[] = [
  ...EXISTING_ROWS.map((row): Row<ReplicaArgs> => ({ ...row, condition: isNamedAnd(row.condition) })),
  {
    condition: ({ bucketArn, keyArn, accountId }) =>
      bucketArn !== undefined &&
      keyArn !== undefined &&
      typeof keyArn !== "string" &&
      accountId === undefined,
    where: (_, path) => `${path}.accountId`,
    expected: "the account of the bucket, because keyArn is an output",
    found: "nothing",
    fix: "add the 12 digits: rules and policies depend on it before an output is known",
  },
  {
    condition: ({ receiver }) => receiver !== undefined && !/^[\w.-]+(\/[\w.-]+){0,2}$/.test(receiver),
    where: (_, path) => `${path}.receiver`,
    expected: "the name of a stack, <organization>/<project>/<stack>",
    found: ({ receiver }) => shownValue(receiver),
    fix: "pulumi stack ls --all shows it",
  },
  {
    condition: ({ receiver, accountId }) => receiver !== undefined && accountId === undefined,
    where: (_, path) => `${path}.accountId`,
    expected: "the account of the receiving stack",
    found: "nothing",
    fix: "add the 12 digits: rules and policies depend on it before another stack is read",
  },
  ...(["bucketArn", "keyArn"] as const).map(
    (name): Row<ReplicaArgs> => ({
      condition: (replica) => replica.receiver !== undefined && replica[name] !== undefined,
      where: (_, path) => `${path}.${name}`,
      expected: "only receiver",
      found: (replica) => (typeof replica[name] === "string" ? shownValue(replica[name]) : "a value"),
      fix: "the receiving stack hands it over; remove it, or receiver",
    }),
  ),
  ...OF_BUILT_BUCKETS.map(
    (name): Row<ReplicaArgs> => ({
      condition: (replica) => !isBuiltHere(replica) && replica[name] !== undefined,
      where: (_, path) => `${path}.${name}`,
      expected: ({ receiver }) => (receiver === undefined ? "only bucketArn" : "only receiver"),
      found: (replica) => foundValue(replica[name]),
      fix: "remove it: that bucket is made and configured by its owner's own stack",
    }),
  ),
];

export const existingBuckets = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (value, path) => ({ path, value })).filter(
      ({ value }) => !isBuiltHere(value) || value.keyArn !== undefined,
    ),
  ROWS,
);

/** A stack that is read names bucket and key itself. */
function isNamedAnd(condition: (named: Named) => boolean): (replica: ReplicaArgs) => boolean {
  return (replica) => replica.receiver === undefined && condition(replica);
}

/** A provider and an output have no text. */
function foundValue(value: unknown): string {
  if (pulumi.Resource.isInstance(value)) return "a provider";
  return pulumi.Output.isInstance(value) ? "an output" : shownValue(value);
}

function keyInRegion({ region }: Named): string {
  return `the arn of a key in ${region}, arn:${partitionOfRegion(region)}:kms:${region}:<account>:key/<id>`;
}
