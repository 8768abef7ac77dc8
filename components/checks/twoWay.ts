/** Checks of two-way replicas: what the way back cannot be combined with, and the name of its role. */
import { MAX_ROLE_NAME_CHARACTERS } from "../../aws/limits";
import { isExisting, otherAccountId } from "../accounts";
import { replicationRoleName, wayBackRoleName } from "../defaults";
import { shownValue } from "../problems";
import { replicaName } from "../replicaName";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica } from "./paths";
import { type Checked, check } from "./rows";

/** A two-way replica, and the arguments that it shares with the others. */
interface TwoWayReplica {
  readonly args: ReplicatedBucketArgs;
  readonly replica: ReplicaArgs;
}

/** The two-way replicas of the arguments. */
function twoWayOf(args: ReplicatedBucketArgs): readonly Checked<TwoWayReplica>[] {
  return eachReplica(args.replicas, (replica, path) => ({ path, value: { args, replica } })).filter(
    ({ value: { replica } }) => replica.twoWay === true,
  );
}

/** What would be refused by AWS, or would let other principals write to the primary than the arguments name. */
export const twoWayReplicas = check(
  (args: ReplicatedBucketArgs) =>
    twoWayOf(args).map(({ path, value }) => ({ path: `${path}.twoWay`, value })),
  [
    {
      condition: ({ replica }) => isGiven(replica),
      expected: "a bucket that is made here",
      found: "one that exists",
      fix: "remove twoWay: the rules of an existing bucket are its owner's, who can add one to the primary",
    },
    {
      condition: ({ args, replica }) => args.roleArn !== undefined && !isGiven(replica),
      expected: "roles that are made here",
      found: ({ args }) => `roleArn ${shownValue(args.roleArn)}`,
      fix: "the way back needs a role of its own; remove roleArn or twoWay",
    },
    {
      condition: ({ args, replica }) => args.replicateOnlyFrom !== undefined && !isGiven(replica),
      expected: "no replicateOnlyFrom",
      found: "both",
      fix: "the tag is guarded in the primary only, and the replica's writers would replicate; remove one of the two",
    },
    {
      condition: ({ args, replica }) => !isGiven(replica) && isBoundaryElsewhere(args, replica),
      expected: "a permissionsBoundary that the replica's account has: none, or one of aws",
      found: ({ args }) =>
        typeof args.permissionsBoundary === "string" ? shownValue(args.permissionsBoundary) : "a value",
      fix: "the role of the way back is in the replica's account, and iam takes no policy of another one; remove permissionsBoundary or twoWay",
    },
  ],
);

/** The name of a way back's role is made of the primary's role and the replica, and IAM has a limit. */
export const wayBackRoleNames = check(
  (args: ReplicatedBucketArgs): readonly Checked<string>[] => {
    const { bucketName, roleName } = args;
    const own = roleName ?? (typeof bucketName === "string" ? replicationRoleName(bucketName) : undefined);
    // A name made of one that is too long would repeat its problem.
    if (typeof own !== "string" || own.length > MAX_ROLE_NAME_CHARACTERS) return [];
    return twoWayOf(args).map(({ path, value: { replica } }) => ({
      path: `${path}.twoWay`,
      value: wayBackRoleName(own, replicaName(replica)),
    }));
  },
  [
    {
      condition: (name) => name.length > MAX_ROLE_NAME_CHARACTERS,
      expected: `a role of the way back whose name has at most ${MAX_ROLE_NAME_CHARACTERS} characters`,
      found: (name) => `${shownValue(name)} with ${name.length}`,
      fix: "set roleName to a shorter name, which this one begins with, or give the replica a shorter name",
    },
  ],
);

/** Whether the bucket exists already; a key alone is a problem of its own. */
function isGiven(replica: ReplicaArgs): boolean {
  return isExisting(replica) || replica.bucketArn !== undefined;
}

/** Whether the boundary belongs to the primary's account, and the role of the way back to another one. */
function isBoundaryElsewhere(
  { permissionsBoundary: boundary, primary }: ReplicatedBucketArgs,
  replica: ReplicaArgs,
): boolean {
  if (boundary === undefined || otherAccountId(primary, replica) === undefined) return false;
  return typeof boundary !== "string" || !/^arn:[\w-]+:iam::aws:policy\//.test(boundary);
}
