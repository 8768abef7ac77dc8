/** The command `rehearse`: runs the program offline and judges the result. */
import { resolve } from "node:path";
import {
  accessOf,
  type DisabledRules,
  judge,
  judgeBackfills,
  notesOnward,
  type RouteReport,
  topologyFromRehearsal,
} from "../../model";
import type { ComparisonBase } from "../compare";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { judgeByPacks } from "../policy/judgeByPacks";
import { isBlocking, type PackResult } from "../policy/packResult";
import { type ChosenPack, chosenPacks } from "../policy/packs";
import { projectDirectory } from "../projectDirectory";
import { analyzerResources } from "../rehearsal/analyzerResources";
import type { Answers } from "../rehearsal/answers";
import { namesOfOtherStacks } from "../rehearsal/otherStacks";
import type { Plan } from "../rehearsal/plan";
import { environmentNote } from "../rehearsal/stackFileKeys";
import { readStackConfiguration, type StackConfiguration } from "../rehearsal/stackFiles";
import type { Judgement } from "../report/judgementJson";
import { type RehearsalReport, rehearsalReport } from "../report/rehearsalReport";
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
  /** A report of `rehearse --json`, or a git ref, to compare with. @default - nothing is compared */
  readonly compare?: string;
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
  const base = await baseFor(options, directory, configFile, packs, answers, io);
  const plan = await rehearseQuietly(directory, configuration, answers, io);
  sayUnused(answers, io);
  const show = presentationFor(options, io);
  const report = reportOf(plan, configuration, namesOfOtherStacks(directory, configuration));
  io.stdout.write(show.plan(report));
  const { judgement, policies } = await judged(plan, options, packs);
  if (base !== undefined) io.stdout.write(show.comparison(base.comparedWith(report, judgement, policies)));
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
  return endStatus(plan, judgement.routes, policies, emulated);
}

interface Judged {
  readonly judgement: Judgement;
  readonly policies: PackResult;
}

async function judged(
  plan: Plan,
  { disabledRules = "advise" }: RehearseOptions,
  packs: readonly ChosenPack[],
): Promise<Judged> {
  const topology = topologyFromRehearsal(plan);
  const routes = judge(topology, { disabledRules });
  return {
    judgement: {
      routes,
      access: accessOf(topology),
      backfills: judgeBackfills(topology),
      notes: notesOnward(topology),
    },
    policies: await judgeByPacks(packs, analyzerResources(plan.resources)),
  };
}

/** What `--compare` names, rehearsed with the same policies where it is a git ref. */
async function baseFor(
  options: RehearseOptions,
  directory: string,
  configFile: string | undefined,
  packs: readonly ChosenPack[],
  answers: Answers,
  io: Io,
): Promise<ComparisonBase | undefined> {
  if (options.compare === undefined) return undefined;
  // Loaded here, because only --compare needs it.
  const { comparisonBase }: typeof import("../compare") = require("../compare");
  const stack = { directory, stack: options.stack, configFile };
  const base = await comparisonBase(options.compare, io.directory, stack, async (folder, file) => {
    const configuration = readStackConfiguration(folder, options.stack, file);
    const plan = await rehearseQuietly(folder, configuration, answers, io);
    const { judgement, policies } = await judged(plan, options, packs);
    return { report: reportOf(plan, configuration), judgement, policies };
  });
  io.signal.throwIfAborted();
  return base;
}

/** The report of a plan, with what is not known of its stack. */
function reportOf(
  plan: Plan,
  { secretKeys, environments }: StackConfiguration,
  notes: readonly string[] = [],
): RehearsalReport {
  const unknown = environmentNote(environments);
  return rehearsalReport(plan, secretKeys, [...(unknown === undefined ? [] : [unknown]), ...notes]);
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
