/** The command `rehearse`: runs the program offline and judges the result. */
import { resolve } from "node:path";
import {
  accessOf,
  type DisabledRules,
  judge,
  notesOnward,
  type RouteReport,
  topologyFromRehearsal,
} from "../../model";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { judgeByPacks } from "../policy/judgeByPacks";
import { isBlocking, type PackResult } from "../policy/packResult";
import { chosenPacks } from "../policy/packs";
import { projectDirectory } from "../projectDirectory";
import { analyzerResources } from "../rehearsal/analyzerResources";
import type { Plan } from "../rehearsal/plan";
import { readStackConfiguration } from "../rehearsal/stackFiles";
import { rehearsalReport } from "../report/rehearsalReport";
import { STATUS, type Status } from "../status";
import type { EmulatorSection } from "./emulatorSection";
import { answersIn, rehearseQuietly, sayUnused } from "./rehearsedProgram";
import { presentationFor } from "./rehearsePresentation";

export interface RehearseOptions {
  readonly stack: string;
  readonly configFile?: string;
  /** File with results of functions, and of resources that the program reads. */
  readonly answers?: string;
  /** Folders of policy packs. @default the project's own pack */
  readonly policyPack?: readonly string[];
  /** Files with the config of each pack, in their order. */
  readonly policyPackConfig?: readonly string[];
  readonly emulator?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly verbose?: boolean;
  /** What to make of a rule that is disabled. @default advise */
  readonly disabledRules?: DisabledRules;
}

/**
 * Runs the program with a stack's settings and shows what it would build, what the policies say of it and whether every route
 * works; with `--emulator` also how it does there.
 */
export async function rehearseCommand(options: RehearseOptions, io: Io): Promise<Status> {
  const directory = projectDirectory(io.directory);
  const configFile = options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
  const configuration = readStackConfiguration(directory, options.stack, configFile);
  const packs = chosenPacks(options.policyPack ?? [], options.policyPackConfig ?? [], io.directory);
  const answers = answersIn(options.answers, io);
  const plan = await rehearseQuietly(directory, configuration, answers, io);
  sayUnused(answers, io);
  const show = presentationFor(options, io);
  io.stdout.write(show.plan(rehearsalReport(plan, configuration.secretKeys)));
  const topology = topologyFromRehearsal(plan);
  const routes = judge(topology, { disabledRules: options.disabledRules ?? "advise" });
  const judgement = { routes, access: accessOf(topology), notes: notesOnward(topology) };
  const policies = await judgeByPacks(packs, analyzerResources(plan.resources));
  io.stdout.write(show.judgement(judgement, policies));
  const emulated =
    options.emulator === true
      ? await onEmulator(plan, directory, io).catch((error: unknown) => {
          // What was found before is worth reading whatever became of the emulator.
          io.stdout.write(show.withoutEmulator());
          throw error;
        })
      : undefined;
  io.stdout.write(show.end(emulated));
  return endStatus(plan, routes, policies, emulated);
}

function endStatus(
  plan: Plan,
  routes: readonly RouteReport[],
  policies: PackResult,
  emulated: EmulatorSection | undefined,
): Status {
  if (isBlocking(policies) || emulated?.asExpected === false) return STATUS.broken;
  const status = replicates(plan) || routes.length > 0 ? judgementStatus(routes) : STATUS.done;
  return status === STATUS.done && plan.unanswered !== undefined ? STATUS.unproven : status;
}

/** Whether a program has anything to do with replication, so that no routes are less than it wants. */
function replicates({ resources }: Plan): boolean {
  return resources.some(({ type }) => type.startsWith("s3-replication:"));
}

function onEmulator(plan: Plan, directory: string, io: Io): Promise<EmulatorSection> {
  // Loaded here, because only --emulator needs it.
  const { emulatorSection }: typeof import("./emulatorSection") = require("./emulatorSection");
  return emulatorSection(plan, directory, io);
}
