/** Wraps lines of a report to the width that every terminal has. */

/**
 * Columns of a line. A wider terminal gets the same text, so that a report is the same there, in a pipe and in a document.
 */
export const WIDTH = 80;

/** How a text is wrapped. */
export interface Wrapping {
  /** In front of the first line. @default nothing */
  readonly indent?: string;
  /** In front of every other line. @default as wide as `indent`, of spaces */
  readonly hanging?: string;
  /** What is never broken: each match is a word with the white space before it. @default text without white space */
  readonly words?: RegExp;
  /** Columns. @default {@link WIDTH} */
  readonly width?: number;
}

const WORDS = /(\s*)(\S+)/g;

/**
 * A text as lines of at most {@link WIDTH} columns, broken at white space. A word that is wider, such as the name of a bucket or an
 * ARN, has a line of its own and stays whole, so that it can be copied.
 */
export function wrap(text: string, wrapping: Wrapping = {}): readonly string[] {
  const { indent = "", words = WORDS, width = WIDTH } = wrapping;
  const hanging = wrapping.hanging ?? " ".repeat(visibleLength(indent));
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const [, gap = "", word = ""] of text.trim().matchAll(words)) {
    if (!isEmpty && visibleLength(line) + gap.length + visibleLength(word) > width) {
      lines.push(line);
      line = hanging;
      isEmpty = true;
    }
    line += isEmpty ? word : `${gap}${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** The first text that fits a line behind an indentation; the last one where none does. */
export function fitting(candidates: readonly string[], indentation: number): string {
  return candidates.find((text) => visibleLength(text) + indentation <= WIDTH) ?? candidates.at(-1) ?? "";
}

const COLOUR_CODES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

/** Columns of a text that may have colours. */
export function visibleLength(text: string): number {
  return text.replace(COLOUR_CODES, "").length;
}
