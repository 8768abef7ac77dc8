/** The command `verify`: writes canaries and sees whether they replicate as foretold. */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { judge, knownValue, type Topology, topologyFromLive } from "../../model";
import { fireDrillPolicy } from "../fireDrill/permissions";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { verdictStatus } from "../judgementStatus";
import { type LiveAccess, openAccess } from "../live/access";
import { type LiveOptions, liveSettingsOf, wholeNumber } from "../live/options";
import { type Lack, readerOf } from "../live/reader";
import { readSnapshot } from "../live/readSnapshot";
import { verificationText } from "../report/verificationText";
import { STATUS, type Status } from "../status";
import { statusLine } from "../statusLine";
import { type CanaryPlan, canariesOf } from "../verify/canaries";
import { type VerifiedBuckets, verifyPolicy } from "../verify/permissions";
import { verify } from "../verify/verify";
import type { Clock } from "../verify/watch";
import { readExports } from "./exports";
import { DEFAULT_DRILL_TIMEOUT_MINUTES, requireConsent, runFireDrill } from "./fireDrill";
import { bucketNames, bucketOfOutputs } from "./liveTopology";
import { printResult } from "./printResult";
import { requireRules, requireSource, sourcesOf } from "./sourceBuckets";

export interface VerifyCommandOptions extends LiveOptions {
  /** Exported stacks, read together. */
  readonly export?: readonly string[];
  /** What `pulumi stack output --json` wrote. */
  readonly outputs?: string;
  /** Source buckets by name; with `export` those of its source buckets that are meant. */
  readonly bucket?: readonly string[];
  /** Ids of the rules whose filters are tried. */
  readonly rule?: readonly string[];
  /** @default - 15, and 30 for a fire drill */
  readonly timeoutMinutes?: string;
  /** Make one route fail on purpose instead, and see whether its alarm is raised. */
  readonly fireDrill?: boolean;
  /** The fire drill may change the policy of a replica's bucket. */
  readonly yes?: boolean;
  readonly acceptLeftovers?: boolean;
  /** Also delete each canary, and see where its delete marker arrives. */
  readonly deleteMarkers?: boolean;
  /** Write each canary as a multipart upload. */
  readonly multipart?: boolean;
  /** Leave the canaries. */
  readonly keep?: boolean;
  /** Print the IAM policy instead. */
  readonly policy?: boolean;
  readonly json?: boolean;
}

/** AWS says that most objects arrive within 15 minutes. */
const DEFAULT_TIMEOUT_MINUTES = 15;
/** A week. */
const MOST_TIMEOUT_MINUTES = 7 * 24 * 60;

const CLOCK: Clock = {
  nowMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};

