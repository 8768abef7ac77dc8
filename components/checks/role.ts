/** Checks of the replication role: its name, path and boundary, or the role that exists. */
import { accountOfArn, arnParts, isRoleArn } from "../../aws/arns";
import { MAX_ROLE_NAME_CHARACTERS, MAX_ROLE_PATH_CHARACTERS } from "../../aws/limits";
import { partitionOfRegion } from "../../aws/partitions";
import { statedAccount } from "../accounts";
import { replicationRoleName } from "../defaults";
import { shownValue } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { ReplicatedPaths } from "./paths";
import { check, given } from "./rows";

/** The name of the role is made of the bucket's name, and IAM has a limit of its own. */
export const roleName = check(
  ({ bucketName, roleName: own, roleArn }: ReplicatedBucketArgs, paths: ReplicatedPaths) => {
    if (roleArn !== undefined) return [];
    const made = typeof bucketName === "string" ? replicationRoleName(bucketName) : undefined;
    const name = own ?? made;
    const value = { name, isOwn: own !== undefined };
    return [{ path: value.isOwn ? "roleName" : paths.bucketName, value }];
  },
  [
    {
      condition: ({ name }) => typeof name === "string" && !/^[\w+=,.@-]{1,64}$/.test(name),
      expected: `a role name of 1 to ${MAX_ROLE_NAME_CHARACTERS} letters, digits and +=,.@_-`,
      found: ({ name }) => shownValue(name),
      fix: ({ isOwn }) =>
        isOwn ? "choose another name" : "shorten it, or set roleName to a name for the role",
    },
  ],
);

export const rolePath = check(
  ({ rolePath: path }: ReplicatedBucketArgs) => given("rolePath", path),
  [
    {
      condition: (path) =>
        !/^\/([\x21-\x2e\x30-\x7e]+\/)*$/.test(path) || path.length > MAX_ROLE_PATH_CHARACTERS,
      expected: `a path of at most ${MAX_ROLE_PATH_CHARACTERS} characters that begins and ends with a slash`,
      fix: "write it as iam shows it, e.g. /platform/",
    },
  ],
);

/** A boundary is a managed policy, of the account or of AWS. */
export const permissionsBoundary = check(
  ({ permissionsBoundary: arn, primary }: ReplicatedBucketArgs) =>
    typeof arn === "string"
      ? [
          {
            path: "permissionsBoundary",
            value: { arn, partition: partitionOfRegion(primary.region), account: statedAccount(primary) },
          },
        ]
      : [],
  [
    {
      condition: ({ arn, partition }) => !isPolicyArn(arn, partition),
      expected: ({ partition }) =>
        `the arn of a managed policy, arn:${partition}:iam::<account>:policy/<name>`,
      found: ({ arn }) => shownValue(arn),
      fix: "copy it from the policy in iam, its path included",
    },
    {
      condition: ({ arn, partition, account }) => isPolicyArn(arn, partition) && isOfAnother(arn, account),
      expected: ({ account }) => `a policy of account ${account}, where the role is`,
      found: ({ arn }) => shownValue(arn),
      fix: "name the policy of that account: iam takes no other one as a boundary",
    },
  ],
);

export const existingRole = check(
  ({ roleArn: arn, primary }: ReplicatedBucketArgs) =>
    given("roleArn", typeof arn === "string" ? arn : undefined).map(({ path, value }) => ({
      path,
      value: { arn: value, partition: partitionOfRegion(primary.region), account: statedAccount(primary) },
    })),
  [
    {
      condition: ({ arn, partition }) => !isRoleArn(arn, partition),
      expected: ({ partition }) => `the arn of a role, arn:${partition}:iam::<account>:role/<path and name>`,
      found: ({ arn }) => shownValue(arn),
      fix: "copy it from the role in iam, its path included",
    },
    {
      condition: ({ arn, partition, account }) => isRoleArn(arn, partition) && isOfAnother(arn, account),
      expected: ({ account }) => `a role of account ${account}, where the primary is`,
      found: ({ arn }) => shownValue(arn),
      fix: "s3 takes a role of the source bucket's account; name one, or leave roleArn out",
    },
  ],
);

const OF_A_NEW_ROLE = ["roleName", "rolePath", "permissionsBoundary"] as const;

/** The owner of an existing role has named and limited it. */
export const newRoleOptions = check(
  (args: ReplicatedBucketArgs) =>
    args.roleArn === undefined ? [] : OF_A_NEW_ROLE.flatMap((option) => given<unknown>(option, args[option])),
  [
    {
      condition: () => true,
      expected: "nothing beside roleArn",
      found: (value) => (typeof value === "string" ? shownValue(value) : "a value"),
      fix: "remove it, or remove roleArn to have a role made",
    },
  ],
);

function isPolicyArn(arn: string, partition: string): boolean {
  const parts = arnParts(arn);
  return (
    parts !== undefined &&
    parts.partition === partition &&
    parts.service === "iam" &&
    (parts.account === "aws" || accountOfArn(arn) !== undefined) &&
    /^policy\/[\w+=,.@/-]+$/.test(parts.resource)
  );
}

/** Whether an ARN names an account other than the stated one; a policy of AWS names none. */
function isOfAnother(arn: string, account: string | undefined): boolean {
  const named = accountOfArn(arn);
  return named !== undefined && account !== undefined && named !== account;
}
