/** Parts that the JSON of several live commands has in common. */
import { z } from "zod";

/** `works`: everything is met, or as foretold. `broken`: something is not. `unproven`: not everything is known. */
export const verdictSchema = z.enum(["works", "broken", "unproven"]);

export const requirementSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    strength: z.enum(["required", "advised"]),
    verdict: z.enum(["met", "unmet", "unknown"]),
    because: z.string(),
    fix: z.string().nullable(),
    url: z.string(),
  })
  .describe("one requirement");

export const lackSchema = z
  .object({
    action: z.string().describe("e.g. s3:GetObjectVersionTagging"),
    resource: z.string(),
    caller: z.string().describe("ARN of the caller that lacks it"),
    because: z.string().describe("AWS's own words; empty where it gave none"),
  })
  .describe("a permission that the caller lacks");
