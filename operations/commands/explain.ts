import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { topologyFromRehearsal, topologyFromStackExport } from "../../policy-pack/replication/adapters";
import { type Journey, journeysOf, judgeFor } from "../../policy-pack/replication/journeys";
import type { Topology } from "../../policy-pack/replication/topology";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { projectDirectory } from "../projectDirectory";
import { rehearse } from "../rehearsal/rehearse";
import { readStackConfiguration } from "../rehearsal/stackFiles";
import { journeysJson } from "../report/journeysJson";
import { journeysText } from "../report/journeysText";
import { paint, wantsColour } from "../report/paint";
import { STATUS, type Status } from "../status";
import { type EventOptions, eventOf } from "./explainEvent";

export interface ExplainOptions extends EventOptions {
  readonly stack: string;
  readonly configFile?: string;
  /** An exported stack to use instead of a rehearsal. */
  readonly export?: string;
  readonly json?: boolean;
}

/** Tells what happens to one object, or to a delete or change of it, on every route of a stack. */
export async function explainCommand(key: string, options: ExplainOptions, io: Io): Promise<Status> {
  const event = eventOf(key, options);
  const topology = await topologyOf(options, io);
  const journeys = journeysOf(topology, event, { judge: judgeFor(topology, event) });
  io.stdout.write(
    options.json === true
      ? `${JSON.stringify(journeysJson(event, journeys), null, 2)}\n`
      : journeysText(event, journeys, paint(wantsColour(io.stdout, io.environment))),
  );
  return statusOf(journeys);
}

async function topologyOf(options: ExplainOptions, io: Io): Promise<Topology> {
  if (options.export !== undefined) return exportedTopology(options.export, io);
  const directory = projectDirectory(io.directory);
  const configFile = options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
  const configuration = readStackConfiguration(directory, options.stack, configFile);
  return topologyFromRehearsal(await rehearse(directory, configuration));
}

function exportedTopology(file: string, { directory }: Io): Topology {
  const reading = topologyFromStackExport(textOf(resolve(directory, file), file));
  if ("topology" in reading) return reading.topology;
  throw new InputError(reading.problems.map((problem) => `${file}: ${problem}`).join("\n"));
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      `${file}: expected a file, found none that can be read (${String(error)}); write one with: pulumi stack export --file stack.json`,
    );
  }
}

/** That an object does not replicate is an answer, not a failure; that S3 tries and fails is one. */
function statusOf(journeys: readonly Journey[]): Status {
  if (journeys.some(({ outcome }) => outcome === "fails")) return STATUS.broken;
  return journeys.length === 0 || journeys.some(({ outcome }) => outcome === "unknown")
    ? STATUS.unproven
    : STATUS.done;
}
