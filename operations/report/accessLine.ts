/** One line of the report on access. */
import type { ReportedOutcome } from "./symbols";

/** One sentence about who may touch the data, with what is behind it where something is missing. */
export interface AccessLine {
  readonly outcome: ReportedOutcome;
  readonly text: string;
  readonly because: readonly string[];
  readonly fixes: readonly string[];
}

/** `a, b and c`. */
export function sentence(words: readonly string[], last: "and" | "or" | "but"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
