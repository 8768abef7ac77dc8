/** What a backfill ended with. */
import { z } from "zod";
import { lackSchema, requirementSchema, verdictSchema } from "../live/schemas";
import { STATUS, type Status } from "../status";

const failureGroupSchema = z
  .object({
    code: z.string().describe("AWS's code; none where it gave none"),
    count: z.number().describe("versions of objects"),
    meaning: z.string(),
    requirements: z
      .array(z.string())
      .describe("ids of the requirements that it points at; see permissions.md"),
    remedy: z.string(),
    examples: z.array(z.string()).describe("keys, five at most"),
  })
  .describe("versions that failed of the same reason");

const sampleSchema = z
  .object({
    looked: z.number(),
    completed: z.number(),
    failed: z.number(),
    pending: z.number().describe("still pending when the time was up"),
    gone: z.number().describe("deleted meanwhile"),
    unread: z.number().describe("AWS did not tell"),
  })
  .describe("what became of versions that the job started to replicate");

const roleSchema = z
  .object({
    source: z.string(),
    sourceAccount: z.string(),
    sourceRegion: z.string(),
    role: z.string().describe("ARN"),
    report: z.string().describe("where the reports go"),
    verdict: verdictSchema.describe("whether a job can run with it"),
    requirements: z.array(requirementSchema),
  })
  .describe("the role of the job, as in the report of prove");

export const OUTCOMES = [
  "replicated",
  "nothing to do",
  "dry run",
  "failed",
  "refused",
  "declined",
  "started",
  "pending",
  "interrupted",
  "unproven",
] as const;

/** What `backfill --json` prints. Fields are only ever added to it. */
export const backfillSchema = z.object({
  outcome: z
    .enum(OUTCOMES)
    .describe(
      "replicated: everything that was looked at has its copies; failed: a version, the job, a route or the role did; refused: a call was; started: the job runs and was not waited for; pending: not everything is known yet; unproven: nothing was made, since not everything could be proven and --despite-unknown was not given",
    ),
  because: z.string().describe("one sentence; empty where the outcome says all"),
  bucket: z.string().describe("the source bucket; unknown before a job is read"),
  jobId: z.string().nullable(),
  jobStatus: z.string().nullable().describe("AWS's word"),
  made: z.boolean().describe("false where the job was there before"),
  versions: z.number().nullable().describe("versions that the job tries"),
  costUsd: z.number().nullable().describe("of job and versions, without list, requests, transfer and keys"),
  brokenRoutes: z.array(
    z.object({ rule: z.string(), destination: z.string(), requirements: z.array(z.string()) }),
  ),
  unprovenRoutes: z.array(
    z.object({ rule: z.string(), destination: z.string(), requirements: z.array(z.string()) }),
  ),
  role: roleSchema.nullable().describe("null where a job is gone on with, which has its role"),
  unread: z.array(lackSchema).describe("what was refused while the account was read"),
  report: z
    .object({ bucket: z.string(), key: z.string(), succeeded: z.number(), failed: z.number() })
    .nullable()
    .describe("null where none was read"),
  failures: z.array(failureGroupSchema),
  sample: sampleSchema.nullable(),
  notes: z.array(z.string()),
});

export type Backfill = z.infer<typeof backfillSchema>;
export type FailureGroup = z.infer<typeof failureGroupSchema>;
export type Sample = z.infer<typeof sampleSchema>;

const STATUSES: { readonly [outcome in Backfill["outcome"]]: Status } = {
  replicated: STATUS.done,
  "nothing to do": STATUS.done,
  "dry run": STATUS.done,
  failed: STATUS.broken,
  refused: STATUS.broken,
  declined: STATUS.unproven,
  started: STATUS.unproven,
  pending: STATUS.unproven,
  interrupted: STATUS.interrupted,
  unproven: STATUS.unproven,
};

export function statusOf({ outcome }: Pick<Backfill, "outcome">): Status {
  return STATUSES[outcome];
}
