/** The command `explain`: what happens to one object on every route. */
import { resolve } from "node:path";
import { type Journey, journeysOf, judgeFor, type Topology, topologyFromRehearsal } from "../../model";
import type { Io } from "../io";
import { projectDirectory } from "../projectDirectory";
import { rehearse } from "../rehearsal/rehearse";
import { environmentNote } from "../rehearsal/stackFileKeys";
import { readStackConfiguration } from "../rehearsal/stackFiles";
import { journeysJson } from "../report/journeysJson";
import { journeysText } from "../report/journeysText";
import { paint, wantsColour } from "../report/paint";
import { STATUS, type Status } from "../status";
import { type EventOptions, eventOf } from "./explainEvent";
import { readExports, remarksOnPending } from "./exports";
import { requireSource, sourcesOf } from "./sourceBuckets";

export interface ExplainOptions extends EventOptions {
  readonly stack: string;
  readonly configFile?: string;
  /** An exported stack to use instead of a rehearsal; `-` is standard input. */
  readonly export?: string;
  readonly json?: boolean;
  /** Name, ARN or URN of the source bucket. @default every source bucket */
  readonly bucket?: string;
}

interface Source {
  readonly topology: Topology;
  readonly remarks: readonly string[];
}

/** Reports what happens to one object, or to a delete or change of it, on every route of a stack. */
export async function explainCommand(key: string, options: ExplainOptions, io: Io): Promise<Status> {
  const described = eventOf(key, options);
  const { topology, remarks } = await sourceOf(options, io);
  const sources = sourcesOf(topology);
  if (options.bucket !== undefined) requireSource(options.bucket, topology, sources);
  const event = options.bucket === undefined ? described : { ...described, bucket: options.bucket };
  const journeys = journeysOf(topology, event, { judge: judgeFor(topology, event) });
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(journeysJson(event, journeys), null, 2)}\n`);
    return statusOf(journeys);
  }
  const colours = paint(wantsColour(io.stdout, io.environment));
  io.stdout.write(journeysText(event, journeys, colours));
  if (options.bucket === undefined && sources.length > 1) {
    const names = sources.map(({ name }) => name).join(", ");
    io.stdout.write(
      `${colours.dim(`reported for each of ${sources.length} source buckets; --bucket selects one: ${names}`)}\n`,
    );
  }
  for (const remark of remarks) io.stdout.write(`${colours.dim(remark)}\n`);
  return statusOf(journeys);
}

/** The topology of an export or of a rehearsal, with what is to be said of it. */
async function sourceOf(options: ExplainOptions, io: Io): Promise<Source> {
  if (options.export !== undefined) {
    const { topology, contents } = await readExports([options.export], io);
    return { topology, remarks: remarksOnPending(contents) };
  }
  const directory = projectDirectory(io.directory);
  const configFile = options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
  const configuration = readStackConfiguration(directory, options.stack, configFile);
  const unknown = environmentNote(configuration.environments);
  return {
    topology: topologyFromRehearsal(await rehearse(directory, configuration)),
    remarks: unknown === undefined ? [] : [unknown],
  };
}

/** That an object does not replicate is an answer, not a failure; that S3 tries and fails is one. */
function statusOf(journeys: readonly Journey[]): Status {
  if (journeys.some(({ outcome }) => outcome === "fails")) return STATUS.broken;
  return journeys.length === 0 || journeys.some(({ outcome }) => outcome === "unknown")
    ? STATUS.unproven
    : STATUS.done;
}
