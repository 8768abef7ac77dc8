/** Checks a commit out into a temporary git worktree, and removes it again. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onExit } from "signal-exit";
import { InputError } from "../inputError";

/** A commit that a git ref names. */
export interface Commit {
  readonly hash: string;
  /** E.g. `main (1a2b3c4)`. */
  readonly label: string;
}

/** The project as it is at a commit. */
export interface Checkout {
  /** Folder of the project, with its `Pulumi.yaml`. */
  readonly directory: string;
  /** What is not as it was at the commit, one lower-case sentence each. */
  readonly remarks: readonly string[];
}

/**
 * The commit that a git ref names.
 *
 * @param directory a folder of the repository
 * @throws InputError when the folder is in no repository, or the ref names no commit of it
 */
export function commitOf(directory: string, ref: string): Commit {
  const found = git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if ("failure" in found) {
    const reason = found.failure === "" ? "" : ` (${found.failure})`;
    throw new InputError(
      `--compare: expected a report of rehearse --json or a git ref, found ${ref}, which is neither a file nor a commit here${reason}; a shallow clone lacks the commits before its own: fetch them, or give a report`,
    );
  }
  const hash = found.output;
  const short = hash.slice(0, 7);
  return { hash, label: hash.startsWith(ref) ? short : `${ref} (${short})` };
}

/**
 * Does something with the project as it is at a commit. The worktree is removed when that has ended, also where the process
 * ends before.
 *
 * @param directory folder of the project
 * @throws InputError when git cannot check the commit out
 */
export async function atCommit<T>(
  directory: string,
  { hash, label }: Commit,
  work: (checkout: Checkout) => Promise<T>,
): Promise<T> {
  const top = git(directory, "rev-parse", "--show-toplevel");
  if ("failure" in top) throw new InputError(`--compare: ${top.failure}`);
  const parent = mkdtempSync(join(tmpdir(), "s3-replication-base-"));
  const worktree = join(parent, "worktree");
  const remove = () => {
    rmSync(parent, { recursive: true, force: true });
    git(directory, "worktree", "prune");
  };
  const forget = onExit(remove);
  try {
    // A hook of the repository must not run: it may install packages, or ask something.
    const added = git(
      directory,
      "-c",
      "core.hooksPath=/dev/null",
      "worktree",
      "add",
      "--detach",
      worktree,
      hash,
    );
    if ("failure" in added) {
      throw new InputError(`--compare: ${label} cannot be checked out: ${added.failure}`);
    }
    const project = join(worktree, relative(top.output, realpathSync(directory)));
    return await work({ directory: project, remarks: linkPackages(directory, project, label) });
  } finally {
    forget();
    remove();
  }
}

/** The installed packages serve both: to install others would need a network and minutes. */
function linkPackages(from: string, to: string, label: string): readonly string[] {
  const installed = join(from, "node_modules");
  const link = join(to, "node_modules");
  if (existsSync(to) && existsSync(installed) && !existsSync(link)) symlinkSync(installed, link, "junction");
  const isSame = textOf(join(from, "package-lock.json")) === textOf(join(to, "package-lock.json"));
  return isSame
    ? []
    : [
        `package-lock.json differs at ${label}, which was rehearsed with the packages that are installed here`,
      ];
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

type GitResult = { readonly output: string } | { readonly failure: string };

function git(directory: string, ...words: readonly string[]): GitResult {
  try {
    const output = execFileSync("git", words, {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { output: output.trim() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") return "git is not installed, or the folder does not exist";
  const said = "stderr" in error ? String(error.stderr).trim() : "";
  return said === "" && !("status" in error) ? error.message : (said.split("\n").at(-1) ?? "");
}
