/** The settings of a stack, turned into the arguments of a component. */
import { bucketNameOfArn } from "../aws/arns";
import type { ObjectLockArgs } from "./bucketOptions";
import { problemsOf } from "./checks";
import { objectLockContradiction } from "./checks/objectLockSettings";
import { type ReceivingPaths, type ReplicatedPaths, sitePaths } from "./checks/paths";
import { receiverProblems } from "./checks/receiverSettings";
import { receivingProblemsOf } from "./checks/receiving";
import { problemsIn } from "./checks/rows";
import { REGION_ROWS } from "./checks/sites";
import { STAND_IN_CHOICES, standInRegion } from "./checks/unknownRegions";
import { replicaBucketName } from "./defaults";
import { type Problem, problemsInAll, problemsOutside } from "./problems";
import { readableSettings } from "./readableSettings";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { type ReceiverSettings, type StackSettings, settingsSchema } from "./settingsSchema";
import { missingRegion, type RawSettings, shapeProblems } from "./shapeProblems";

/** The settings that the arguments of a `ReplicatedBucket` come from. */
function replicatedSettings({ bucketName, primary }: StackSettings): ReplicatedPaths {
  const existing = primary?.bucketArn === undefined ? "prefix" : "primary.bucketArn";
  return {
    bucketName: bucketName === undefined ? existing : "bucketName",
    primary: { ...sitePaths(""), region: "primaryRegion" },
  };
}

/** The settings that the arguments of a `ReceivingBucket` come from. */
const RECEIVER_SETTINGS: ReceivingPaths = {
  bucketName: "prefix",
  site: { ...sitePaths(""), region: "receiver.region" },
  sourceRoleArn: "receiver.sourceRoleArn",
  sourceAccountId: "receiver.sourceAccountId",
  lifecycle: "lifecycle.replicas",
  adopt: "receiver.adopt",
  keyArn: "receiver.keyArn",
};

/** In place of an account that the settings do not name, which is a problem of its own. */
const UNNAMED_ACCOUNT = "000000000000";

/** The arguments that the settings ask for, or every problem of the settings. */
export type ParsedSettings =
  | { readonly args: ReplicatedBucketArgs }
  | { readonly receiver: ReceivingBucketArgs }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/**
 * Turns the settings of a stack into the arguments of a `ReplicatedBucket`, or of a `ReceivingBucket` where `receiver` is set.
 * What can be read is checked even where the rest cannot.
 *
 * @param raw setting name -> value of any shape.
 */
export function parseSettings(raw: RawSettings): ParsedSettings {
  const parsed = settingsSchema.safeParse(raw);
  const unreadable = [
    ...missingRegion(raw),
    ...(parsed.success ? [] : shapeProblems(parsed.error.issues, raw)),
  ];
  if (parsed.success && unreadable.length === 0) {
    const [first, ...rest] = problemsOfSettings(parsed.data);
    return first === undefined ? argsOf(parsed.data) : { problems: [first, ...rest] };
  }
  const { variants, paths } = readableSettings(raw);
  const others = problemsOutside(paths, problemsInAll(variants.map(problemsOfSettings)));
  const [first, ...rest] = [...unreadable, ...others];
  // Settings are refused only for issues of the schema, and each of those is a problem.
  if (first === undefined) throw parsed.error ?? new Error("settings without a problem were refused");
  return { problems: [first, ...rest] };
}

function argsOf(settings: StackSettings): ParsedSettings {
  return settings.receiver === undefined
    ? { args: replicatedArgs(settings) }
    : { receiver: receivingArgs(settings, settings.receiver) };
}

/** Every problem of settings that have the shape they need. */
function problemsOfSettings(settings: StackSettings): readonly Problem[] {
  const problems =
    settings.receiver === undefined
      ? problemsOf(replicatedArgs(settings), replicatedSettings(settings))
      : receivingProblems(settings, settings.receiver);
  return [...problems, ...objectLockContradiction(settings, undefined)];
}

function receivingProblems(settings: StackSettings, receiver: ReceiverSettings): readonly Problem[] {
  const unknown = problemsIn([{ path: RECEIVER_SETTINGS.site.region, value: receiver.region }], REGION_ROWS);
  if (unknown.length === 0) {
    return [
      ...receiverProblems(settings, receiver),
      ...receivingProblemsOf(receivingArgs(settings, receiver), RECEIVER_SETTINGS),
    ];
  }
  // The region is part of the bucket's name, so that only what is wrong whichever one is meant is told.
  const others = STAND_IN_CHOICES.map((choice) =>
    receivingProblems(settings, { ...receiver, region: standInRegion([receiver.region], choice) }),
  );
  return [...unknown, ...problemsInAll(others)];
}

/** Settings that have the same names in both are handed on whole. */
function replicatedArgs(settings: StackSettings): ReplicatedBucketArgs {
  const {
    prefix,
    primaryRegion,
    accountId,
    assumeRole,
    profile,
    accessLogBucket,
    primary,
    bucketName = primary?.bucketArn === undefined
      ? primaryBucketName(prefix)
      : bucketNameOfArn(primary.bucketArn),
    bucketPolicyStatements,
    keyPolicyStatements,
    objectLock,
    receiver: _,
    ...same
  } = settings;
  const site = { region: primaryRegion, accountId, assumeRole, profile, accessLogBucket };
  return {
    ...same,
    bucketName,
    primary: { ...site, bucketPolicyStatements, keyPolicyStatements, ...primary },
    objectLock: objectLockOf(objectLock),
  };
}

/** As {@link replicatedArgs}, without the settings of a primary. */
function receivingArgs(settings: StackSettings, receiver: ReceiverSettings): ReceivingBucketArgs {
  const { primaryRegion, replicas, filter, replicateOnlyFrom, writers, logDelivery, ...others } = settings;
  const {
    roleName,
    rolePath,
    permissionsBoundary,
    roleArn,
    primary,
    providers,
    bucketName: _own,
    backfill,
    ...common
  } = others;
  const {
    prefix,
    receiver: _,
    lifecycle,
    objectLock,
    replicationTimeControl,
    metrics,
    alarms,
    ...same
  } = common;
  const {
    region,
    name,
    bucketName,
    sourceRoleArn,
    sourceAccountId = UNNAMED_ACCOUNT,
    adopt,
    keyArn,
  } = receiver;
  return {
    ...same,
    bucketName: bucketName ?? replicaBucketName(primaryBucketName(prefix), name ?? region),
    region,
    source: sourceRoleArn === undefined ? { accountId: sourceAccountId } : { roleArn: sourceRoleArn },
    lifecycle: lifecycle.replicas,
    objectLock: objectLockOf(objectLock),
    ...(adopt !== undefined && { adopt }),
    ...(keyArn !== undefined && { keyArn }),
  };
}

function primaryBucketName(prefix: string): string {
  return `${prefix}-archive`;
}

/** Object Lock is on where it is enabled or where anything of a default retention is set. */
function objectLockOf({
  enabled = false,
  ...retention
}: StackSettings["objectLock"]): ObjectLockArgs | undefined {
  return enabled || Object.values(retention).some((value) => value !== undefined) ? retention : undefined;
}
