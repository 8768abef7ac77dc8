/** What a rehearsal had no answer for. */
import type { ResourceProperties } from "./values";

/** One question of the program that a rehearsal cannot answer by itself. */
export interface Unanswered {
  readonly kind: "function" | "resource that is read" | "component of a plugin";
  /** Token of the function, or type of the resource. */
  readonly token: string;
  /** Arguments of the function; the id of a resource that is read. */
  readonly args: ResourceProperties;
}

/** One line for each question, with its arguments where it has any. */
export function unansweredLines(unanswered: readonly Unanswered[]): readonly string[] {
  const lines = unanswered.map(({ kind, token, args }) => {
    const shown = Object.keys(args).length === 0 ? "" : ` ${JSON.stringify(args)}`;
    return kind === "function" ? `${token}${shown}` : `${token}${shown} (${kind})`;
  });
  return [...new Set(lines)];
}

/** What to do about it. */
export const HOW_TO_ANSWER =
  "values from them are not known here; --answers <file> gives them, see docs/rehearse-any-program.md";
