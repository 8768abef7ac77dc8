/** Turns the inputs of other languages into the arguments of the components, or reports every problem. */
import { partitionOfRegion } from "../../aws/partitions";
import { KNOWN_REGIONS } from "../../aws/regions";
import { problemsOf } from "../checks";
import { receivingProblemsOf } from "../checks/receiving";
import { LOG_SOURCES, type LogSource } from "../documents/logDelivery";
import { throwIfAny } from "../invalidArguments";
import { type Problem, shownValue, suggestion } from "../problems";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { inputProblems, type TypeSchema, type Types } from "./inputProblems";
import type { ReceivingBucketInputs, Source } from "./receivingBucketInputs";
import type { ReplicatedBucketInputs } from "./replicatedBucketInputs";
import { types as ownTypes, resources } from "./schema.json";

/** What the schema says of a component. */
interface ComponentSchema {
  readonly inputProperties: NonNullable<TypeSchema["properties"]>;
  readonly requiredInputs: readonly string[];
}

const TYPES: Types = Object.fromEntries(
  Object.entries(ownTypes).map(([token, type]) => [`#/types/${token}`, type]),
);

/** @throws pulumi.InputPropertiesError with every problem of the inputs, by the names of the schema. */
export function replicatedBucketArgs(name: string, inputs: ReplicatedBucketInputs): ReplicatedBucketArgs {
  const wrong = shapeProblems(inputs, resources["s3-replication:index:ReplicatedBucket"]);
  const [region, another] = unusedRegions(wrong.length === 0 ? [] : regionsIn(inputs));
  const readable = withStandIns(inputs, wrong, {
    bucketName: "stand-in",
    primary: { region },
    replicas: [{ region: another }],
  });
  const args = { ...readable, logDelivery: logSources(readable.logDelivery) };
  throwIfAny(`ReplicatedBucket "${name}"`, [
    ...wrong,
    ...unknownLogSources(readable.logDelivery ?? []),
    ...notIn(wrong, problemsOf(args)),
  ]);
  return args;
}

/** @throws pulumi.InputPropertiesError with every problem of the inputs, by the names of the schema. */
export function receivingBucketArgs(name: string, inputs: ReceivingBucketInputs): ReceivingBucketArgs {
  const wrong = [...shapeProblems(inputs, resources["s3-replication:index:ReceivingBucket"])];
  const [region] = unusedRegions([]);
  const readable = withStandIns(inputs, wrong, {
    bucketName: "stand-in",
    region,
    source: { accountId: "000000000000" },
  });
  const ambiguous = sourceProblems(readable.source);
  const args = { ...readable, source: sourceOf(readable.source) };
  throwIfAny(`ReceivingBucket "${name}"`, [
    ...wrong,
    ...ambiguous,
    ...notIn([...wrong, ...ambiguous], receivingProblemsOf(args)),
  ]);
  return args;
}

function shapeProblems(inputs: object, { inputProperties, requiredInputs }: ComponentSchema) {
  return inputProblems(inputs, { properties: inputProperties, required: requiredInputs }, TYPES);
}

/** The inputs that can be read; those that cannot are left out or, where they are required, replaced. */
function withStandIns<T extends object>(inputs: T, wrong: readonly Problem[], standIns: Partial<T>): T {
  const names = topNames(wrong);
  const isWrong = ([name]: readonly [string, unknown]) => names.has(name);
  const nothing = Object.fromEntries([...names].map((name) => [name, undefined]));
  return { ...inputs, ...nothing, ...Object.fromEntries(Object.entries(standIns).filter(isWrong)) };
}

/** The problems of other inputs than those that cannot be read. */
function notIn(wrong: readonly Problem[], problems: readonly Problem[]): readonly Problem[] {
  const names = topNames(wrong);
  return problems.filter(({ path }) => !names.has(topName(path)));
}

function topNames(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.map(({ path }) => topName(path)));
}

/** The input that a path begins with. */
function topName(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function regionsIn({ primary, replicas }: ReplicatedBucketInputs): readonly unknown[] {
  const sites: readonly unknown[] = [primary, ...(Array.isArray(replicas) ? replicas : [])];
  return sites.map((site) => Reflect.get(Object(site), "region"));
}

/** Two regions of the partition of those that are used. */
function unusedRegions(used: readonly unknown[]): readonly [string, string] {
  const first = used.find((region) => typeof region === "string") ?? "eu-west-1";
  const [one = "eu-west-1", another = "eu-central-1"] = KNOWN_REGIONS.filter(
    (region) => !used.includes(region) && partitionOfRegion(region) === partitionOfRegion(String(first)),
  );
  return [one, another];
}

function logSources(names: readonly string[] | undefined): readonly LogSource[] | undefined {
  return names === undefined ? undefined : LOG_SOURCES.filter((source) => names.includes(source));
}

function unknownLogSources(names: readonly string[]): readonly Problem[] {
  const known: readonly string[] = LOG_SOURCES;
  return names.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [
          {
            path: `logDelivery[${index}]`,
            expected: `one of ${known.join(", ")}`,
            found: shownValue(name),
            fix: suggestion(name, known),
          },
        ],
  );
}

function sourceOf({ roleArn, accountId = "" }: Source): ReceivingBucketArgs["source"] {
  return roleArn === undefined ? { accountId } : { roleArn };
}

function sourceProblems({ roleArn, accountId }: Source): readonly Problem[] {
  const found = roleArn === undefined ? "neither" : "both";
  if ((roleArn === undefined) !== (accountId === undefined)) return [];
  const expected = "either roleArn or accountId";
  return [{ path: "source", expected, found, fix: "name the role where you can" }];
}
