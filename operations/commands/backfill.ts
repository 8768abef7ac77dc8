/** The command `backfill`: replicates existing and failed objects with one S3 Batch Replication job. */
import { partitionOfRegion } from "../../aws/partitions";
import { backfill, type Proposal } from "../backfill/backfill";
import { CLOCK, type Clock } from "../backfill/clock";
import { jobsOf } from "../backfill/control";
import { dollars } from "../backfill/cost";
import { type FilterOptions, filterOf, jobIdOf, reportPlaceOf } from "../backfill/options";
import { backfillPolicy } from "../backfill/permissions";
import type { BackfillRequest } from "../backfill/request";
import { statusOf } from "../backfill/result";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { type LiveAccess, openAccess } from "../live/access";
import { type LiveOptions, liveSettingsOf } from "../live/options";
import { backfillText } from "../report/backfillText";
import { STATUS, type Status } from "../status";
import { type StatusLine, statusLine } from "../statusLine";
import { type BackfillTarget, type TargetOptions, targetOf } from "./backfillTarget";
import { readExported } from "./exportedBackfill";
import { type NamedBackfill, namedBackfill, readLive } from "./liveBackfill";
import { printResult } from "./printResult";
import { typedAnswer } from "./typedAnswer";

export interface BackfillCommandOptions extends FilterOptions, TargetOptions, LiveOptions {
  /** A job to go on with. */
  readonly job?: string;
  /** Start although not everything could be proven. */
  readonly despiteUnknown?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
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
  problems.push(...sourceProblems(options));
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  const hasJob = jobId !== undefined;
  const exported =
    options.export === undefined
      ? undefined
      : targetOf(await readExported(options.export, options.bucket, io), options, filter, hasJob);
  const named = exported === undefined ? namedBackfill(options, io) : undefined;
  if (options.policy === true) {
    io.stdout.write(`${JSON.stringify(policyFor(exported, named), null, 2)}\n`);
    return STATUS.done;
  }
  if (options.yes !== true && options.dryRun !== true && io.stdin.isTTY !== true) {
    throw new InputError(
      "--yes: expected it where nobody can be asked (standard input is no terminal), found none; --dry-run counts the objects without starting",
    );
  }
  const line = statusLine(io.stderr);
  line.show("checking credentials");
  const access = await openAccess(settingsOf(options, exported), io);
  try {
    if (named !== undefined) line.show(`reading ${named.bucket} and what it leads to`);
    const target =
      named === undefined
        ? exported
        : targetOf(await readLive(named, access, hasJob), options, filter, hasJob);
    requireAccount(access, target);
    // One job is followed for as long as it takes.
    access.budget.lift();
    return await run(options, { target, jobId, access, clock, io, line });
  } finally {
    line.clear();
    access.close();
  }
}

/** What the options say of where the routes are read from. */
function sourceProblems(options: BackfillCommandOptions): readonly string[] {
  const { export: files, outputs, bucket, job, policy, role = [] } = options;
  const mistaken = role.filter((text) => !text.includes("="));
  return [
    ...(files !== undefined && outputs !== undefined
      ? ["--export --outputs: expected one of them, found both"]
      : []),
    ...((files ?? outputs ?? bucket ?? job) === undefined && policy !== true
      ? [
          "backfill: expected --export <file>, --outputs <file>, --bucket <name> or --job <id>, found none; pulumi stack output --json > outputs.json writes outputs",
        ]
      : []),
    ...mistaken.map(
      (text) =>
        `--role: expected account=arn, a role to assume, found ${text}; --job-role names the role of the job`,
    ),
  ];
}

/** Limited to what the options name; with an export nothing is read of the account. */
function policyFor(exported: BackfillTarget | undefined, named: NamedBackfill | undefined): object {
  if (exported !== undefined) return backfillPolicy({ ...exported.request, readsAccount: false });
  if (named === undefined) return backfillPolicy();
  const { roleArn, report } = named.outputs;
  const place = report === undefined ? undefined : reportPlaceOf(report, []);
  return backfillPolicy({
    bucket: named.bucket,
    ...(roleArn !== undefined && { roleArn }),
    ...(place !== undefined && { report: place }),
  });
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
      despiteUnknown: options.despiteUnknown === true,
      dryRun: options.dryRun === true,
      wait: options.wait !== false,
      confirm: async (proposal) => {
        line.clear();
        return options.yes === true || (await ask(proposal, target, io));
      },
    });
    line.clear();
    const noted = { ...result, notes: [...(target?.notes ?? []), ...result.notes] };
    printResult(noted, backfillText, options.json === true, io);
    if (error !== undefined) throw error;
    return statusOf(result);
  } finally {
    jobs.close();
  }
}

function besideJob(options: BackfillCommandOptions): readonly string[] {
  const { status, prefix, after, before, newDestination, jobRole, report } = options;
  const others = Object.entries({ status, prefix, after, before, newDestination, jobRole, report });
  return others.flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          `--job: expected no --${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} beside it, found one; a job has its own`,
        ],
  );
}

function settingsOf(options: BackfillCommandOptions, target: BackfillTarget | undefined) {
  const start = target?.region ?? options.region;
  return liveSettingsOf({ ...options, ...(start !== undefined && { region: start }) });
}

/** A job belongs to the account of the source bucket. */
function requireAccount({ main }: LiveAccess, target: BackfillTarget | undefined): void {
  if (target?.account === undefined || target.account === main.account) return;
  throw new InputError(
    `credentials: expected those of account ${target.account}, where ${target.bucket} is, found those of ${main.account}; choose others with --profile`,
  );
}

async function ask({ bucket, versions, costUsd }: Proposal, target: BackfillTarget | undefined, io: Io) {
  const { unprovenRoutes = [], role } = target?.proof ?? {};
  for (const note of target?.notes ?? []) io.stderr.write(`note: ${note}\n`);
  if (unprovenRoutes.length > 0) io.stderr.write(`${unprovenRoutes.length} of its routes are not proven\n`);
  if (role?.verdict === "unproven") io.stderr.write(`the role ${role.role} is not proven\n`);
  const price = `${dollars(costUsd)} for the job, and what listing, requests, transfer and keys cost`;
  const question = `replicate ${versions} versions of ${bucket} (${price})? [y/N] `;
  return /^y(es)?$/i.test(await typedAnswer(question, io));
}
