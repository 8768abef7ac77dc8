import { accountOfArn, bucketArn } from "../arn";
import { bucketNameProblems } from "../bucketNames";
import { type Problem, shown, suggestion } from "../problems";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import { receivingPolicies } from "../receivingPolicies";
import { KNOWN_REGIONS, partitionOf } from "../regions";
import { principalProblems, readerProblems } from "./access";
import { assumedRoleProblems, reachProblems, type SiteNames } from "./accounts";
import {
  deletionWindowProblems,
  endpointProblems,
  lifecycleProblems,
  retentionProblems,
  tagProblems,
} from "./limits";
import { aliasProblems } from "./names";
import { sizeProblems } from "./policies";
import { accountProblems } from "./sites";

/** How the author of the arguments calls what the checks speak of. */
export interface ReceivingNames extends SiteNames {
  readonly bucketName: string;
  readonly region: string;
  readonly sourceRoleArn: string;
  readonly sourceAccountId: string;
  readonly lifecycle: string;
}

/** The names that {@link ReceivingBucketArgs} gives. */
const COMPONENT_NAMES: ReceivingNames = {
  bucketName: "bucketName",
  region: "region",
  accountId: "accountId",
  assumeRole: "assumeRole",
  profile: "profile",
  sourceRoleArn: "source.roleArn",
  sourceAccountId: "source.accountId",
  lifecycle: "lifecycle",
};

/** Everything that is wrong with the arguments of a receiving bucket, in the words of `names`. */
export function receivingProblemsOf(
  args: ReceivingBucketArgs,
  names: ReceivingNames = COMPONENT_NAMES,
): readonly Problem[] {
  const { region, bucketName, readers = [], versionDeleters, keyAlias } = args;
  if (!KNOWN_REGIONS.includes(region)) {
    const fix = suggestion(region, KNOWN_REGIONS);
    return [{ path: names.region, expected: "an AWS region", found: shown(region), fix }];
  }
  return [
    ...accountProblems(names.accountId, args.accountId),
    ...assumedRoleProblems(names, args),
    ...reachProblems(names, args),
    ...sourceProblems(args, names),
    ...(typeof bucketName === "string"
      ? bucketNameProblems(names.bucketName, bucketName, "choose another name")
      : []),
    ...aliasProblems(keyAlias, []),
    ...readers.flatMap((reader, index) => readerProblems(`readers[${index}]`, reader, region)),
    ...(versionDeleters === undefined
      ? []
      : principalProblems("versionDeleters", versionDeleters, region, { wildcards: true })),
    ...lifecycleProblems(names.lifecycle, args.lifecycle),
    ...deletionWindowProblems(args.keyDeletionWindowInDays),
    ...retentionProblems(args.objectLock),
    ...tagProblems(args.tags),
    ...endpointProblems(args.endpoint),
    ...policyProblems(args, names),
  ];
}

function sourceProblems({ source, region }: ReceivingBucketArgs, names: ReceivingNames): readonly Problem[] {
  if ("accountId" in source) return accountProblems(names.sourceAccountId, source.accountId);
  const partition = partitionOf(region);
  const { roleArn } = source;
  if (new RegExp(`^arn:${partition}:iam::\\d{12}:role/[\\w+=,.@/-]+$`).test(roleArn)) return [];
  return [
    {
      path: names.sourceRoleArn,
      expected: `the arn of the role that replicates, arn:${partition}:iam::<account>:role/<path and name>`,
      found: shown(roleArn),
      fix: "copy replicationRoleArn of the sending stack, its path included",
    },
  ];
}

function policyProblems(args: ReceivingBucketArgs, names: ReceivingNames): readonly Problem[] {
  const { bucketName, region, source } = args;
  const knowable = "accountId" in source || accountOfArn(source.roleArn) !== undefined;
  if (typeof bucketName !== "string" || !knowable) return [];
  const bucket = { bucketArn: bucketArn(region, bucketName), region };
  const policies = receivingPolicies(args, { ...bucket, accountId: args.accountId ?? "000000000000" });
  return sizeProblems(names.bucketName, bucket, policies);
}
