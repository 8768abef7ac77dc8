/** Every check of the arguments of a `ReceivingBucket`, in the order in which problems are reported. */
import { accountOfArn, bucketArn, isRoleArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { DEFAULT_KEY_ALIAS } from "../defaults";
import { receivingStatements } from "../policyStatements";
import { type Problem, problemsInAll, shownValue } from "../problems";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import { readerProblems, versionDeleters } from "./access";
import { ASSUMED_ROLE_ROWS, assumedRole, CREDENTIAL_SOURCE_ROWS, credentialSources } from "./accounts";
import { ADOPT_ROWS, adopted } from "./adoption";
import { lifecycleProblems } from "./lifecycle";
import { ALIAS_ROWS, aliasParts, BUCKET_NAME_ROWS, plainBucketName } from "./names";
import { OPTION_CHECKS } from "./options";
import { RECEIVING_ARGUMENTS, type ReceivingPaths } from "./paths";
import { policyProblems } from "./policies";
import { type Check, check, given } from "./rows";
import { ACCOUNT_ROWS, REGION_ROWS } from "./sites";
import { statementProblems } from "./statements";
import { STAND_IN_CHOICES, standInRegion } from "./unknownRegions";

type ReceivingCheck = Check<ReceivingBucketArgs, ReceivingPaths>;

const region: ReceivingCheck = check(
  (args, { site }) => [{ path: site.region, value: args.region }],
  REGION_ROWS,
);

const sourceRole: ReceivingCheck = check(
  ({ source, region: own }, { sourceRoleArn }) =>
    "accountId" in source
      ? []
      : [{ path: sourceRoleArn, value: { roleArn: source.roleArn, partition: partitionOfRegion(own) } }],
  [
    {
      condition: ({ roleArn, partition }) => !isRoleArn(roleArn, partition),
      expected: ({ partition }) =>
        `the arn of the role that replicates, arn:${partition}:iam::<account>:role/<path and name>`,
      found: ({ roleArn }) => shownValue(roleArn),
      fix: "copy replicationRoleArn of the sending stack, its path included",
    },
  ],
);

/** The checks of a bucket whose region exists. */
const CHECKS: readonly ReceivingCheck[] = [
  check((args, { site }) => given(site.accountId, args.accountId), ACCOUNT_ROWS),
  check((args, { site }) => assumedRole({ site: args, paths: site }), ASSUMED_ROLE_ROWS),
  check((args, { site }) => [credentialSources({ site: args, paths: site })], CREDENTIAL_SOURCE_ROWS),
  check(
    ({ source }, { sourceAccountId }) =>
      "accountId" in source ? given(sourceAccountId, source.accountId) : [],
    ACCOUNT_ROWS,
  ),
  sourceRole,
  check(({ bucketName }, paths) => plainBucketName(paths.bucketName, bucketName), BUCKET_NAME_ROWS),
  check(({ keyAlias = DEFAULT_KEY_ALIAS }) => aliasParts("keyAlias", keyAlias), ALIAS_ROWS),
  ({ readers = [], region: own }) =>
    readers.flatMap((reader, index) => readerProblems(`readers[${index}]`, reader, own)),
  (args) => versionDeleters(args.versionDeleters, args.region),
  ({ lifecycle }, paths) => lifecycleProblems(paths.lifecycle, lifecycle),
  ...OPTION_CHECKS,
  check(({ adopt, bucketName }, paths) => adopted(paths.adopt, adopt, bucketName), ADOPT_ROWS),
  (args, { site }) => statementProblems(site, args, bucketArnOf(args)),
  policies,
];

function bucketArnOf({ bucketName, region: own }: ReceivingBucketArgs): string | undefined {
  return typeof bucketName === "string" ? bucketArn(partitionOfRegion(own), bucketName) : undefined;
}

function policies(args: ReceivingBucketArgs, paths: ReceivingPaths): readonly Problem[] {
  const { region: own, source } = args;
  const arn = bucketArnOf(args);
  const isKnown = "accountId" in source || accountOfArn(source.roleArn) !== undefined;
  if (arn === undefined || !isKnown) return [];
  const bucket = { bucketArn: arn, region: own };
  const statements = receivingStatements(args, { ...bucket, accountId: args.accountId ?? "000000000000" });
  return policyProblems(paths.bucketName, { args, paths: paths.site }, bucket, statements);
}

/** Every problem of the arguments, with the names that `paths` gives them. */
export function receivingProblemsOf(
  args: ReceivingBucketArgs,
  paths: ReceivingPaths = RECEIVING_ARGUMENTS,
): readonly Problem[] {
  const unknown = region(args, paths);
  if (unknown.length === 0) return CHECKS.flatMap((one) => one(args, paths));
  // Only what is wrong whichever region is meant.
  const others = STAND_IN_CHOICES.map((choice) => {
    const known = { ...args, region: standInRegion([args.region], choice) };
    return CHECKS.flatMap((one) => one(known, paths));
  });
  return [...unknown, ...problemsInAll(others)];
}