/** @throws InputError for options that contradict each other, and for credentials that AWS does not accept. */
export async function verifyCommand(
  options: VerifyCommandOptions,
  io: Io,
  clock: Clock = CLOCK,
): Promise<Status> {
  const problems: string[] = [];
  const isDrill = options.fireDrill === true;
  const fallback = isDrill ? DEFAULT_DRILL_TIMEOUT_MINUTES : DEFAULT_TIMEOUT_MINUTES;
  const minutes = wholeNumber(
    "--timeout-minutes",
    options.timeoutMinutes,
    fallback,
    problems,
    MOST_TIMEOUT_MINUTES,
  );
  if (options.yes === true && !isDrill)
    problems.push("--yes: expected --fire-drill beside it, found none; leave it out, or add --fire-drill");
  if (isDrill) problems.push(...besideDrill(options));
  if (options.export !== undefined && options.outputs !== undefined) {
    problems.push("--export --outputs: expected one of them, found both; leave one out");
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  const settings = liveSettingsOf(options);
  const exported =
    options.export === undefined ? undefined : (await readExports(options.export, io)).topology;
  if (options.policy === true) {
    io.stdout.write(`${JSON.stringify(policyFor(exported, options), null, 2)}\n`);
    return STATUS.done;
  }
  const names = namesOf(options, exported, io);
  if (exported !== undefined) requireRules(options.rule ?? [], exported, names);
  if (isDrill) requireConsent(options, io);
  const line = statusLine(io.stderr);
  line.show("checking credentials");
  const access = await openAccess(settings, io);
  try {
    const { topology, lacks } =
      exported === undefined
        ? await readTopology(names, access, line.show)
        : { topology: exported, lacks: [] };
    requireRules(options.rule ?? [], topology, names);
    const timeoutMs = minutes * 60_000;
    if (isDrill) {
      return await runFireDrill(options, { topology, names, lacks, access, clock, timeoutMs, line }, io);
    }
    const plan = canariesOf(topology, {
      unique: randomUUID,
      ...(names.length > 0 && { buckets: names }),
      ...(options.rule !== undefined && { rules: options.rule }),
      deleteMarkers: options.deleteMarkers === true,
    });
    const { verification, error } = await verify({
      plan: { ...plan, skipped: [...plan.skipped, ...withoutRules(names, plan)] },
      topology,
      isLive: exported === undefined,
      reports: judge(topology),
      access,
      clock,
      timeoutMs,
      acceptLeftovers: options.acceptLeftovers === true,
      deleteMarkers: options.deleteMarkers === true,
      multipart: options.multipart === true,
      keep: options.keep === true,
      progress: line.show,
      warn: (text) => {
        line.clear();
        io.stderr.write(`note: ${text}\n`);
      },
    });
    line.clear();
    printResult(
      { ...verification, lacking: [...lacks, ...verification.lacking] },
      verificationText,
      options.json === true,
      io,
    );
    if (error !== undefined) throw error;
    return verification.interrupted ? STATUS.interrupted : verdictStatus(verification.verdict);
  } finally {
    line.clear();
    access.close();
  }
}

function besideDrill({ deleteMarkers, multipart, keep }: VerifyCommandOptions): readonly string[] {
  const others = Object.entries({
    "--delete-markers": deleteMarkers,
    "--multipart": multipart,
    "--keep": keep,
  });
  return others.flatMap(([name, isGiven]) =>
    isGiven === true
      ? [`--fire-drill: expected no ${name} beside it, found one; run verify again without --fire-drill`]
      : [],
  );
}

function namesOf(
  { bucket = [], outputs }: VerifyCommandOptions,
  exported: Topology | undefined,
  io: Io,
): readonly string[] {
  const names = [
    ...bucketNames("--bucket", bucket),
    ...(outputs === undefined ? [] : [bucketOfOutputs(outputs, io)]),
  ];
  if (exported === undefined) {
    if (names.length > 0) return names;
    throw new InputError(
      "verify: expected --export <file>, --outputs <file> or --bucket <name>, found none; pulumi stack export --file stack.json writes an export",
    );
  }
  for (const name of names) requireSource(name, exported, sourcesOf(exported));
  return names;
}

async function readTopology(
  names: readonly string[],
  access: LiveAccess,
  progress: (text: string) => void,
): Promise<{ readonly topology: Topology; readonly lacks: readonly Lack[] }> {
  progress(`reading ${names.join(", ")}`);
  const reader = readerOf(access.signal);
  const { snapshot, found } = await readSnapshot(names, access, reader);
  const gone = names.filter((name) => !found.has(name));
  if (gone.length > 0) {
    throw new InputError(`--bucket: expected buckets that exist, found none named ${gone.join(", ")}`);
  }
  return { topology: topologyFromLive(snapshot), lacks: reader.lacks() };
}

/** Buckets that were asked for and have no rule at all. */
function withoutRules(names: readonly string[], { canaries, skipped }: CanaryPlan): CanaryPlan["skipped"] {
  const seen = new Set([
    ...canaries.map(({ source }) => source.name),
    ...skipped.map(({ source }) => source),
  ]);
  return names
    .filter((name) => !seen.has(name))
    .map((source) => ({ rule: "none", source, because: "no such rule was found" }));
}

/** Limited to the buckets of the export, where there is one. */
function policyFor(topology: Topology | undefined, options: VerifyCommandOptions): object {
  const { deleteMarkers, multipart } = options;
  const policy = (buckets?: VerifiedBuckets) =>
    options.fireDrill === true
      ? fireDrillPolicy(buckets)
      : verifyPolicy(buckets, { deleteMarkers, multipart });
  if (topology === undefined) return policy();
  const sources = sourcesOf(topology).map(({ name }) => name);
  const all = topology.buckets.flatMap(({ name }) => knownValue(name) ?? []);
  const destinations = all.filter((name) => !sources.includes(name));
  return policy({ partition: topology.buckets[0]?.site.partition ?? "aws", sources, destinations });
}
