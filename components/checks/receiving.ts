/** Every check of the arguments of a `ReceivingBucket`, in the order in which problems are reported. */
import { accountOfArn, bucketArn, isRoleArn, roleArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { DEFAULT_KEY_ALIAS } from "../defaults";
import type { SourceRole } from "../documents/sourceRole";
import { PLACEHOLDER_ACCOUNT } from "../foreseenRole";
import { foreseenAccess } from "../knownAccess";
import { receivingStatements } from "../policyStatements";
import { type Problem, problemsInAll, shownValue } from "../problems";
import type { ReceivingBucketArgs, SourceArgs } from "../receivingBucketArgs";
import { readerProblems } from "./access";
import { ASSUMED_ROLE_ROWS, assumedRole, CREDENTIAL_SOURCE_ROWS, credentialSources } from "./accounts";
import { ADOPT_ROWS, adopted } from "./adoption";
import { KEY_ROWS } from "./existing";
import { lifecycleProblems } from "./lifecycle";
import { ALIAS_ROWS, aliasParts, BUCKET_NAME_ROWS, plainBucketName } from "./names";
import { OPTION_CHECKS } from "./options";
import { RECEIVING_ARGUMENTS, type ReceivingPaths } from "./paths";
import { unknownOfReceiving } from "./plainValues";
import { policyProblems } from "./policies";
import { versionDeleterProblems } from "./principals";
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
    "accountId" in source || typeof source.roleArn !== "string"
      ? []
      : [{ path: sourceRoleArn, value: { arn: source.roleArn, partition: partitionOfRegion(own) } }],
  [
    {
      condition: ({ arn, partition }) => !isRoleArn(arn, partition),
      expected: ({ partition }) =>
        `the arn of the role that replicates, arn:${partition}:iam::<account>:role/<path and name>`,
      found: ({ arn }) => shownValue(arn),
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
      "accountId" in source && typeof source.accountId === "string"
        ? given(sourceAccountId, source.accountId)
        : [],
    ACCOUNT_ROWS,
  ),
  sourceRole,
  check(({ bucketName }, paths) => plainBucketName(paths.bucketName, bucketName), BUCKET_NAME_ROWS),
  check(({ keyAlias = DEFAULT_KEY_ALIAS }) => aliasParts("keyAlias", keyAlias), ALIAS_ROWS),
  ({ readers = [], region: own }) =>
    readers.flatMap((reader, index) => readerProblems(`readers[${index}]`, reader, own)),
  (args) => versionDeleterProblems(args.versionDeleters, args.region),
  ({ lifecycle }, paths) => lifecycleProblems(paths.lifecycle, lifecycle),
  ...OPTION_CHECKS,
  check(
    ({ adopt, bucketName, keyArn }, paths) => adopted(paths.adopt, adopt, bucketName, keyArn),
    ADOPT_ROWS,
  ),
  check(
    ({ keyArn, region: own }, paths) =>
      keyArn === undefined ? [] : [{ path: paths.keyArn, value: { keyArn, region: own } }],
    KEY_ROWS,
  ),
  (args, { site }) => statementProblems(site, args, bucketArnOf(args)),
  policies,
];

function bucketArnOf({ bucketName, region: own }: ReceivingBucketArgs): string | undefined {
  return typeof bucketName === "string" ? bucketArn(partitionOfRegion(own), bucketName) : undefined;
}

function policies(args: ReceivingBucketArgs, paths: ReceivingPaths): readonly Problem[] {
  const { region: own, source } = args;
  const arn = bucketArnOf(args);
  const known = foreseenSource(source, own);
  if (arn === undefined || known === undefined) return [];
  const bucket = { bucketArn: arn, region: own };
  const access = foreseenAccess(args, own);
  const accountId = args.accountId ?? PLACEHOLDER_ACCOUNT;
  const statements = receivingStatements(args, known, access, { ...bucket, accountId });
  return policyProblems(paths.bucketName, { args, paths: paths.site }, bucket, statements);
}

/** The source as long as it will be; undefined for one that cannot be read. */
function foreseenSource(source: SourceArgs, own: string): SourceRole | undefined {
  const of = (accountId: string) => ({ accountId });
  if ("accountId" in source)
    return of(typeof source.accountId === "string" ? source.accountId : PLACEHOLDER_ACCOUNT);
  const { roleArn: arn } = source;
  if (typeof arn !== "string")
    return { roleArn: roleArn(partitionOfRegion(own), PLACEHOLDER_ACCOUNT, "/", "x".repeat(64)) };
  return accountOfArn(arn) === undefined ? undefined : { roleArn: arn };
}

/** Every problem of the arguments, with the names that `paths` gives them. */
export function receivingProblemsOf(
  args: ReceivingBucketArgs,
  paths: ReceivingPaths = RECEIVING_ARGUMENTS,
): readonly Problem[] {
  const later = unknownOfReceiving(args);
  if (later.length > 0) return later;
  const unknown = region(args, paths);
  if (unknown.length === 0) return CHECKS.flatMap((one) => one(args, paths));
  // Only what is wrong whichever region is meant.
  const others = STAND_IN_CHOICES.map((choice) => {
    const known = { ...args, region: standInRegion([args.region], choice) };
    return CHECKS.flatMap((one) => one(known, paths));
  });
  return [...unknown, ...problemsInAll(others)];
}
