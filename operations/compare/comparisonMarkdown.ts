/** A comparison as Markdown. */
import type { Effect } from "./change";
import type { Comparison, NoComparison } from "./compare";
import { headlineOf, isComparison } from "./comparisonWords";

const SYMBOLS: { readonly [effect in Effect]: string } = { worse: "❌", different: "🔸", better: "✅" };

/** What changes, for a comment in a pull request. */
export function comparisonMarkdown(comparison: Comparison | NoComparison): string {
  const headline = headlineOf(comparison);
  const title = `## ${plain(`${headline.charAt(0).toUpperCase()}${headline.slice(1)}`)}`;
  if (!isComparison(comparison)) return [title, "", ""].join("\n");
  const { changes, remarks } = comparison;
  return [
    title,
    "",
    ...changes.flatMap(({ effect, text, details }) => [
      `- ${SYMBOLS[effect]} ${plain(text)}`,
      ...details.map((detail) => `  - ${plain(detail)}`),
    ]),
    ...(changes.length === 0 ? [] : [""]),
    ...remarks.flatMap((remark) => [`> ${plain(remark)}`, ""]),
    "",
  ].join("\n");
}

/** Characters that begin emphasis, code, links, HTML, tables or formulas in GitHub's Markdown; and what mentions people. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*_~<>[\]$|]/g, "\\$&")
    .replaceAll(/(?<!\w)@(?=\w)/g, "@\u200b");
}
