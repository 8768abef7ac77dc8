/** The settings of a stack, turned into the arguments of a component. */
import { partitionOfRegion } from "../aws/partitions";
import { KNOWN_REGIONS } from "../aws/regions";
import { problemsOf } from "./checks";
import { type ReceivingPaths, type ReplicatedPaths, sitePaths } from "./checks/paths";
import { receiverProblems } from "./checks/receiverSettings";
import { receivingProblemsOf } from "./checks/receiving";
import { replicaBucketName } from "./defaults";
import type { Problem } from "./problems";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { type ReceiverSettings, type StackSettings, settingsSchema } from "./settingsSchema";
import { missingRegion, type RawSettings, shapeProblems } from "./shapeProblems";

/** The settings that the arguments of a `ReplicatedBucket` come from. */
const REPLICATED_SETTINGS: ReplicatedPaths = {
  bucketName: "prefix",
  primary: { ...sitePaths(""), region: "primaryRegion" },
};

/** The settings that the arguments of a `ReceivingBucket` come from. */
const RECEIVER_SETTINGS: ReceivingPaths = {
  bucketName: "prefix",
  site: { ...sitePaths(""), region: "receiver.region" },
  sourceRoleArn: "receiver.sourceRoleArn",
  sourceAccountId: "receiver.sourceAccountId",
  lifecycle: "lifecycle.replicas",
};

/** The arguments that the settings ask for, or every problem of the settings. */
export type ParsedSettings =
  | { readonly args: ReplicatedBucketArgs }
  | { readonly receiver: ReceivingBucketArgs }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/**
 * Turns the settings of a stack into the arguments of a `ReplicatedBucket`, or of a `ReceivingBucket` where `receiver` is set.
 *
 * @param raw setting name -> value of any shape.
 */
export function parseSettings(raw: RawSettings): ParsedSettings {
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success) {
    const unreadable = parsed.error.issues.flatMap((issue) => shapeProblems(issue, raw));
    const missing = missingRegion(raw);
    return problemsOr(
      [...missing, ...unreadable, ...furtherProblems(raw, [...missing, ...unreadable])],
      () => {
        throw parsed.error;
      },
    );
  }
  const settings = parsed.data;
  if (settings.receiver !== undefined) {
    const problems = receiverProblems(settings, settings.receiver);
    const receiver = receivingArgs(settings, settings.receiver);
    return problemsOr([...problems, ...receivingProblemsOf(receiver, RECEIVER_SETTINGS)], () => ({
      receiver,
    }));
  }
  const missing = missingRegion(raw);
  const args = replicatedArgs(settings);
  const problems =
    missing.length > 0
      ? [...missing, ...furtherProblems(raw, missing)]
      : problemsOf(args, REPLICATED_SETTINGS);
  return problemsOr(problems, () => ({ args }));
}

function problemsOr(problems: readonly Problem[], otherwise: () => ParsedSettings): ParsedSettings {
  const [first, ...rest] = problems;
  return first === undefined ? otherwise() : { problems: [first, ...rest] };
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
    receiver: _,
    ...same
  } = settings;
  return {
    ...same,
    bucketName: primaryBucketName(prefix),
    primary: { region: primaryRegion, accountId, assumeRole, profile, accessLogBucket },
  };
}

/** As {@link replicatedArgs}, without the settings of a primary. */
function receivingArgs(settings: StackSettings, receiver: ReceiverSettings): ReceivingBucketArgs {
  const { primaryRegion, replicas, filter, replicateOnlyFrom, writers, logDelivery, ...others } = settings;
  const { roleName, rolePath, permissionsBoundary, roleArn, ...common } = others;
  const { prefix, receiver: _, lifecycle, replicationTimeControl, metrics, ...same } = common;
  const { region, name, bucketName, sourceRoleArn, sourceAccountId = "" } = receiver;
  return {
    ...same,
    bucketName: bucketName ?? replicaBucketName(primaryBucketName(prefix), name ?? region),
    region,
    source: sourceRoleArn === undefined ? { accountId: sourceAccountId } : { roleArn: sourceRoleArn },
    lifecycle: lifecycle.replicas,
  };
}

function primaryBucketName(prefix: string): string {
  return `${prefix}-archive`;
}

/** Problems of the settings that can be read, where others cannot. */
function furtherProblems(raw: RawSettings, unreadable: readonly Problem[]): readonly Problem[] {
  const names = new Set(unreadable.map(({ path }) => topName(path)));
  const { settings, placeholders } = withPlaceholders(raw, names);
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success || parsed.data.receiver !== undefined) return [];
  return problemsOf(replicatedArgs(parsed.data), REPLICATED_SETTINGS).filter(
    ({ path }) => !placeholders.includes(topName(path)),
  );
}

/** The setting that a path begins with. */
function topName(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

/** Settings that can be checked, and the names of those that are not the user's. */
interface CompletedSettings {
  readonly settings: RawSettings;
  readonly placeholders: readonly string[];
}

/** The settings that can be read. Required ones that cannot are replaced by values that cause no problem of their own. */
function withPlaceholders(raw: RawSettings, unreadable: ReadonlySet<string>): CompletedSettings {
  const readable = Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) => !unreadable.has(name) && value !== undefined && value !== "",
    ),
  );
  const used = regionsIn(readable);
  const [one = "eu-west-1", another = "eu-central-1"] = KNOWN_REGIONS.filter(
    (region) =>
      !used.includes(region) && partitionOfRegion(region) === partitionOfRegion(used[0] ?? "eu-west-1"),
  );
  const placeholders: RawSettings = { prefix: "placeholder", primaryRegion: one, replicas: [another] };
  const missing = Object.keys(placeholders).filter((name) => !(name in readable));
  return { settings: { ...placeholders, ...readable }, placeholders: missing };
}

function regionsIn({ primaryRegion, replicas }: RawSettings): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(replicas) ? replicas : [];
  const regions = entries.map((entry) =>
    typeof entry === "object" && entry !== null ? Reflect.get(entry, "region") : entry,
  );
  return [primaryRegion, ...regions].filter((region) => typeof region === "string");
}
