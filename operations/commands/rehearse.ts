import { join, resolve } from "node:path";
import { accessOf } from "../../policy-pack/replication/access";
import { topologyFromRehearsal } from "../../policy-pack/replication/adapters";
import { type DisabledRules, judge, type RouteReport } from "../../policy-pack/replication/judge";
import { notesOnward } from "../../policy-pack/replication/onward";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { type PackSession, startPack } from "../policy/analyzer";
import type { AnalyzerResource } from "../policy/analyzerResource";
import { readPackConfig } from "../policy/packConfigFile";
import type { PackProcess } from "../policy/packProcess";
import { isBlocking, type PackResult } from "../policy/packResult";
import { projectDirectory } from "../projectDirectory";
import { analyzerResourceReader } from "../rehearsal/analyzerResources";
import type { Plan } from "../rehearsal/plan";
import { rehearse } from "../rehearsal/rehearse";
import { readStackConfiguration, type StackConfiguration } from "../rehearsal/stackFiles";
import { rehearsalReport } from "../report/rehearsalReport";
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
  /** What to make of a rule that is disabled. @default advise */
  readonly disabledRules?: DisabledRules;
}

/**
 * Runs the program with a stack's settings and shows what it would build, what the policies say of it and whether every route
 * works; with `--emulator` also how it does there.
 *
 * @param startedPack the process of the policy pack, where it is on its way already; it is ended here.
 */
export async function rehearseCommand(
  options: RehearseOptions,
  io: Io,
  startedPack?: PackProcess,
): Promise<Status> {
  const directory = projectDirectory(io.directory);
  const pack = startPack(join(directory, "policy-pack"), startedPack);
  const stopPack = () => pack.stop();
  io.signal.addEventListener("abort", stopPack);
  try {
    const configFile =
      options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
    const configuration = readStackConfiguration(directory, options.stack, configFile);
    const { policyPackConfig } = options;
    const packConfig =
      policyPackConfig === undefined ? {} : readPackConfig(resolve(io.directory, policyPackConfig));
    const { plan, policies: judging } = await rehearseBefore(
      pack.judge({ config: packConfig }),
      directory,
      configuration,
    );
    const show = presentationFor(options, io);
    io.stdout.write(show.plan(rehearsalReport(plan, configuration.secretKeys)));
    const topology = topologyFromRehearsal(plan);
    const routes = judge(topology, { disabledRules: options.disabledRules ?? "advise" });
    const judgement = { routes, access: accessOf(topology), notes: notesOnward(topology) };
    const policies = await judging;
    io.stdout.write(show.judgement(judgement, policies));
    const emulated = options.emulator === true ? await onEmulator(plan, directory, io) : undefined;
    io.stdout.write(show.end(emulated));
    return endStatus(routes, policies, emulated);
  } finally {
    io.signal.removeEventListener("abort", stopPack);
    stopPack();
  }
}

interface JudgedRehearsal {
  readonly plan: Plan;
  /** What the pack says; it is still at it when the program has ended. */
  readonly policies: Promise<PackResult>;
}

/** Rehearses with the pack looking on: it judges each resource as it is registered, as under the engine. */
async function rehearseBefore(
  session: PackSession,
  directory: string,
  configuration: StackConfiguration,
): Promise<JudgedRehearsal> {
  // The program leaves no room for the exchange that comes first; then the pack would begin when the program has ended.
  await session.ready;
  const read = analyzerResourceReader();
  const resources: AnalyzerResource[] = [];
  const plan = await rehearse(directory, configuration, "update", (planned) => {
    const resource = read(planned);
    resources.push(resource);
    session.resource(resource);
  });
  const policies = session.stack(resources);
  // Whoever awaits it sees the failure.
  policies.catch(() => undefined);
  // What follows keeps this process busy: the requests have to be on their way before.
  await new Promise((resume) => setImmediate(resume));
  return { plan, policies };
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
  // Loaded here, so that nobody waits for it without --emulator.
  const { emulatorSection }: typeof import("./emulatorSection") = require("./emulatorSection");
  return emulatorSection(plan, directory, io);
}
