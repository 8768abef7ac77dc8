/** Rehearses a program for a command: with the user's answers, and with nothing of the program in the command's output. */
import { resolve } from "node:path";
import type { Io } from "../io";
import { Answers, readAnswers } from "../rehearsal/answers";
import type { Plan } from "../rehearsal/plan";
import { rehearse } from "../rehearsal/rehearse";
import type { StackConfiguration } from "../rehearsal/stackFiles";
import { HOW_TO_ANSWER, unansweredLines } from "../rehearsal/unanswered";

/** @param path of the file with answers; none when not given. */
export function answersIn(path: string | undefined, { directory }: Io): Answers {
  return path === undefined ? new Answers() : readAnswers(resolve(directory, path));
}

/** What the program prints goes to standard error, so that a report on standard output stays whole. */
export async function rehearseQuietly(
  directory: string,
  configuration: StackConfiguration,
  answers: Answers,
  { stderr }: Pick<Io, "stderr">,
): Promise<Plan> {
  const { stdout } = process;
  const write = stdout.write;
  stdout.write = (chunk: Uint8Array | string) => stderr.write(chunk);
  try {
    return await rehearse(directory, configuration, "update", answers);
  } finally {
    stdout.write = write;
  }
}

/** Says which answers nothing asked for: their token or arguments may be mistaken. */
export function sayUnused(answers: Answers, { stderr }: Pick<Io, "stderr">): void {
  for (const { token, args } of answers.unused) {
    const shown = args === undefined ? "" : ` ${JSON.stringify(args)}`;
    stderr.write(`answers: nothing asked for ${token}${shown}; compare it with what the program calls\n`);
  }
}

/** Remarks on what a rehearsal had no answer for. */
export function unansweredRemarks({ unanswered = [] }: Plan): readonly string[] {
  if (unanswered.length === 0) return [];
  return [`not answered: ${unansweredLines(unanswered).join(", ")}; ${HOW_TO_ANSWER}`];
}
