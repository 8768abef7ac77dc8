/** Writes text into Markdown. */

/** Characters that begin emphasis, code, links, HTML, tables or formulas in GitHub's Markdown. */
const SYNTAX = /[\\`*_~<>[\]$]/g;

/** Text that GitHub shows as it is, on one line; a space without width keeps an `@` from mentioning people. */
export function markdownText(text: string): string {
  return text
    .replaceAll(SYNTAX, "\\$&")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/(?<!\w)@(?=\w)/g, "@\u200b");
}

/** A block of code, with a fence longer than any in it. */
export function codeBlock(text: string, indent = ""): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [fence, ...text.split("\n"), fence].map((line) => `${indent}${line}`);
}

/** Lines that are shown on demand. */
export function folded(summary: string, lines: readonly string[]): readonly string[] {
  return [`<details><summary>${summary}</summary>`, "", ...lines, "", "</details>", ""];
}
