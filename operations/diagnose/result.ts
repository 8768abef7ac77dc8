/** What `diagnose --json` prints. */
import { z } from "zod";
import { lackSchema, verdictSchema } from "../live/schemas";
import { alarmsSchema } from "./alarmsResult";

const requirementSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    strength: z.enum(["required", "advised"]),
    verdict: z.enum(["met", "unmet", "unknown"]),
    because: z.string(),
    fix: z.string().nullable(),
    url: z.string(),
  })
  .describe("one requirement on one route");

const routeSchema = z
  .object({
    rule: z.string(),
    source: z.string(),
    destination: z.string(),
    sourceAccount: z.string(),
    destinationAccount: z.string(),
    sourceRegion: z.string(),
    destinationRegion: z.string(),
    verdict: verdictSchema,
    status: z.literal("disabled").optional(),
    requirements: z.array(requirementSchema),
  })
  .describe("as in the report of prove");

const differenceSchema = z
  .object({
    resource: z.string(),
    what: z.string(),
    stack: z.string(),
    account: z.string(),
    verdict: z.enum(["differs", "unknown"]),
  })
  .describe("one value that differs between the stack and the account, or that could not be read there");

const failureSchema = z
  .object({
    reason: z.string().nullable().describe("S3's code; null where S3 gave none"),
    meaning: z.string(),
    requirements: z
      .array(
        z.object({
          id: z.string(),
          rule: z.string(),
          verdict: z.enum(["met", "unmet", "unknown"]),
          because: z.string(),
          fix: z.string().nullable(),
        }),
      )
      .describe("those that the reason points at and that are not met now"),
    remedy: z.string(),
    objects: z.number(),
    rules: z.array(z.string()),
    examples: z.array(z.string()),
  })
  .describe("objects that failed for one reason");

/** Fields are only ever added to it. */
export const diagnosisSchema = z.object({
  verdict: verdictSchema.describe("on the routes"),
  routes: z.array(routeSchema),
  access: z.array(z.unknown()).describe("who may touch the data, as in the report of prove"),
  alarms: alarmsSchema,
  notes: z.array(z.string()),
  unread: z.array(lackSchema).describe("what was refused, with the permission that would answer it"),
  requests: z.number().describe("how many requests were sent"),
  differences: z.array(differenceSchema).optional().describe("with --diff"),
  failed: z
    .object({
      requests: z.object({ used: z.number(), limit: z.number() }),
      searches: z.array(z.object({ where: z.string(), bucket: z.string(), outcome: z.string() })),
      groups: z.array(failureSchema),
    })
    .optional()
    .describe("with --failed"),
});

export type Diagnosis = z.infer<typeof diagnosisSchema>;
