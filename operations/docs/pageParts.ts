/** Parts that several generated pages of commands have. */
import { z } from "zod";

/** A value as a block of JSON. */
export function jsonBlock(value: unknown): readonly string[] {
  return ["```json", JSON.stringify(value, null, 2), "```"];
}

/** What a command prints with `--json`. */
export function jsonSection(schema: z.ZodType): readonly string[] {
  return [
    "## JSON",
    "",
    "`--json` prints an object of this schema. Fields are only ever added to it.",
    "",
    ...jsonBlock(z.toJSONSchema(schema)),
    "",
  ];
}
