/** A comparison as text. */
import type { Paint } from "../report/paint";
import { wrap } from "../report/wrap";
import type { Change, Effect } from "./change";
import type { Comparison, NoComparison } from "./compare";
import { headlineOf, isComparison } from "./comparisonWords";

/** What changes, for a terminal: at most 80 columns, apart from words that are longer. */
export function comparisonText(comparison: Comparison | NoComparison, paint: Paint): string {
  const headline = wrap(headlineOf(comparison)).map(paint.bold);
  if (!isComparison(comparison)) return [...headline, ""].join("\n");
  return [
    ...headline,
    ...comparison.changes.flatMap((change) => changeLines(change, paint)),
    ...comparison.remarks.flatMap((remark) => wrap(remark, { indent: "  note: " }).map(paint.dim)),
    "",
  ].join("\n");
}

const SYMBOLS: { readonly [effect in Effect]: string } = { worse: "✗", different: "~", better: "✓" };

function changeLines({ effect, text, details }: Change, paint: Paint): readonly string[] {
  const colour = { worse: paint.red, different: paint.yellow, better: paint.green }[effect];
  const [first = "", ...rest] = wrap(text, { indent: `  ${SYMBOLS[effect]} ` });
  return [
    `  ${colour(SYMBOLS[effect])}${first.slice(3)}`,
    ...rest,
    ...details.flatMap((detail) => wrap(detail, { indent: "      - " })).map(paint.dim),
  ];
}
