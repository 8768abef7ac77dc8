/** Checks of a primary that exists already, and of the rules that it keeps. */
import { bucketNameOfArn } from "../../aws/arns";
import { MAX_PRIORITY } from "../../aws/limits";
import { type Problem, shownValue } from "../problems";
import { writtenRules } from "../replicaRules";
import type { KeptRule, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { EXISTING_ROWS } from "./existing";
import type { ReplicatedPaths } from "./paths";
import { type Checked, problemsIn, type Row } from "./rows";

/** Everything wrong with what exists of the primary. */
export function existingPrimary(args: ReplicatedBucketArgs, paths: ReplicatedPaths): readonly Problem[] {
  const { primary } = args;
  const { bucketArn, keyArn, keepRules = [] } = primary;
  const named = bucketArn !== undefined || keyArn !== undefined;
  return [
    ...(named ? problemsIn([{ path: "primary", value: primary }], ARN_ROWS) : []),
    ...problemsIn([{ path: "primary", value: args }], PRIMARY_ROWS),
    ...(bucketArn === undefined ? [] : problemsIn(ownersOptions(args, paths), OWNERS_ROWS)),
    ...problemsIn(
      keepRules.map((rule, index) => keptRule(args, rule, index)),
      KEPT_RULE_ROWS,
    ),
  ];
}

/** The owner of the primary is no receiving stack, so that nothing hands its ARNs over. */
const ARN_ROWS = EXISTING_ROWS.map((row): (typeof EXISTING_ROWS)[number] => ({
  ...row,
  fix: (named) => {
    const fix = typeof row.fix === "string" ? row.fix : row.fix(named);
    return fix.startsWith("copy handOver.bucketArn")
      ? "write arn:aws:s3::: and the name"
      : fix.startsWith("copy handOver.keyArn")
        ? "aws kms describe-key shows it"
        : fix;
  },
}));

const PRIMARY_ROWS: readonly Row<ReplicatedBucketArgs>[] = [
  {
    condition: ({ bucketName, primary: { bucketArn } }) =>
      typeof bucketArn === "string" &&
      typeof bucketName === "string" &&
      bucketNameOfArn(bucketArn) !== bucketName,
    where: (_, path) => `${path}.bucketArn`,
    expected: ({ bucketName }) => `the arn of the bucket ${shownValue(bucketName)}, which bucketName names`,
    found: ({ primary }) => shownValue(primary.bucketArn),
    fix: "correct one of the two",
  },
  {
    condition: ({ primary: { bucketArn, adopt } }) => bucketArn !== undefined && adopt !== undefined,
    where: (_, path) => `${path}.adopt`,
    expected: "either adopt or bucketArn",
    found: "both",
    fix: "keep adopt for a bucket that this stack takes over, bucketArn for one that stays with its owner",
  },
  {
    condition: ({ primary: { bucketArn, adopt, keepRules } }) =>
      (bucketArn !== undefined || adopt !== undefined) && keepRules === undefined,
    where: (_, path) => `${path}.keepRules`,
    expected: "the replication rules that the existing bucket keeps",
    found: "nothing",
    fix: ({ bucketName }) =>
      `this stack replaces all of them: npx s3-replication diagnose ${typeof bucketName === "string" ? bucketName : "<name>"} --keep-rules prints them; write [] where there are none`,
  },
  {
    condition: ({ primary: { keepRules = [] }, roleArn }) => keepRules.length > 0 && roleArn === undefined,
    where: (_, path) => `${path}.keepRules`,
    expected: "roleArn, the role that these rules replicate with",
    found: "nothing",
    fix: "a bucket has one role for all rules: set roleArn to Role of its replication configuration",
  },
];

/** An option of the bucket, under the name that the user knows. */
function ownersOptions(
  { primary, lifecycle }: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Checked<unknown>[] {
  return [
    { path: paths.primary.accessLogBucket, value: primary.accessLogBucket },
    { path: "lifecycle.primary", value: lifecycle?.primary },
  ];
}

const OWNERS_ROWS: readonly Row<unknown>[] = [
  {
    condition: (value) => value !== undefined,
    expected: "nothing beside primary.bucketArn",
    found: (value) => (typeof value === "string" || !isOutput(value) ? shownValue(value) : "a value"),
    fix: "remove it: that bucket is configured by its owner",
  },
];

function isOutput(value: unknown): boolean {
  return typeof value === "object" && value !== null && "apply" in value;
}

/** A kept rule with those that it must differ from. */
interface KeptAmongOthers {
  readonly rule: KeptRule;
  readonly ids: readonly string[];
  readonly priorities: readonly (number | undefined)[];
}

function keptRule(
  { primary: { keepRules = [] }, replicas }: ReplicatedBucketArgs,
  rule: KeptRule,
  index: number,
): Checked<KeptAmongOthers> {
  const earlier = keepRules.slice(0, index);
  const own = replicas.flatMap(writtenRules);
  return {
    path: `primary.keepRules[${index}]`,
    value: {
      rule,
      ids: [...earlier.map(({ id }) => id), ...own.map(({ id }) => id)],
      priorities: [
        ...earlier.map(({ priority }) => priority),
        ...own.map(({ options: { priority } }) => priority),
      ],
    },
  };
}

const STATUSES: readonly string[] = ["Enabled", "Disabled"];

const KEPT_RULE_ROWS: readonly Row<KeptAmongOthers>[] = [
  {
    condition: ({ rule }) => !STATUSES.includes(rule.status),
    where: (_, path) => `${path}.status`,
    expected: "Enabled or Disabled",
    found: ({ rule }) => shownValue(rule.status),
    fix: "write the status that the rule has",
  },
  {
    condition: ({ rule, ids }) => ids.includes(rule.id),
    where: (_, path) => `${path}.id`,
    expected: "an id that no other rule has",
    found: ({ rule }) => shownValue(rule.id),
    fix: "rules of this stack have the names of the replicas; give the replica another name, or the kept rule another id",
  },
  {
    condition: ({ rule: { priority } }) =>
      !Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY,
    where: (_, path) => `${path}.priority`,
    expected: `a whole number from 0 to ${MAX_PRIORITY}`,
    found: ({ rule }) => shownValue(rule.priority),
    fix: "write the priority that the rule has; one without a priority is of version 1 and has to become one of version 2 first",
  },
  {
    condition: ({ rule, priorities }) => priorities.includes(rule.priority),
    where: (_, path) => `${path}.priority`,
    expected: "a priority that no other rule has",
    found: ({ rule }) => shownValue(rule.priority),
    fix: "change the priority of the replica, or leave it out",
  },
];
