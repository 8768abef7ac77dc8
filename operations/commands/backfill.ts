/** The command `backfill`: replicates existing and failed objects with one S3 Batch Replication job. */
import { createInterface } from "node:readline/promises";
import { partitionOfRegion } from "../../aws/partitions";
import { backfill, type Proposal } from "../backfill/backfill";
import { CLOCK, type Clock } from "../backfill/clock";
import { jobsOf } from "../backfill/control";
import { dollars } from "../backfill/cost";
import { type FilterOptions, filterOf, jobIdOf } from "../backfill/options";
import { backfillPolicy } from "../backfill/permissions";
import type { BackfillRequest } from "../backfill/request";
import { type Backfill, statusOf } from "../backfill/result";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { type LiveAccess, openAccess } from "../live/access";
import { liveSettingsOf } from "../live/options";
import { backfillText } from "../report/backfillText";
import { paint, wantsColour } from "../report/paint";
import { STATUS, type Status } from "../status";
import { type StatusLine, statusLine } from "../statusLine";
import { type BackfillTarget, backfillTarget, type TargetOptions } from "./backfillTarget";

export interface BackfillCommandOptions extends FilterOptions, TargetOptions {
  /** A job to go on with. */
  readonly job?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
  readonly profile?: string;
  readonly endpoint?: string;
  /** Print the IAM policy instead. */
  readonly policy?: boolean;
  readonly json?: boolean;
}

/** @throws InputError for options that cannot be used, and for credentials that AWS does not accept. */
export async function backfillCommand(
  options: BackfillCommandOptions,
  io: Io,
  clock: Clock = CLOCK,
): Promise<Status> {
  const problems: string[] = [];
  const jobId = jobIdOf(options.job, problems);
  const filter = filterOf(options, problems);
  if (jobId !== undefined) problems.push(...besideJob(options));
  if (options.export === undefined && jobId === undefined && options.policy !== true) {
    problems.push(
      "backfill: expected --export <file> or --job <id>, found neither; pulumi stack export --file stack.json writes an export",
    );
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  const target = await backfillTarget(options, filter, jobId !== undefined, io);
  if (options.policy === true) {
    io.stdout.write(`${JSON.stringify(backfillPolicy(target?.request), null, 2)}\n`);
    return STATUS.done;
  }
  if (options.yes !== true && options.dryRun !== true && io.stdin.isTTY !== true) {
    throw new InputError(
      "--yes: expected it where nobody can be asked (standard input is no terminal), found none; --dry-run counts the objects without starting",
    );
  }
  const line = statusLine(io.stderr);
  line.show("checking credentials");
  const access = await openAccess(settingsOf(options, target), io);
  try {
    requireAccount(access, target);
    // One job is followed for as long as it takes.
    access.budget.lift();
    return await run(options, { target, jobId, access, clock, io, line });
  } finally {
    line.clear();
    access.close();
  }
}

interface Running {
  readonly target: BackfillTarget | undefined;
  readonly jobId: string | undefined;
  readonly access: LiveAccess;
  readonly clock: Clock;
  readonly io: Io;
  readonly line: StatusLine;
}

async function run(options: BackfillCommandOptions, running: Running): Promise<Status> {
  const { target, jobId, access, clock, io, line } = running;
  const { account, region: configured, clients } = access.main;
  const region = target?.region ?? options.region ?? configured;
  const s3 = clients.s3(region);
  const jobs = jobsOf({ account, region, s3, endpoint: options.endpoint });
  const request: BackfillRequest | undefined = target?.request && { ...target.request, account };
  try {
    const { result, error } = await backfill({
      account,
      partition: partitionOfRegion(region),
      jobs,
      s3,
      clock,
      signal: io.signal,
      progress: line.show,
      jobId,
      request,
      proof: target?.proof,
      dryRun: options.dryRun === true,
      wait: options.wait !== false,
      confirm: async (proposal) => {
        line.clear();
        return options.yes === true || (await ask(proposal, target, io));
      },
    });
    line.clear();
    print({ ...result, notes: [...(target?.notes ?? []), ...result.notes] }, options.json === true, io);
    if (error !== undefined) throw error;
    return statusOf(result);
  } finally {
    jobs.close();
  }
}

function besideJob(options: BackfillCommandOptions): readonly string[] {
  const { status, prefix, after, before, newDestination, role, report } = options;
  const others = Object.entries({ status, prefix, after, before, newDestination, role, report });
  return others.flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          `--job: expected no --${name.replace("newDestination", "new-destination")} beside it, found one; a job has its own`,
        ],
  );
}

function settingsOf(
  { profile, endpoint, region }: BackfillCommandOptions,
  target: BackfillTarget | undefined,
) {
  const start = target?.region ?? region;
  return liveSettingsOf({
    ...(start !== undefined && { region: start }),
    ...(profile !== undefined && { profile: [profile] }),
    ...(endpoint !== undefined && { endpoint }),
  });
}

/** A job belongs to the account of the source bucket. */
function requireAccount({ main }: LiveAccess, target: BackfillTarget | undefined): void {
  if (target?.account === undefined || target.account === main.account) return;
  throw new InputError(
    `credentials: expected those of account ${target.account}, where ${target.bucket} is, found those of ${main.account}; choose others with --profile`,
  );
}

async function ask({ bucket, versions, costUsd }: Proposal, target: BackfillTarget | undefined, io: Io) {
  const unproven = target?.proof?.unprovenRoutes.length ?? 0;
  for (const note of target?.notes ?? []) io.stderr.write(`note: ${note}\n`);
  if (unproven > 0)
    io.stderr.write(`${unproven} of its routes could not be proven; see the report of prove\n`);
  const price = `${dollars(costUsd)} for the job, and what listing, requests, transfer and keys cost`;
  const question = `replicate ${versions} versions of ${bucket} (${price})? [y/N] `;
  // Not as a terminal, where readline would take Ctrl-C for the end of the input.
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(question, { signal: io.signal }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

function print(result: Backfill, asJson: boolean, io: Io): void {
  if (asJson) io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else io.stdout.write(backfillText(result, paint(wantsColour(io.stdout, io.environment))));
}
