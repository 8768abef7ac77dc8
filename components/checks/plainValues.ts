/** Checks that a value is no output where resources, or checks that come before them, depend on it. */
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problems";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { problemsIn, type Row } from "./rows";

/** Arguments that take an output, with `[]` for every index: what they say is only in resources and policies. */
export const OUTPUTS_OF_REPLICATED: readonly string[] = [
  "bucketName",
  "roleName",
  "roleArn",
  "permissionsBoundary",
  "primary.accessLogBucket",
  "primary.assumeRole.roleArn",
  "primary.bucketArn",
  "primary.keyArn",
  "replicas[].accessLogBucket",
  "replicas[].assumeRole.roleArn",
  "replicas[].bucketArn",
  "replicas[].bucketName",
  "replicas[].keyArn",
  "readers[].principals[]",
  "replicateOnlyFrom.principals[]",
  "writers[]",
  "versionDeleters[]",
  "alarms.queues[]",
  "backfill.reportBucket",
];

/** As {@link OUTPUTS_OF_REPLICATED}. */
export const OUTPUTS_OF_RECEIVING: readonly string[] = [
  "accessLogBucket",
  "assumeRole.roleArn",
  "bucketName",
  "keyArn",
  "readers[].principals[]",
  "source.accountId",
  "source.roleArn",
  "versionDeleters[]",
];

/** The provider's own inputs, which take outputs at any depth. */
const INPUTS_OF_PROVIDER = "alarms.notifications";

/** End of a path, with `[]` for every index -> what to do instead. The first one that fits. */
const FIXES: readonly (readonly [end: RegExp, fix: string])[] = [
  [/(^|\.)region$/, "write the region: it decides which providers there are"],
  [
    /(^|\.)accountId$/,
    "write the 12 digits: whether a replica is in another account is decided before any output is known",
  ],
  [
    /^alarms\.topics\b/,
    "its region decides which topics are made: write the arn, or leave it out and subscribe to topicArns of the component's alarms",
  ],
  [/(^|\.)adopt\.keyId$/, "pulumi imports by an id that is known when the program runs; write the id"],
  [/(^|\.)keyAlias$/, "aliases are compared before anything is created; write the alias"],
  [
    /(^|\.)(bucket|key)PolicyStatements\b/,
    "statements are checked before anything is created; write the value: an arn is made of account, path and name",
  ],
  [
    /^primary\.keepRules\b/,
    "kept rules are compared with those of the stack before anything is created; write the value, as aws s3api get-bucket-replication shows it",
  ],
  [/(^|\.)receiver$/, "write <organization>/<project>/<stack>"],
];

const ROWS: readonly Row<{ readonly pattern: string; readonly found: string }>[] = [
  {
    condition: () => true,
    expected: "a value that is known when the program runs",
    found: ({ found }) => found,
    fix: ({ pattern }) =>
      FIXES.find(([end]) => end.test(pattern))?.[1] ??
      "write the value itself: it is checked, or decides which resources there are, before any output is known",
  },
];

/** Outputs and promises in arguments of a `ReplicatedBucket` that must be known. */
export function unknownOfReplicated(args: ReplicatedBucketArgs): readonly Problem[] {
  return unknownValues(args, OUTPUTS_OF_REPLICATED);
}

/** Outputs and promises in arguments of a `ReceivingBucket` that must be known. */
export function unknownOfReceiving(args: ReceivingBucketArgs): readonly Problem[] {
  return unknownValues(args, OUTPUTS_OF_RECEIVING);
}

function unknownValues(args: object, outputs: readonly string[]): readonly Problem[] {
  const found = laterValues("", args).map(({ path, found: what }) => ({
    path,
    value: { pattern: path.replace(/\[\d+\]/g, "[]"), found: what },
  }));
  return problemsIn(
    found.filter(({ value }) => !outputs.includes(value.pattern)),
    ROWS,
  );
}

/** A value that is known later. */
interface LaterValue {
  readonly path: string;
  readonly found: string;
}

function laterValues(path: string, value: unknown): readonly LaterValue[] {
  if (typeof value !== "object" || value === null || path === INPUTS_OF_PROVIDER) return [];
  if (pulumi.Output.isInstance(value)) return [{ path, found: "an output" }];
  if (value instanceof Promise) return [{ path, found: "a promise" }];
  if (pulumi.Resource.isInstance(value)) return [];
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    return entries.flatMap((entry, index) => laterValues(`${path}[${index}]`, entry));
  }
  return Object.entries(value).flatMap(([name, entry]) =>
    laterValues(path === "" ? name : `${path}.${name}`, entry),
  );
}
