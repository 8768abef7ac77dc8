/** How long a rehearsal takes, as a ratio to loading Pulumi's SDK alone, and how it grows with the replicas. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { partitionOfRegion } from "../aws/partitions";
import { KNOWN_REGIONS } from "../aws/regions";
import { columns } from "../operations/report/columns";

const RUNS = 15;
const REPLICAS = [2, 8, 16] as const;
/** What is aimed at, as ratios. */
const MOST_AT_TWO = 1.6;
const MOST_GROWTH = 1.5;

interface Run {
  readonly wallMilliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMebibytes: number;
}

const PROJECT = join(__dirname, "..");
const BASE = ["-e", 'require("@pulumi/pulumi");require("@pulumi/aws")'];

function measure(words: readonly string[]): Run {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["--require", join(__dirname, "usage.js"), ...words], {
    cwd: PROJECT,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const wallMilliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== 0)
    throw new Error(`node ${words.join(" ")} ended with ${child.status}: ${child.stderr}`);
  const usage: unknown = JSON.parse(String(child.output[3]));
  return {
    wallMilliseconds,
    cpuMilliseconds: field(usage, "cpuMilliseconds"),
    peakMebibytes: field(usage, "peakMebibytes"),
  };
}

function field(usage: unknown, name: string): number {
  return typeof usage === "object" && usage !== null ? Number(Reflect.get(usage, name)) : Number.NaN;
}

function median(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.floor(inOrder.length / 2)] ?? Number.NaN;
}

function settings(replicas: number): string {
  const regions = KNOWN_REGIONS.filter(
    (region) => partitionOfRegion(region) === "aws" && region !== "eu-west-1",
  );
  return JSON.stringify({
    config: {
      "s3-replication:prefix": "bench",
      "s3-replication:primaryRegion": "eu-west-1",
      "s3-replication:replicas": regions.slice(0, replicas),
    },
  });
}

function main(): void {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const subjects = new Map<string, readonly string[]>([["the SDK alone", BASE]]);
    for (const replicas of REPLICAS) {
      const file = join(directory, `${replicas}.yaml`);
      writeFileSync(file, settings(replicas));
      subjects.set(`rehearse ${replicas} replicas`, [
        "operations/s3-replication.js",
        "rehearse",
        "--config-file",
        file,
      ]);
    }
    const runs = new Map<string, Run[]>([...subjects.keys()].map((name) => [name, []]));
    // In turn, so that a slow minute of the machine slows them all.
    for (let run = 0; run <= RUNS; run += 1) {
      for (const [name, words] of subjects) {
        const result = measure(words);
        if (run > 0) runs.get(name)?.push(result);
      }
    }
    print(runs);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function print(runs: ReadonlyMap<string, readonly Run[]>): void {
  const walls = (name: string) => (runs.get(name) ?? []).map(({ wallMilliseconds }) => wallMilliseconds);
  // Run by run: the machine is as fast for the one as for the other.
  const ratio = (name: string, to: string) =>
    median(walls(name).map((wall, run) => wall / (walls(to)[run] ?? Number.NaN)));
  const rows = [...runs].map(([name, of]) => [
    name,
    `${median(walls(name)).toFixed(0)} ms`,
    `${median(of.map(({ cpuMilliseconds }) => cpuMilliseconds)).toFixed(0)} ms`,
    `${median(of.map(({ peakMebibytes }) => peakMebibytes)).toFixed(0)} MiB`,
    `${ratio(name, "the SDK alone").toFixed(2)}`,
  ]);
  const growth = ratio("rehearse 16 replicas", "rehearse 2 replicas");
  const atTwo = ratio("rehearse 2 replicas", "the SDK alone");
  console.log(columns([["", "wall", "cpu", "peak", "ratio to the SDK"], ...rows]).join("\n"));
  console.log(`\nmedians of ${RUNS} runs on Node ${process.version}`);
  console.log(`2 replicas to the SDK alone: ${atTwo.toFixed(2)} (aim: at most ${MOST_AT_TWO})`);
  console.log(`16 replicas to 2: ${growth.toFixed(2)} (aim: at most ${MOST_GROWTH})`);
}

main();
