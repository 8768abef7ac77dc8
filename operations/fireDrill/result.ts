/** What a fire drill found. */
import { z } from "zod";
import { lackSchema, verdictSchema } from "../live/schemas";
import { leftSchema } from "../verify/result";

const alarmSchema = z
  .object({
    name: z.string(),
    region: z.string(),
    before: z.string().describe("its state before the drill"),
    raised: z.boolean(),
    seconds: z.number().nullable().describe("from the failure until the state ALARM was seen"),
    after: z.string().describe("its state at the end, or why it is not known"),
    notifies: z.boolean().describe("whether it has an action that is enabled"),
  })
  .describe("an alarm on the failed operations of the rule");

const unrestoredSchema = z
  .object({
    bucket: z.string(),
    because: z.string(),
    remedy: z.string().describe("the command that puts it back"),
  })
  .describe("a setting that could not be put back");

/** What `verify --fire-drill --json` prints. Fields are only ever added to it. */
export const fireDrillSchema = z.object({
  verdict: verdictSchema.describe("works: an alarm was raised; broken: none was; unproven: it is not known"),
  because: z.string(),
  interrupted: z.boolean(),
  route: z
    .object({ source: z.string(), destination: z.string(), rule: z.string() })
    .nullable()
    .describe("the route that was made to fail; null where there is none to choose"),
  keyPrefix: z.string().nullable().describe("only objects below it were concerned"),
  changed: z.string().nullable().describe("what was changed to make it fail; null where nothing was"),
  status: z.string().nullable().describe("ReplicationStatus of the last canary"),
  alarms: z.array(alarmSchema),
  unrestored: z.array(unrestoredSchema),
  removed: z.number().describe("versions that were removed again"),
  left: z.array(leftSchema),
  lacking: z.array(lackSchema),
  notes: z.array(z.string()),
});

export type FireDrill = z.infer<typeof fireDrillSchema>;
export type DrilledAlarm = z.infer<typeof alarmSchema>;
export type Unrestored = z.infer<typeof unrestoredSchema>;
