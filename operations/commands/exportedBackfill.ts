/** Reads what a backfill is about from exported stacks. */
import type { Topology } from "../../model";
import { backfillOutputs } from "../backfill/stackOutputs";
import { InputError } from "../inputError";
import type { Io } from "../io";
import type { ReadSource } from "./backfillTarget";
import { readExportTexts, topologyOf } from "./exports";
import { requireSource, sourcesOf } from "./sourceBuckets";

/** @throws InputError where a file is no export, or it does not say which bucket is meant. */
export async function readExported(
  files: readonly string[],
  named: string | undefined,
  io: Io,
): Promise<ReadSource> {
  const texts = await readExportTexts(files, io);
  const { topology } = topologyOf(files, texts);
  const bucket = chosenSource(named, topology);
  return {
    topology,
    bucket,
    outputs: backfillOutputs(texts, bucket),
    missing: [],
    lacks: [],
    fix: "set s3-replication:backfill to true and run pulumi up, then export the stack again",
  };
}

function chosenSource(bucket: string | undefined, topology: Topology): string {
  const sources = sourcesOf(topology);
  if (bucket !== undefined) {
    requireSource(bucket, topology, sources);
    return bucket;
  }
  const [first, second] = sources;
  if (first === undefined) {
    throw new InputError("--export: expected a stack with replication rules, found none");
  }
  if (second === undefined) return first.name;
  throw new InputError(
    `--bucket: expected one of ${sources.map(({ name }) => name).join(", ")}, found none; one job is for one bucket`,
  );
}
