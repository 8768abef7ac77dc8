/** The command `rehearse`: runs the program offline and judges the result. */
import { basename, resolve } from "node:path";
import {
  accessOf,
  type DisabledRules,
  judge,
  notesOnward,
  type RouteReport,
  topologyFromRehearsal,
} from "../../model";
import { NAME } from "../../policy-pack/pack";
import { version } from "../../policy-pack/package.json";
import { policies } from "../../policy-pack/policies";
import type { ComparisonBase } from "../compare";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { judgePolicies } from "../policy/judgePolicies";
import { readPackConfig } from "../policy/packConfigFile";
import { isBlocking, type PackResult } from "../policy/packResult";
import { type PolicySettings, policySettings } from "../policy/policySettings";
import { projectDirectory } from "../projectDirectory";
import { analyzerResources } from "../rehearsal/analyzerResources";
import type { Plan } from "../rehearsal/plan";
import { rehearse } from "../rehearsal/rehearse";
import { environmentNote } from "../rehearsal/stackFileKeys";
import { readStackConfiguration, type StackConfiguration } from "../rehearsal/stackFiles";
import type { Judgement } from "../report/judgementJson";
import { type RehearsalReport, rehearsalReport } from "../report/rehearsalReport";
import { STATUS, type Status } from "../status";
import type { EmulatorSection } from "./emulatorSection";
import { presentationFor } from "./rehearsePresentation";

export interface RehearseOptions {
  readonly stack: string;
  readonly configFile?: string;
  readonly policyPackConfig?: string;
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
  const settings = settingsOf(options, io);
  const base = await baseFor(options, directory, configFile, settings, io);
  const plan = await rehearse(directory, configuration);
  const show = presentationFor(options, io);
  const report = reportOf(plan, configuration);
  io.stdout.write(show.plan(report));
  const { judgement, policies } = await judged(plan, options, settings);
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
  return endStatus(judgement.routes, policies, emulated);
}

interface Judged {
  readonly judgement: Judgement;
  readonly policies: PackResult;
}

async function judged(
  plan: Plan,
  { disabledRules = "advise" }: RehearseOptions,
  settings: PolicySettings,
): Promise<Judged> {
  const topology = topologyFromRehearsal(plan);
  const routes = judge(topology, { disabledRules });
  return {
    judgement: { routes, access: accessOf(topology), notes: notesOnward(topology) },
    policies: await judgePolicies(PACK, analyzerResources(plan.resources), settings),
  };
}

/** What `--compare` names, rehearsed with the same policies where it is a git ref. */
async function baseFor(
  options: RehearseOptions,
  directory: string,
  configFile: string | undefined,
  settings: PolicySettings,
  { directory: from, signal }: Io,
): Promise<ComparisonBase | undefined> {
  if (options.compare === undefined) return undefined;
  // Loaded here, because only --compare needs it.
  const { comparisonBase }: typeof import("../compare") = require("../compare");
  const stack = { directory, stack: options.stack, configFile };
  const base = await comparisonBase(options.compare, from, stack, async (folder, file) => {
    const configuration = readStackConfiguration(folder, options.stack, file);
    const plan = await rehearse(folder, configuration);
    const { judgement, policies } = await judged(plan, options, settings);
    return { report: reportOf(plan, configuration), judgement, policies };
  });
  signal.throwIfAborted();
  return base;
}

/** The report of a plan, with what is not known of its stack. */
function reportOf(plan: Plan, { secretKeys, environments }: StackConfiguration): RehearsalReport {
  const unknown = environmentNote(environments);
  return rehearsalReport(plan, secretKeys, unknown === undefined ? [] : [unknown]);
}

const PACK = { name: NAME, version, policies };

function settingsOf({ policyPackConfig }: RehearseOptions, { directory }: Io): PolicySettings {
  if (policyPackConfig === undefined) return policySettings(policies);
  const path = resolve(directory, policyPackConfig);
  return policySettings(policies, readPackConfig(path), basename(path));
}

function endStatus(
  routes: readonly RouteReport[],
  policies: PackResult,
  emulated: EmulatorSection | undefined,
): Status {
  if (isBlocking(policies) || emulated?.asExpected === false) return STATUS.broken;
  return judgementStatus(routes);
}

function onEmulator(plan: Plan, directory: string, io: Io): Promise<EmulatorSection> {
  // Loaded here, because only --emulator needs it.
  const { emulatorSection }: typeof import("./emulatorSection") = require("./emulatorSection");
  return emulatorSection(plan, directory, io);
}
