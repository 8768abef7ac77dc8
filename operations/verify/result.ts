/** What a verification found, and the verdict on it. */
import { z } from "zod";
import { lackSchema, verdictSchema } from "../live/schemas";

const checkSchema = z
  .object({
    what: z.string().describe("e.g. storage class, key, owner, tags"),
    expected: z.string().describe("what the model foretold; unknown where it could not"),
    found: z.string(),
    verdict: z.enum(["as foretold", "differs", "not seen", "not emulated"]),
    because: z.string().optional().describe("why it was not seen"),
  })
  .describe("one property of a copy");

const outcomeSchema = z
  .enum(["replicated", "not replicated", "fails", "unknown"])
  .describe("what explain foretells");
const foundSchema = z.enum(["arrived", "did not arrive", "not looked at", "still pending"]);

const diagnosisSchema = z
  .object({
    read: z
      .enum(["before", "now", "not read"])
      .describe("when the accounts were read for it: before the canaries, or after the failure"),
    unmet: z.array(z.string()).describe("requirements that they do not meet"),
    notRead: z.array(z.string()).describe("what could still be the reason, where nothing is unmet"),
  })
  .describe(
    "of a failure without a reason that the model did not foretell; nothing unmet: it and S3 disagree",
  );

const destinationSchema = z
  .object({
    rule: z.string(),
    destination: z.string(),
    expected: outcomeSchema,
    found: foundSchema,
    seconds: z
      .number()
      .nullable()
      .describe("from the write until the copy was seen; null where there is none"),
    verdict: verdictSchema,
    because: z.string(),
    reason: z.string().nullable().describe("S3's code for the failure, where its queue of events has it"),
    checks: z.array(checkSchema),
    unmet: z
      .array(z.string())
      .describe("requirements that the model finds unmet on the route, for a broken one"),
    diagnosis: diagnosisSchema.optional(),
  })
  .describe("one destination of a canary");

const markerSchema = z
  .object({
    versionId: z.string().nullable().describe("null where it was not written"),
    expectedStatus: z.string(),
    status: z.string().describe("its ReplicationStatus at the source; not shown where S3 shows none"),
    because: z.string().optional().describe("why it was not written"),
    destinations: z.array(
      z.object({
        rule: z.string(),
        destination: z.string(),
        expected: outcomeSchema,
        found: foundSchema,
        seconds: z.number().nullable().describe("from the delete until it was seen; null where it was not"),
        verdict: verdictSchema,
        because: z.string(),
        reason: z.string().nullable().describe("S3's code for the failure, where its queue of events has it"),
      }),
    ),
  })
  .describe("the delete marker of the canary, with --delete-markers");

const canarySchema = z
  .object({
    bucket: z.string(),
    key: z.string(),
    tags: z.record(z.string(), z.string()),
    rules: z.array(z.string()).describe("the rules whose filter selects it"),
    versionId: z.string().nullable().describe("null where it was not written"),
    expectedStatus: z.string(),
    status: z.string().describe("ReplicationStatus at the source, or why it is not known"),
    because: z.string().optional().describe("why it was not written"),
    destinations: z.array(destinationSchema),
    foretoldRefusal: z
      .string()
      .optional()
      .describe("why the caller may not write or remove it by the model, said before the write"),
    deleteMarker: markerSchema.optional(),
  })
  .describe("one object that was written");

export const leftSchema = z
  .object({
    bucket: z.string(),
    key: z.string(),
    versionId: z.string().nullable(),
    certain: z.boolean().describe("false: it may be there, or may still arrive"),
    because: z.string(),
    remedy: z.string().describe("the command that removes it"),
  })
  .describe("a version that could not be removed");

/** What `verify --json` prints. Fields are only ever added to it. */
export const verificationSchema = z.object({
  verdict: verdictSchema,
  interrupted: z.boolean(),
  canaries: z.array(canarySchema),
  skipped: z
    .array(z.object({ rule: z.string(), source: z.string(), because: z.string() }))
    .describe("rules that no canary can be made for"),
  removed: z.number().describe("versions that were removed again"),
  left: z.array(leftSchema),
  kept: z.array(leftSchema).optional().describe("versions that stay on purpose, with --keep"),
  lacking: z.array(lackSchema),
  notes: z.array(z.string()),
});

export type Verification = z.infer<typeof verificationSchema>;
export type CanaryResult = z.infer<typeof canarySchema>;
export type DestinationResult = z.infer<typeof destinationSchema>;
export type Check = z.infer<typeof checkSchema>;
export type MarkerResult = z.infer<typeof markerSchema>;
export type RouteDiagnosis = z.infer<typeof diagnosisSchema>;
export type Left = z.infer<typeof leftSchema>;

/** Broken where one is, unproven where one is or there is none. */
export function worstVerdict(verdicts: readonly Verification["verdict"][]): Verification["verdict"] {
  if (verdicts.includes("broken")) return "broken";
  return verdicts.length === 0 || verdicts.includes("unproven") ? "unproven" : "works";
}
