/** Reads reports for a terminal. */

/** A report as if no line were wrapped. */
export function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

const COLUMNS = 80;

/** The mark in front of a line, as of an outcome or of a list. */
const MARK = /^\s*(?:[✓✗?!–-] )?/;

/** A text in quotation marks is one word. */
const WORD = /(?:"(?:[^"\\]|\\.)*"|\S)+/g;

/** The lines of a report that are wider than 80 columns although they could be broken. */
export function tooWide(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.length > COLUMNS && (line.replace(MARK, "").match(WORD)?.length ?? 0) > 1);
}
