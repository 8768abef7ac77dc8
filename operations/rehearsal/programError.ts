/** What goes wrong in a program that is rehearsed, as its author can use it. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../inputError";
import type { ProgramEntry } from "./programEntry";
import { HOW_TO_ANSWER, type Unanswered, unansweredLines } from "./unanswered";

/** Lines of a stack trace to show. */
const MOST_FRAMES = 5;

/**
 * The error of a program, with the places in the program that led to it, and what had no answer until then.
 *
 * @param error what the program threw
 */
export function programError(
  error: unknown,
  { file, directory }: ProgramEntry,
  unanswered: readonly Unanswered[],
): InputError {
  const what = error instanceof Error ? `${error.name}: ${firstLines(error.message)}` : String(error);
  const missing = missingPackage(error);
  const fix =
    missing === undefined
      ? "correct the program"
      : `install it: npm install${missing === "" ? "" : ` ${missing}`} in the folder of the program`;
  const frames = error instanceof Error ? framesOf(error.stack ?? "", directory) : [];
  const questions =
    unanswered.length === 0
      ? []
      : [
          "it had no answer to these, which may be the reason:",
          ...unansweredLines(unanswered).map((line) => `  ${line}`),
          HOW_TO_ANSWER,
        ];
  return new InputError(
    [
      `${relative(directory, file)}: expected a program that runs to its end, found ${what}; ${fix}`,
      ...frames,
      ...questions,
    ].join("\n"),
    { cause: error },
  );
}

/** Node.js adds the files that required a missing one. */
function firstLines(message: string): string {
  return (message.split("\nRequire stack:")[0] ?? message).trim();
}

/** The package that a program imports and does not have; empty where it is a file of its own. */
function missingPackage(error: unknown): string | undefined {
  const found =
    error instanceof Error ? /Cannot find (?:module|package) '([^']+)'/.exec(error.message) : null;
  const [, name = ""] = found ?? [];
  if (found === null || /^[./\\]|^[A-Za-z]:/.test(name)) return undefined;
  return name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : name.split("/")[0];
}

/** The lines of a stack trace that are in the program's own files. */
function framesOf(stack: string, directory: string): readonly string[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) =>
      line.replace(/file:\/\/[^)\s]+?(?=:\d+:\d+\)?$)/, (url) => fileURLToPath(url.replace(/\?.*/, ""))),
    )
    .filter((line) => line.includes(directory) && !line.includes("node_modules"))
    .map((line) => `  ${line.trim().replaceAll(/\?rehearsal=\d+/g, "")}`)
    .slice(0, MOST_FRAMES);
}
