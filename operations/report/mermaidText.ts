/** Writes text into Mermaid labels. */

/** Characters that mean nothing to Mermaid; a hyphen or dot only inside of a word, since `- a` and `1. a` are Markdown lists. */
const SYNTAX = /[^A-Za-z0-9 ,()/=.-]|[.-](?= |$)/gu;

/**
 * Text for a label in double quotes. Mermaid takes quotes, backticks, `%%`, `#`, HTML and Markdown in a label for syntax, so
 * that every character that may be part of it becomes an entity by its number, e.g. `#35;` for `#`.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function mermaidText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(SYNTAX, (character) => `#${character.codePointAt(0)};`);
}
