/** The command `diagnose`: judges the replication of buckets as it is in live accounts. */
import {
  accessOf,
  type DisabledRules,
  judge,
  knownValue,
  notesOnward,
  overall,
  type RouteReport,
  type Topology,
  topologyFromLive,
} from "../../model";
import { differencesOf, sourceNames } from "../diagnose/differences";
import { findAlarms } from "../diagnose/findAlarms";
import { findFailures } from "../diagnose/findFailures";
import type { Diagnosis } from "../diagnose/result";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { openAccess } from "../live/access";
import { readOnlyPolicy } from "../live/actions";
import { type LiveOptions, liveSettingsOf, wholeNumber } from "../live/options";
import { readerOf } from "../live/reader";
import { readSnapshot } from "../live/readSnapshot";
import { replicatingBuckets } from "../live/replicatingBuckets";
import { accessText } from "../report/accessText";
import { alarmsText } from "../report/alarmsText";
import { failedText, stackDifferencesText, unreadText } from "../report/diagnosisText";
import { judgedIn, sitesOfRoutes } from "../report/judged";
import { paint, wantsColour } from "../report/paint";
import { notesText, remarksText, sections } from "../report/rehearsalText";
import { routesText } from "../report/routesText";
import { routesVerdict } from "../report/routesVerdict";
import { policiesNotJudged, verdictText } from "../report/verdictText";
import { STATUS, type Status } from "../status";
import { statusLine } from "../statusLine";
import { readExports } from "./exports";
import { keepRulesCommand } from "./keepRules";
import { bucketNames, bucketOfOutputs, namesIn } from "./liveTopology";

