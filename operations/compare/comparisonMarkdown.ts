/** A comparison as Markdown. */
import { markdownText } from "../report/markdownText";
import type { Effect } from "./change";
import type { Comparison, NoComparison } from "./compare";
import { headlineOf, isComparison } from "./comparisonWords";

const SYMBOLS: { readonly [effect in Effect]: string } = { worse: "❌", different: "🔸", better: "✅" };

/** What changes, for a comment in a pull request. */
export function comparisonMarkdown(comparison: Comparison | NoComparison): string {
  const headline = headlineOf(comparison);
  const title = `## ${markdownText(`${headline.charAt(0).toUpperCase()}${headline.slice(1)}`)}`;
  if (!isComparison(comparison)) return [title, "", ""].join("\n");
  const { changes, remarks } = comparison;
  return [
    title,
    "",
    ...changes.flatMap(({ effect, text, details }) => [
      `- ${SYMBOLS[effect]} ${markdownText(text)}`,
      ...details.map((detail) => `  - ${markdownText(detail)}`),
    ]),
    ...(changes.length === 0 ? [] : [""]),
    ...remarks.flatMap((remark) => [`> ${markdownText(remark)}`, ""]),
    "",
  ].join("\n");
}
