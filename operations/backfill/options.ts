/** The options of `backfill`, read and checked. */
import type { ReplicationStatus } from "@aws-sdk/client-s3-control";
import { isRoleArn } from "../../aws/arns";
import { isBucketName } from "../../aws/bucketNames";
import { MAX_OBJECT_KEY_BYTES } from "../../aws/limits";
import { foundText } from "../foundText";
import type { ObjectFilter, ReportPlace } from "./request";

export interface FilterOptions {
  /** Comma-separated. @default none,failed */
  readonly status?: string;
  readonly prefix?: string;
  readonly after?: string;
  readonly before?: string;
  readonly newDestination?: string;
}

const STATUS_WORDS: { readonly [word: string]: ReplicationStatus } = {
  none: "NONE",
  failed: "FAILED",
  completed: "COMPLETED",
  replica: "REPLICA",
};
const DEFAULT_STATUSES = "none,failed";
/** S3 makes the id a UUID; the API takes 5 to 36 characters. */
const JOB_ID = /^[a-zA-Z0-9_-]{5,36}$/;

/** Adds to `problems` what is wrong with the options. */
export function filterOf(options: FilterOptions, problems: string[]): ObjectFilter {
  const createdAfter = dateOf("--after", options.after, problems);
  const createdBefore = dateOf("--before", options.before, problems);
  if (createdAfter !== undefined && createdBefore !== undefined && createdAfter >= createdBefore) {
    problems.push(`--after --before: expected a time after --after, found ${options.before}; exchange them`);
  }
  const { prefix } = options;
  if (prefix !== undefined && (prefix === "" || Buffer.byteLength(prefix) > MAX_OBJECT_KEY_BYTES)) {
    problems.push(
      `--prefix: expected 1 to ${MAX_OBJECT_KEY_BYTES} bytes, found ${Buffer.byteLength(prefix)}`,
    );
  }
  return { statuses: statusesOf(options, problems), prefix, createdAfter, createdBefore };
}

function statusesOf(
  { status, newDestination }: FilterOptions,
  problems: string[],
): readonly ReplicationStatus[] {
  const words = (status ?? DEFAULT_STATUSES).split(",").map((word) => word.trim().toLowerCase());
  const unknown = words.filter((word) => !Object.hasOwn(STATUS_WORDS, word));
  if (unknown.length > 0) {
    const known = Object.keys(STATUS_WORDS).join(", ");
    problems.push(`--status: expected ${known}, found ${unknown.map((word) => `"${word}"`).join(", ")}`);
  }
  const found = words.flatMap((word) =>
    Object.hasOwn(STATUS_WORDS, word) ? (STATUS_WORDS[word] ?? []) : [],
  );
  const added: readonly ReplicationStatus[] = newDestination === undefined ? [] : ["COMPLETED"];
  return [...new Set([...found, ...added])].sort();
}

function dateOf(option: string, text: string | undefined, problems: string[]): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  if (isIso && !Number.isNaN(date.getTime())) return date;
  problems.push(
    `${option}: expected a time such as 2026-11-01 or 2026-11-01T12:00:00Z, found ${foundText(text)}`,
  );
  return undefined;
}

export function reportPlaceOf(text: string, problems: string[]): ReportPlace | undefined {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/?(.*?)\/*$/.exec(text) ?? [];
  if (isBucketName(bucket) && prefix !== "" && prefix.length <= 512) return { bucket, prefix };
  problems.push(`--report: expected s3://bucket/prefix, found ${foundText(text)}`);
  return undefined;
}

export function roleArnOf(text: string, partition: string, problems: string[]): string | undefined {
  if (isRoleArn(text, partition)) return text;
  problems.push(
    `--role: expected arn:${partition}:iam::<account>:role/<path and name>, found ${foundText(text)}`,
  );
  return undefined;
}

export function jobIdOf(text: string | undefined, problems: string[]): string | undefined {
  if (text !== undefined && !JOB_ID.test(text)) {
    problems.push(
      `--job: expected the id of a job, 5 to 36 letters, digits, - and _, found ${foundText(text)}`,
    );
  }
  return text;
}
