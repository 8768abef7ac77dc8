/** Checks of buckets and keys that exist in AWS and that the stack takes over. */
import type * as pulumi from "@pulumi/pulumi";
import { isKeyId } from "../../aws/arns";
import { isBuiltHere } from "../accounts";
import type { AdoptArgs } from "../bucketOptions";
import { shownValue } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica, type ReplicatedPaths } from "./paths";
import { type Checked, check, type Row } from "./rows";

/** What a stack takes over, and the name of the bucket. */
interface Adopted {
  readonly adopt: AdoptArgs;
  readonly bucketName: pulumi.Input<string>;
  /** A key that stays with its owner. */
  readonly keyArn: pulumi.Input<string> | undefined;
}

export const ADOPT_ROWS: readonly Row<Adopted>[] = [
  {
    condition: ({ adopt: { keyId } }) => keyId !== undefined && !isKeyId(keyId),
    where: (_, path) => `${path}.keyId`,
    expected: "the id of a key, such as 1234abcd-12ab-34cd-56ef-1234567890ab",
    found: ({ adopt }) => shownValue(adopt.keyId),
    fix: ({ adopt: { keyId = "" } }) =>
      keyId.includes("alias/")
        ? "write the id of the key that the alias stands for: aws kms describe-key shows it"
        : "write what follows key/ in the key's arn",
  },
  {
    condition: ({ adopt: { keyId }, keyArn }) => keyId !== undefined && keyArn !== undefined,
    where: (_, path) => `${path}.keyId`,
    expected: "either a key to take over or keyArn",
    found: "both",
    fix: "keep keyArn for a key that stays with its owner, and leave keyId out",
  },
  {
    condition: ({ bucketName }) => typeof bucketName !== "string",
    expected: "a bucket whose name is plain text",
    found: "a name that is an output",
    fix: "pulumi imports by a name that is known when the program runs; write the name out",
  },
];

/** Nothing to check where nothing is taken over. */
export function adopted(
  path: string,
  adopt: AdoptArgs | undefined,
  bucketName: pulumi.Input<string>,
  keyArn?: pulumi.Input<string>,
): readonly Checked<Adopted>[] {
  return adopt === undefined ? [] : [{ path, value: { adopt, bucketName, keyArn } }];
}

export const adoptions = check(
  ({ bucketName, primary, replicas }: ReplicatedBucketArgs, _: ReplicatedPaths) => [
    ...adopted("primary.adopt", primary.adopt, bucketName, primary.keyArn),
    ...eachReplica(replicas, (replica, path) =>
      adopted(
        `${path}.adopt`,
        replica.adopt,
        replica.bucketName ?? bucketName,
        isBuiltHere(replica) ? replica.keyArn : undefined,
      ),
    ).flat(),
  ],
  ADOPT_ROWS,
);
