/** Runs `backfill` against the fake, with a clock that does not wait. */
import { PassThrough, Readable } from "node:stream";
import type { Clock } from "../../../operations/backfill/clock";
import { type Backfill, backfillSchema } from "../../../operations/backfill/result";
import { type BackfillCommandOptions, backfillCommand } from "../../../operations/commands/backfill";
import { InputError } from "../../../operations/inputError";
import type { Status } from "../../../operations/status";
import { BACKFILL_REPORT, BACKFILL_ROLE, SOURCE, withBackfill } from "../../helpers/exports";
import type { FakeBatch, FakeJob } from "../../helpers/fakeAws/fakeBatch";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

export const ROLE = BACKFILL_ROLE;
export const REPORT = BACKFILL_REPORT;

export interface RunOptions extends BackfillCommandOptions {
  readonly signal?: AbortSignal;
  /** What is typed on a terminal; none where there is none. */
  readonly typed?: string;
  readonly exportText?: string;
  /** Without options for role and report. */
  readonly fromOutputs?: boolean;
  /** Without an export. */
  readonly live?: boolean;
}

export interface Ended {
  readonly status: Status | "bad input";
  readonly result: Backfill | undefined;
  readonly message: string;
  readonly stderr: string;
  readonly waitedMs: number;
}

/** With a yes, the export, the role and the report unless the options say otherwise. */
export async function runBackfill(server: FakeBatch, options: RunOptions = {}): Promise<Ended> {
  const {
    signal = new AbortController().signal,
    typed,
    exportText = withBackfill(),
    fromOutputs = false,
    live = false,
    ...given
  } = options;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const texts = { stdout: "", stderr: "" };
  stdout.on("data", (chunk) => {
    texts.stdout += String(chunk);
  });
  stderr.on("data", (chunk) => {
    texts.stderr += String(chunk);
  });
  let waitedMs = 0;
  const clock: Clock = {
    nowMs: () => waitedMs,
    sleep: async (ms, stop) => {
      stop.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
      stop.throwIfAborted();
      waitedMs += ms;
    },
  };
  const place = fromOutputs ? {} : { jobRole: ROLE, report: REPORT };
  const own = given.job !== undefined || live ? {} : { ...place, export: ["-"] };
  const exported = Readable.from([Buffer.from(exportText)]);
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  if (typed !== undefined) terminal.end(typed);
  const io = {
    stdout,
    stderr,
    stdin: typed === undefined ? exported : terminal,
    environment: { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" },
    directory: PROJECT_DIRECTORY,
    signal,
  };
  const words: BackfillCommandOptions = {
    ...own,
    ...(typed === undefined && { yes: true }),
    endpoint: server.endpoint,
    json: true,
    ...given,
  };
  try {
    const status = await backfillCommand(words, io, clock);
    return { status, result: parsed(texts.stdout), message: "", stderr: texts.stderr, waitedMs };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      status: "bad input",
      result: parsed(texts.stdout),
      message: error.message,
      stderr: texts.stderr,
      waitedMs,
    };
  }
}

function parsed(text: string): Backfill | undefined {
  return text === "" ? undefined : backfillSchema.parse(JSON.parse(text));
}

/** A report with one file of rows, in the order of columns that S3 writes. */
export function reportOf(...rows: readonly string[]) {
  return ({ id }: FakeJob): { readonly [key: string]: string } => {
    const folder = `backfill/acme-archive/job-${id}`;
    return {
      [`acme-reports/${folder}/manifest.json`]: JSON.stringify({
        Format: "Report_CSV_20180820",
        Results: [
          {
            TaskExecutionStatus: "all",
            Bucket: "acme-reports",
            MD5Checksum: "",
            Key: `${folder}/results/1.csv`,
          },
        ],
      }),
      [`acme-reports/${folder}/results/1.csv`]: rows.join("\n"),
    };
  };
}

export const succeeded = (key: string) => `${SOURCE},${key},v1,succeeded,200,,Successful`;
export const failed = (key: string, code: string) => `${SOURCE},${key},v1,failed,403,${code},Access Denied`;
