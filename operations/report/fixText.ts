/** What to paste, as text. */
import type { Paint } from "./paint";
import { wrap } from "./wrap";

/** A text in quotation marks is one word: a line break inside of it would be no JSON. */
const JSON_WORDS = /(\s*)((?:"(?:[^"\\]|\\.)*"|\S)+)/g;

/** A fix behind an indentation. JSON keeps its own indentation and is still JSON where a line of it is broken. */
export function fixText(fix: string, indent: string, { dim }: Paint): readonly string[] {
  return fix
    .split("\n")
    .flatMap((line, index) => {
      if (index === 0 && !isJson(line)) return wrap(`fix: ${line}`, { indent, hanging: `${indent}  ` });
      const own = `${indent}${/^\s*/.exec(line)?.[0] ?? ""}`;
      const wrapping = { indent: own, hanging: `${own}  ` };
      return [
        ...(index === 0 ? [`${indent}fix:`] : []),
        ...(isJson(line) ? wrap(line, { ...wrapping, words: JSON_WORDS }) : wrap(line, wrapping)),
      ];
    })
    .map(dim);
}

function isJson(line: string): boolean {
  return /^\s*["{}[\]]/.test(line);
}
