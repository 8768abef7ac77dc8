/**
 * How long "who may touch the data" takes for policies that name many principals, and whether it grows in proportion.
 *
 * Run: npm run bench
 */
import { performance } from "node:perf_hooks";
import { accessOf, type PolicyStatement, type Topology } from "../model";
import { type Draft, OTHER_ACCOUNT, SOURCE_ARN } from "../tests/helpers/topologies";
import {
  keyStatements,
  sourcePolicy,
  withGuardedTag,
  withReader,
} from "../tests/model/principal-access/access";

/** Principals that a policy names; others may be given as arguments. */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [250, 1_000];

const READ = ["s3:GetObject", "s3:GetObjectVersion"];

const SHAPES: readonly (readonly [name: string, make: (principals: number) => Topology])[] = [
  ["one statement of a bucket policy", (count) => inBucketPolicy([names(count)])],
  ["one statement of a bucket policy and of its key's", inOneKeyPolicy],
  [
    "a statement of a bucket policy for each principal",
    (count) => inBucketPolicy(names(count).map((name) => [name])),
  ],
  ["statements of ten principals each", (count) => inBucketPolicy(groupsOfTen(names(count)))],
  [
    "ten statements that name all of them",
    (count) => inBucketPolicy(Array.from({ length: 10 }, () => names(count))),
  ],
  ["a condition on aws:PrincipalArn", inCondition],
  ["writers of a bucket whose rule asks for a tag", withWriters],
];

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `arn:aws:iam::${OTHER_ACCOUNT}:role/team/analyst-${n}`);
}

function groupsOfTen(all: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, n) => all.slice(n * 10, n * 10 + 10));
}

function readStatement(principals: string[], number: number): Draft<PolicyStatement> {
  return {
    Sid: `Read${number}`,
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: READ,
    Resource: `${SOURCE_ARN}/reports/*`,
  };
}

function inBucketPolicy(groups: readonly string[][]): Topology {
  const topology = withReader();
  sourcePolicy(topology).push(...groups.map(readStatement));
  return topology;
}

function inOneKeyPolicy(count: number): Topology {
  const topology = withReader();
  for (const statement of [...sourcePolicy(topology), ...keyStatements(topology)]) {
    if (["List", "Read", "Decrypt"].includes(statement.Sid ?? ""))
      statement.Principal = { AWS: names(count) };
  }
  return topology;
}

function inCondition(count: number): Topology {
  const topology = withReader();
  sourcePolicy(topology).push({
    ...readStatement([], 0),
    Principal: "*",
    Condition: { ArnLike: { "aws:PrincipalArn": names(count) } },
  });
  return topology;
}

function withWriters(count: number): Topology {
  const topology = withGuardedTag();
  for (const statement of sourcePolicy(topology)) {
    if (statement.Sid === "Upload") statement.Principal = { AWS: names(count) };
  }
  return topology;
}

function measure(topology: Topology): number {
  const start = performance.now();
  const reports = accessOf(topology);
  const time = performance.now() - start;
  if (!reports.some(({ verdict }) => verdict === "may"))
    throw new Error("expected a principal to have access");
  return time;
}

for (const [name, make] of SHAPES) {
  measure(make(50));
  const times = SIZES.map((size) => measure(make(size)));
  console.log(name);
  for (const [index, size] of SIZES.entries()) {
    console.log(`  ${String(size).padStart(6)} principals ${(times[index] ?? 0).toFixed(0).padStart(7)} ms`);
  }
  const [first, last] = [times[0] ?? 1, times.at(-1) ?? 0];
  const [smallest, largest] = [SIZES[0] ?? 1, SIZES.at(-1) ?? 1];
  const more = Number((largest / smallest).toFixed(1));
  console.log(`  ${more} times the principals take ${(last / first).toFixed(1)} times as long`);
}
