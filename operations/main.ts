/** Runs one command line and returns its exit status. */
import { CommanderError } from "commander";
import { runCommandLine } from "./commandLine";
import { EmulatorError } from "./emulator/errors";
import { InputError } from "./inputError";
import type { Io } from "./io";
import { STATUS, type Status } from "./status";

/**
 * Runs one command line in this process.
 *
 * @param words what follows the program's name.
 * @param edges where it reads and writes; those of the process when not given.
 * @returns the exit status; see docs/operations.md.
 */
export async function main(words: readonly string[], edges: Partial<Io> = {}): Promise<Status> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  process.on("SIGHUP", interrupt);
  const { stdout, stderr, stdin, env: environment } = process;
  const ofProcess = { stdout, stderr, stdin, environment, signal: interruption.signal };
  const io: Io = { ...ofProcess, directory: currentDirectory(), ...edges };
  try {
    return await runCommandLine(words, io);
  } catch (error) {
    return io.signal.aborted ? STATUS.interrupted : report(error, io);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    process.off("SIGHUP", interrupt);
  }
}

/** The folder where the user is; a folder that is gone still has its path, where the shell has told it. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env["PWD"] ?? ".";
  }
}

function report(error: unknown, { stderr }: Io): Status {
  // Commander has already written what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.done : STATUS.badInput;
  if (error instanceof InputError) {
    stderr.write(`${error.message}\n`);
    return STATUS.badInput;
  }
  if (error instanceof EmulatorError) {
    stderr.write(`${error.message}\n`);
    return STATUS.broken;
  }
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return STATUS.broken;
}
