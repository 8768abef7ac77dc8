/** The report on access as text. */
import type { AccessReport } from "../../model";
import { accessLines } from "./accessLines";
import type { Paint } from "./paint";
import { symbol } from "./symbols";

/** Who may touch the data, for a terminal; empty where no principal is named and no rule filters by tags. */
export function accessText(reports: readonly AccessReport[], paint: Paint): string {
  const lines = accessLines(reports);
  if (lines.length === 0) return "";
  return [
    paint.bold("who may touch the data"),
    ...lines.flatMap(({ outcome, text, because, fixes }) => [
      `  ${symbol(outcome, paint)} ${text}`,
      ...because.map((reason) => `      ${reason}`),
      ...fixes.flatMap((fix) =>
        fix.split("\n").map((line, index) => paint.dim(`          ${index === 0 ? `fix: ${line}` : line}`)),
      ),
    ]),
    "",
  ].join("\n");
}
