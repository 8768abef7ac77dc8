/** The report on access as Markdown. */
import type { AccessReport } from "../../model";
import { accessLines } from "./accessLines";
import { codeBlock, markdownText } from "./markdownText";

const SYMBOLS = { good: "✅", bad: "❌", unsure: "❔", advice: "⚠️", none: "➖" } as const;

/** Who may touch the data, for a comment in a pull request; nothing where there is nothing to say. */
export function accessMarkdown(reports: readonly AccessReport[]): string {
  const lines = accessLines(reports);
  if (lines.length === 0) return "";
  return [
    "### Who may touch the data",
    "",
    ...lines.flatMap(({ outcome, text, because, fixes }) => [
      `- ${SYMBOLS[outcome]} ${markdownText(text)}`,
      ...because.map((reason) => `  - ${markdownText(reason)}`),
      ...fixes.flatMap((fix) => ["", ...codeBlock(fix, "  "), ""]),
    ]),
    "",
  ].join("\n");
}
