/** Asks the user one question. */
import { createInterface } from "node:readline/promises";
import type { Io } from "../io";

/**
 * What the user types; nothing where the input ends without an answer.
 *
 * @throws the reason of the signal where it is aborted
 */
export async function typedAnswer(question: string, { stdin, stderr, signal }: Io): Promise<string> {
  // Not as a terminal, where readline would take Ctrl-C for the end of the input.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(question, { signal }), closed]);
    return answer.trim();
  } finally {
    lines.close();
  }
}
