/** The command `explain`: what happens to one object on every route. */
import { resolve } from "node:path";
import { type Journey, journeysOf, judgeFor, type Topology, topologyFromRehearsal } from "../../model";
import type { Io } from "../io";
import { projectDirectory } from "../projectDirectory";
import { environmentNote } from "../rehearsal/stackFileKeys";
import { readStackConfiguration } from "../rehearsal/stackFiles";
import { journeysJson } from "../report/journeysJson";
import { journeysText, journeysVerdict } from "../report/journeysText";
import { judgedIn, placeOf } from "../report/judged";
import { paint, wantsColour } from "../report/paint";
import { remarksText, sections } from "../report/rehearsalText";
import { policiesNotJudged, verdictText } from "../report/verdictText";
import { STATUS, type Status } from "../status";
import { type EventOptions, eventOf } from "./explainEvent";
import { readExports, remarksOnPending } from "./exports";
import { answersIn, rehearseQuietly, unansweredRemarks } from "./rehearsedProgram";
import { requireSource, type SourceBucket, sourcesOf } from "./sourceBuckets";

export interface ExplainOptions extends EventOptions {
  readonly stack: string;
  readonly configFile?: string;
  /** An exported stack to use instead of a rehearsal; `-` is standard input. */
  readonly export?: string;
  /** File with results of functions and reads. */
  readonly answers?: string;
  readonly json?: boolean;
  /** Name, ARN or URN of the source bucket. @default every source bucket */
  readonly bucket?: string;
}

interface Source {
  readonly topology: Topology;
  readonly remarks: readonly string[];
  /** What it was read from. */
  readonly read: string;
}

/** Reports what happens to one object, or to a delete or change of it, on every route of a stack. */
export async function explainCommand(key: string, options: ExplainOptions, io: Io): Promise<Status> {
  const described = eventOf(key, options);
  const { topology, remarks, read } = await sourceOf(options, io);
  const sources = sourcesOf(topology);
  if (options.bucket !== undefined) requireSource(options.bucket, topology, sources);
  const event = options.bucket === undefined ? described : { ...described, bucket: options.bucket };
  const journeys = journeysOf(topology, event, { judge: judgeFor(topology, event) });
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(journeysJson(event, journeys), null, 2)}\n`);
    return statusOf(journeys);
  }
  const colours = paint(wantsColour(io.stdout, io.environment));
  io.stdout.write(
    sections([
      verdictText(
        {
          routes: journeysVerdict(event.kind, journeys),
          policies: policiesNotJudged("explain"),
          judged: judgedIn(`${key} in ${read}`, placesOf(journeys)),
        },
        colours,
      ),
      journeysText(journeys, colours),
      remarksText([...(options.bucket === undefined ? choiceAmong(sources) : []), ...remarks], colours),
    ]),
  );
  return statusOf(journeys);
}

/** The topology of an export or of a rehearsal, with what is to be said of it. */
async function sourceOf(options: ExplainOptions, io: Io): Promise<Source> {
  if (options.export !== undefined) {
    const { topology, contents } = await readExports([options.export], io);
    const read = options.export === "-" ? "standard input" : options.export;
    return { topology, remarks: remarksOnPending(contents), read };
  }
  const directory = projectDirectory(io.directory);
  const configFile = options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
  const configuration = readStackConfiguration(directory, options.stack, configFile);
  const plan = await rehearseQuietly(directory, configuration, answersIn(options.answers, io), io);
  const unknown = environmentNote(configuration.environments);
  return {
    topology: topologyFromRehearsal(plan),
    remarks: [...(unknown === undefined ? [] : [unknown]), ...unansweredRemarks(plan)],
    read: `stack ${plan.stack} of ${plan.project}`,
  };
}

function placesOf(journeys: readonly Journey[]): Parameters<typeof judgedIn>[1] {
  return journeys
    .flatMap(({ route }) => [route.source, route.destination])
    .flatMap((end) => ("found" in end ? [placeOf(end.found.site)] : []));
}

function choiceAmong(sources: readonly SourceBucket[]): readonly string[] {
  if (sources.length < 2) return [];
  const names = sources.map(({ name }) => name).join(", ");
  return [`reported for each of ${sources.length} source buckets; --bucket selects one: ${names}`];
}

/** That an object does not replicate is an answer, not a failure; that S3 tries and fails is one. */
function statusOf(journeys: readonly Journey[]): Status {
  if (journeys.some(({ outcome }) => outcome === "fails")) return STATUS.broken;
  return journeys.length === 0 || journeys.some(({ outcome }) => outcome === "unknown")
    ? STATUS.unproven
    : STATUS.done;
}
