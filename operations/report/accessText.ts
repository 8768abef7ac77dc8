/** The report on access as text. */
import type { AccessReport } from "../../model";
import { accessLines } from "./accessLines";
import { fixText } from "./fixText";
import type { Paint } from "./paint";
import { marked } from "./symbols";
import { wrap } from "./wrap";

/** Who may touch the data, for a terminal; empty where no principal is named and no rule filters by tags. */
export function accessText(reports: readonly AccessReport[], paint: Paint): string {
  const lines = accessLines(reports);
  if (lines.length === 0) return "";
  return [
    paint.bold("who may touch the data"),
    ...lines.flatMap(({ outcome, text, because, fixes }) => [
      ...marked(outcome, text, paint, "  "),
      ...because.flatMap((reason) => wrap(reason, { indent: "      " })),
      ...fixes.flatMap((fix) => fixText(fix, "      ", paint)),
    ]),
    "",
  ].join("\n");
}
