import type { z } from "zod";
import { type ArgumentNames, problemsOf } from "./checks";
import { receiverProblems } from "./checks/receiverSettings";
import { type ReceivingNames, receivingProblemsOf } from "./checks/receiving";
import { type Problem, shown, suggestion } from "./problems";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import { receivingArgs, replicatedArgs } from "./settingsArgs";
import { settingsSchema } from "./settingsSchema";
import { withoutUnreadable } from "./settingsStandIns";

/** How the settings call what the checks speak of. */
const SETTING_PATHS: ArgumentNames = {
  bucketName: "prefix",
  primaryRegion: "primaryRegion",
  primaryAccountId: "accountId",
  primaryAssumeRole: "assumeRole",
  primaryProfile: "profile",
  primaryAccessLogBucket: "accessLogBucket",
};

/** As {@link SETTING_PATHS}, for a receiving stack. */
const RECEIVER_PATHS: ReceivingNames = {
  bucketName: "prefix",
  region: "receiver.region",
  accountId: "accountId",
  assumeRole: "assumeRole",
  profile: "profile",
  sourceRoleArn: "receiver.sourceRoleArn",
  sourceAccountId: "receiver.sourceAccountId",
  lifecycle: "lifecycle.replicas",
};

/** What the settings ask for, or everything that is wrong with them. */
export type ParsedSettings =
  | { readonly args: ReplicatedBucketArgs }
  | { readonly receiver: ReceivingBucketArgs }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/**
 * Turns the settings of a stack, as they were read, into the arguments of a `ReplicatedBucket`, or of a `ReceivingBucket`
 * where `receiver` is set.
 *
 * @param raw setting name -> value of any shape. Nothing is assumed of it.
 */
export function parseSettings(raw: { readonly [name: string]: unknown }): ParsedSettings {
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
    const args = receivingArgs(settings, settings.receiver);
    return problemsOr([...problems, ...receivingProblemsOf(args, RECEIVER_PATHS)], () => ({
      receiver: args,
    }));
  }
  const missing = missingRegion(raw);
  const args = replicatedArgs(settings);
  const problems =
    missing.length > 0 ? [...missing, ...furtherProblems(raw, missing)] : problemsOf(args, SETTING_PATHS);
  return problemsOr(problems, () => ({ args }));
}

/** What is wrong with the settings that can be read, where others cannot. */
function furtherProblems(
  raw: { readonly [name: string]: unknown },
  unreadable: readonly Problem[],
): readonly Problem[] {
  const names = new Set(unreadable.map(({ path }) => topName(path)));
  const { settings, standIns } = withoutUnreadable(raw, names);
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success || parsed.data.receiver !== undefined) return [];
  return problemsOf(replicatedArgs(parsed.data), SETTING_PATHS).filter(
    ({ path }) => !standIns.includes(topName(path)),
  );
}

/** The setting that a path begins with. */
function topName(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function problemsOr(problems: readonly Problem[], otherwise: () => ParsedSettings): ParsedSettings {
  const [first, ...rest] = problems;
  return first === undefined ? otherwise() : { problems: [first, ...rest] };
}

/** A stack without `receiver` needs a primary. `Pulumi.yaml` cannot say so: there the setting has an empty default. */
function missingRegion({
  receiver,
  primaryRegion,
}: {
  readonly [name: string]: unknown;
}): readonly Problem[] {
  const unset = receiver === undefined || JSON.stringify(receiver) === "{}" || receiver === "";
  if (!unset || (primaryRegion !== undefined && primaryRegion !== "")) return [];
  const found = shown(primaryRegion === "" ? undefined : primaryRegion);
  return [{ path: "primaryRegion", expected: "text", found, fix: typeFix("string", found) }];
}

function shapeProblems(
  issue: z.core.$ZodIssue,
  raw: { readonly [name: string]: unknown },
): readonly Problem[] {
  const path = pathText(issue.path);
  const found = shown(valueAt(raw, issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        expected: "a known setting",
        found: shown(key),
        fix: suggestion(key, knownNamesAt(issue.path)),
      }));
    case "invalid_value": {
      const values = issue.values.map(String);
      return [
        {
          path,
          expected: `one of ${values.join(", ")}`,
          found,
          fix: suggestion(found.replaceAll('"', ""), values),
        },
      ];
    }
    case "invalid_type":
      return [{ path, expected: expectedType(issue.expected), found, fix: typeFix(issue.expected, found) }];
    default:
      return [{ path, expected: issue.message.toLowerCase(), found, fix: "see docs/settings.md" }];
  }
}

function expectedType(type: string): string {
  const names: { readonly [type: string]: string } = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[type] ?? type;
}

function typeFix(type: string, found: string): string {
  if (found === "nothing") return "add it to the stack's settings";
  if (type === "string") return "put it in quotes";
  return "see docs/settings.md";
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    raw,
  );
}

/** The names that the schema knows at a path, for a suggestion. */
function knownNamesAt(path: readonly PropertyKey[]): readonly string[] {
  const probe = settingsSchema.shape;
  const [first, ...rest] = path.filter((part) => typeof part === "string");
  if (first === undefined) return Object.keys(probe);
  return namesBelow(Reflect.get(probe, first), rest.map(String));
}

function namesBelow(schema: unknown, path: readonly string[]): readonly string[] {
  const shape = shapeOf(schema);
  if (shape === undefined) return [];
  const [first, ...rest] = path;
  return first === undefined ? Object.keys(shape) : namesBelow(Reflect.get(shape, first), rest);
}

/** The properties of an object schema, through the defaults, lists and options around it. */
function shapeOf(schema: unknown): object | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const shape: unknown = Reflect.get(schema, "shape");
  if (typeof shape === "object" && shape !== null) return shape;
  const definition: unknown = Reflect.get(schema, "def");
  if (typeof definition !== "object" || definition === null) return undefined;
  for (const inner of ["innerType", "element", "out"]) {
    const found = shapeOf(Reflect.get(definition, inner));
    if (found !== undefined) return found;
  }
  return undefined;
}
