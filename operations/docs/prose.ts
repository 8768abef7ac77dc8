/** Prose of generated pages, broken into lines. */

const LINE_WIDTH = 120;

/** @param indent of every line but the first, as inside of a list */
export function paragraph(text: string, indent = ""): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines;
}