export interface DiagnoseOptions extends LiveOptions {
  /** Every bucket of the accounts that has rules. */
  readonly all?: boolean;
  /** What `pulumi stack output --json` wrote. */
  readonly outputs?: string;
  /** Exported stacks to compare with, read together. */
  readonly diff?: readonly string[];
  /** Look for objects that failed. */
  readonly failed?: boolean;
  /** @default 200 */
  readonly failedRequests?: string;
  /** Print the rules of one bucket as a stack keeps them, instead of a diagnosis. */
  readonly keepRules?: boolean;
  /** Print the IAM policy instead. */
  readonly policy?: boolean;
  readonly disabledRules?: DisabledRules;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const DEFAULT_FAILED_REQUESTS = 200;

/** What no call of this command reads, and may still refuse. */
const UNREAD =
  "not read: organization policies (SCPs and RCPs), and the account's own block of public access: each may still refuse what these policies allow";

/** @throws InputError for options that contradict each other, and for credentials that AWS does not accept. */
export async function diagnoseCommand(
  words: readonly string[],
  options: DiagnoseOptions,
  io: Io,
): Promise<Status> {
  if (options.policy === true) {
    io.stdout.write(`${JSON.stringify(readOnlyPolicy(options.failed === true), null, 2)}\n`);
    return STATUS.done;
  }
  if (options.keepRules === true) return keepRulesCommand(words, options, io);
  const problems: string[] = [];
  const limit = wholeNumber("--failed-requests", options.failedRequests, DEFAULT_FAILED_REQUESTS, problems);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  const settings = liveSettingsOf(options);
  const stack = options.diff === undefined ? undefined : (await readExports(options.diff, io)).topology;
  const named = [
    ...bucketNames("bucket", words),
    ...(options.outputs === undefined ? [] : [bucketOfOutputs(options.outputs, io)]),
    ...(stack === undefined ? [] : sourceNames(stack)),
  ];
  if (named.length === 0 && options.all !== true && stack === undefined) {
    throw new InputError(
      "diagnose: expected the name of a bucket, --all, --outputs <file> or --diff <export>, found none",
    );
  }
  const line = statusLine(io.stderr);
  line.show("checking credentials");
  const access = await openAccess(settings, io);
  try {
    const reader = readerOf(access.signal);
    if (options.all === true) line.show("listing buckets");
    const names = [
      ...new Set([...named, ...(options.all === true ? await replicatingBuckets(access, reader) : [])]),
    ];
    line.show(`reading ${names.length} buckets and what they lead to`);
    const { snapshot, found } = await readSnapshot(names, access, reader, {
      others: stack === undefined ? [] : namesIn(stack),
      keys: stack === undefined ? [] : stack.keys.flatMap(({ arn }) => knownValue(arn) ?? []),
    });
    requireExisting(words, found);
    const topology = topologyFromLive(snapshot);
    const disabledRules = options.disabledRules ?? "advise";
    const routes = judge(topology, { disabledRules }).filter(({ source }) => names.includes(source));
    const sources = names.flatMap((name) => found.get(name) ?? []);
    line.show("looking at the alarms");
    const alarms = await findAlarms({ sources, topology, reader });
    const failed =
      options.failed === true
        ? await findFailures({ sources, topology, routes, access, reader, limit, progress: line.show })
        : undefined;
    const diagnosis: Diagnosis = {
      verdict: overall(routes),
      routes: routes.map(plainRoute),
      access: [...accessOf(topology)],
      alarms,
      notes: [...notesOnward(topology), ...withoutRules(names, routes), UNREAD],
      unread: reader.lacks().map((lack) => ({ ...lack })),
      requests: access.budget.used(),
      ...(stack !== undefined && { differences: differencesOf(stack, topology).map((one) => ({ ...one })) }),
      ...(failed !== undefined && { failed }),
    };
    line.clear();
    if (options.json === true) io.stdout.write(`${JSON.stringify(diagnosis, null, 2)}\n`);
    else print(diagnosis, topology, routes, options.verbose === true, io);
    return statusOf(diagnosis, routes);
  } finally {
    line.clear();
    access.close();
  }
}

function requireExisting(words: readonly string[], found: ReadonlyMap<string, unknown>): void {
  const gone = bucketNames("bucket", words).filter((name) => !found.has(name));
  if (gone.length === 0) return;
  throw new InputError(`bucket: expected buckets that exist, found none named ${gone.join(", ")}`);
}

function plainRoute({ requirements, ...route }: RouteReport): Diagnosis["routes"][number] {
  return { ...route, requirements: requirements.map((requirement) => ({ ...requirement })) };
}

function withoutRules(names: readonly string[], routes: readonly RouteReport[]): readonly string[] {
  const sources = new Set(routes.map(({ source }) => source));
  return names
    .filter((name) => !sources.has(name))
    .map((name) => `${name} has no replication rule, so that nothing replicates from it`);
}

function print(
  { alarms, differences, failed, unread, notes }: Diagnosis,
  topology: Topology,
  routes: readonly RouteReport[],
  verbose: boolean,
  io: Io,
): void {
  const colours = paint(wantsColour(io.stdout, io.environment));
  const onward = notesOnward(topology);
  io.stdout.write(
    sections([
      verdictText(
        {
          routes: routesVerdict(routes),
          policies: policiesNotJudged("diagnose"),
          judged: judgedIn("live accounts", sitesOfRoutes(routes)),
        },
        colours,
      ),
      routesText(routes, colours, verbose),
      accessText(accessOf(topology), colours),
      alarmsText(alarms, colours, verbose),
      differences === undefined ? "" : stackDifferencesText(differences, colours),
      failed === undefined ? "" : failedText(failed, colours),
      unreadText(unread, colours),
      notesText(onward, colours),
      remarksText(
        notes.filter((note) => !onward.includes(note)),
        colours,
      ),
    ]),
  );
}

/** A difference from the stack and a failed object count as a failed check. */
function statusOf({ differences = [], failed }: Diagnosis, routes: readonly RouteReport[]): Status {
  const differs = differences.some(({ verdict }) => verdict === "differs");
  if (differs || (failed?.groups.length ?? 0) > 0) return STATUS.broken;
  const status = routes.length === 0 ? STATUS.unproven : judgementStatus(routes);
  return status === STATUS.done && differences.length > 0 ? STATUS.unproven : status;
}
