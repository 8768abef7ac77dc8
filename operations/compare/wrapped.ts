/** Breaks a sentence into lines of a report. */

const WIDTH = 80;

/** Lines of at most 80 columns, the first one with a mark; a word that is longer, such as an ARN, stays whole. */
export function wrapped(text: string, mark: string): readonly string[] {
  const lines: string[] = [];
  let line = mark;
  let isEmpty = true;
  for (const word of text.trim().split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(mark.length);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
