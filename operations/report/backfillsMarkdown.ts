/** The roles of backfills as Markdown. */
import type { BackfillReport } from "../../model";
import { needsAttention } from "./backfillsText";
import { SYMBOLS, shortcomings } from "./judgementMarkdown";
import { table } from "./markdownTable";
import { markdownText } from "./markdownText";

/** A row for each role, and what is not met below; nothing where the stack has none. */
export function backfillsMarkdown(reports: readonly BackfillReport[]): readonly string[] {
  if (reports.length === 0) return [];
  const rows = reports.map(({ source, role, report, verdict }) => [
    markdownText(source),
    markdownText(role),
    markdownText(report),
    `${SYMBOLS[verdict]} ${verdict}`,
  ]);
  return [
    "### Roles for backfills",
    "",
    ...table(["bucket", "role", "reports", "verdict"], rows),
    "",
    ...reports
      .flatMap(({ source, requirements }) =>
        shortcomings({ rule: `backfill of ${source}`, requirements }, needsAttention),
      )
      .flat(),
  ];
}
