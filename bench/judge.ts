/**
 * How long the model takes for many routes, and whether it grows in proportion.
 *
 * Run: npm run bench
 */
import { performance } from "node:perf_hooks";
import { judge, overall, type Topology } from "../model";
import {
  configurationOf,
  knownIn,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_NAME,
  statementOf,
  type TopologyDraft,
  workingTopology,
} from "../tests/helpers/topologies";

const SIZES = [250, 500, 1_000];
const REPEATS = 5;
/** Milliseconds that 1,000 routes may take. */
const LIMIT = 1_000;

const SHAPES: readonly (readonly [name: string, make: (routes: number) => Topology])[] = [
  ["a source, a role and a key for every four replicas", groupsOfFive],
  ["one source, one role, a replica for each rule", oneSource],
  ["one role whose policy lists every bucket", oneRole],
];

/** n routes over 5/4 n buckets. */
function groupsOfFive(routes: number): Topology {
  const parts: TopologyDraft[] = [];
  for (let group = 0; group * 4 < routes; group++) {
    const count = Math.min(4, routes - group * 4);
    parts.push(renamed(workingTopology({ replicas: replicas(count, `g${group}`) }), `g${group}`));
  }
  return {
    buckets: parts.flatMap((part) => part.buckets),
    keys: parts.flatMap((part) => part.keys),
    roles: parts.flatMap((part) => part.roles),
    configurations: parts.flatMap((part) => part.configurations),
  };
}

/** n routes over n + 1 buckets. */
function oneSource(routes: number): Topology {
  const topology = workingTopology({ replicas: replicas(routes, "one") });
  return withListedStatements(topology);
}

/** n routes from n sources to n replicas by one role. */
function oneRole(routes: number): Topology {
  const parts = replicas(routes, "r").map((replica, n) =>
    renamed(workingTopology({ replicas: [replica] }), `s${n}`),
  );
  const [first] = parts;
  if (first === undefined) throw new Error("expected at least one route");
  const statements = ["Configuration", "Objects", "Replicas", "SourceKey", "ReplicaKey0"];
  for (const sid of statements) {
    const all = parts.flatMap((part) => [statementOf(roleOf(part).policies[0], sid).Resource ?? []].flat());
    const statement = statementOf(roleOf(first).policies[0], sid);
    statement.Resource = all;
    if (sid.endsWith("Key0") || sid.endsWith("Key")) delete statement.Condition;
  }
  const role = roleOf(first);
  return {
    buckets: parts.flatMap((part) => part.buckets),
    keys: parts.flatMap((part) => part.keys),
    roles: [role],
    configurations: parts.map((part, n) => ({
      ...configurationOf(part),
      label: `configuration ${n}`,
      role: { to: role.label, written: knownIn(role.arn) },
    })),
  };
}

function replicas(count: number, group: string) {
  return Array.from({ length: count }, (_, n) => ({
    name: `replica-${group}-${n}`,
    account: SOURCE_ACCOUNT,
    region: n % 2 === 0 ? "eu-central-1" : "eu-north-1",
  }));
}

/** Another source, source key and role under names of their own. */
function renamed(topology: TopologyDraft, group: string): TopologyDraft {
  const rename = (text: string) =>
    text
      .replace(/^(role|configuration|source-key|acme-archive)$/, `$1-${group}`)
      .replaceAll(`:::${SOURCE_NAME}`, `:::${SOURCE_NAME}-${group}`)
      .replaceAll("11111111-1111", `${group}-1111`)
      .replaceAll("22222222-2222", `${group}-2222`)
      .replaceAll(ROLE_ARN, `${ROLE_ARN}-${group}`);
  return mapped(topology, rename);
}

/** A copy in which every text went through a function. */
function mapped<T>(value: T, change: (text: string) => string): T {
  const copy: unknown = structuredClone({ value });
  changeTexts(copy, change);
  return (copy as { value: T }).value;
}

function changeTexts(value: unknown, change: (text: string) => string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "string") Reflect.set(value, key, change(inner));
    else changeTexts(inner, change);
  }
}

/** The keys' statements as one, the way a program with many replicas writes it. */
function withListedStatements(topology: TopologyDraft): TopologyDraft {
  const document = knownIn(roleOf(topology).policies[0]?.document ?? { unknown: "the role has no policy" });
  const isOfKey = (sid: string | undefined) => sid?.startsWith("ReplicaKey") === true;
  const keys = document.Statement.filter(({ Sid }) => isOfKey(Sid));
  document.Statement = [
    ...document.Statement.filter(({ Sid }) => !isOfKey(Sid)),
    {
      Sid: "ReplicaKeys",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
      Resource: keys.flatMap(({ Resource }) => [Resource ?? []].flat()),
    },
  ];
  return topology;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(topology: Topology): number {
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    const reports = judge(topology);
    const time = performance.now() - start;
    if (overall(reports) !== "works")
      throw new Error(`expected every route to work, found ${overall(reports)}`);
    return time;
  });
  return median(times);
}

let isSlow = false;
for (const [name, make] of SHAPES) {
  measure(make(50));
  const times = SIZES.map((size) => measure(make(size)));
  const [smallest, , largest] = times;
  const growth = (largest ?? 0) / (smallest ?? 1);
  isSlow ||= (largest ?? 0) > LIMIT;
  console.log(name);
  for (const [index, size] of SIZES.entries()) {
    console.log(`  ${String(size).padStart(5)} routes ${(times[index] ?? 0).toFixed(0).padStart(6)} ms`);
  }
  console.log(`  4 times the routes take ${growth.toFixed(1)} times as long`);
}
if (isSlow) {
  console.error(`expected 1,000 routes to take at most ${LIMIT} ms`);
  process.exitCode = 1;
}
