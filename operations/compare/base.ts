/** The state that a rehearsal is compared with: of a report, or of the stack at a git ref. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { InputError } from "../inputError";
import { atCommit, commitOf } from "./gitWorktree";
import { readReport } from "./reportFile";
import type { State } from "./state";

/** What to compare with. */
export type Base =
  | { readonly name: string; readonly state: State; readonly remarks: readonly string[] }
  /** There is nothing to compare with, for this reason. */
  | { readonly name: string; readonly reason: string };

/** The stack that is rehearsed. */
export interface ComparedStack {
  /** Folder of the project. */
  readonly directory: string;
  readonly stack: string;
  /** File of settings that is used instead of `Pulumi.<stack>.yaml`. */
  readonly configFile: string | undefined;
}

/** Rehearses the stack in another folder of the project. */
export type Rehearse = (directory: string, configFile: string | undefined) => Promise<State>;

/**
 * What to compare with.
 *
 * @param words the path of a report, or else a git ref
 * @param from folder that a path is relative to
 * @throws InputError when it is neither
 */
export async function baseOf(
  words: string,
  from: string,
  compared: ComparedStack,
  rehearse: Rehearse,
): Promise<Base> {
  const path = resolve(from, words);
  if (existsSync(path) && statSync(path).isFile()) {
    return { name: words, state: readReport(path, words), remarks: [] };
  }
  const commit = commitOf(compared.directory, words);
  const name = commit.label;
  return atCommit(compared.directory, commit, async ({ directory, remarks }) => {
    const configFile = inCheckout(compared, directory);
    const settings = configFile ?? join(directory, `Pulumi.${compared.stack}.yaml`);
    if (!existsSync(join(directory, "Pulumi.yaml")))
      return { name, reason: `there is no project in this folder at ${name}` };
    if (!existsSync(settings)) return { name, reason: `the stack is new: ${name} has no file for it` };
    try {
      return { name, state: await rehearse(directory, configFile), remarks };
    } catch (error) {
      // The base may be what this change mends.
      const message = error instanceof Error ? error.message : String(error);
      const words = error instanceof InputError ? message : message.split("\n").slice(0, 3).join("\n");
      return { name, reason: [`the stack cannot be rehearsed at ${name}: ${words}`, ...remarks].join("; ") };
    }
  });
}

/** A file of settings in the project is read at the commit, another one as it is. */
function inCheckout({ directory, configFile }: ComparedStack, checkout: string): string | undefined {
  if (configFile === undefined) return undefined;
  const inside = relative(
    realpathSync(directory),
    existsSync(configFile) ? realpathSync(configFile) : configFile,
  );
  return inside.startsWith("..") || isAbsolute(inside) ? configFile : join(checkout, inside);
}
