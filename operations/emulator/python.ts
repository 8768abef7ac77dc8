/** Finds a Python that can hold the emulator. */
import { execFile } from "node:child_process";
import { PythonMissingError } from "./errors";

/** The oldest Python that the emulator runs on. */
export const OLDEST_PYTHON = { major: 3, minor: 10 } as const;

/** A Python that has answered. */
export interface Python {
  /** As it was called, e.g. `python3`. */
  readonly command: string;
  readonly major: number;
  readonly minor: number;
  /** Whether it can make virtual environments (Debian packages the venv module separately). */
  readonly makesEnvironments: boolean;
}

/** Asks one command; undefined when it is not there or is no Python. */
export type AskPython = (command: string) => Promise<Python | undefined>;

const QUESTION =
  "import sys, importlib.util as u; print('python', sys.version_info[0], sys.version_info[1], " +
  "int(u.find_spec('venv') is not None and u.find_spec('ensurepip') is not None))";

/** Runs the command and reads its answer. */
export function askPython(env: NodeJS.ProcessEnv): AskPython {
  return (command) =>
    new Promise((resolve) => {
      execFile(command, ["-I", "-c", QUESTION], { env, timeout: 30_000 }, (error, output) => {
        const answer = /python (\d+) (\d+) ([01])/.exec(output);
        if (error || answer === null) return resolve(undefined);
        const [, major, minor, environments] = answer;
        resolve({
          command,
          major: Number(major),
          minor: Number(minor),
          makesEnvironments: environments === "1",
        });
      });
    });
}

/**
 * The commands to try, in this order. `PYTHON`, where it is set, is the only one.
 *
 * On Windows `py` comes first: Python's installer always adds it, and `python3` there may only open a store.
 */
export function pythonCommands(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const chosen = env["PYTHON"];
  if (chosen !== undefined && chosen !== "") return [chosen];
  if (platform === "win32") return ["py", "python", "python3"];
  return ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
}

const WITHOUT = "the rehearsal works without it: leave out --emulator";

/**
 * The first Python of 3.10 or newer that can make virtual environments.
 *
 * @throws {PythonMissingError} when there is none, in one line that says what was found instead
 */
export async function findPython(
  env: NodeJS.ProcessEnv,
  ask: AskPython = askPython(env),
  platform: NodeJS.Platform = process.platform,
): Promise<Python> {
  const found: Python[] = [];
  const commands = pythonCommands(env, platform);
  for (const command of commands) {
    const python = await ask(command);
    if (python === undefined) continue;
    if (isNewEnough(python) && python.makesEnvironments) return python;
    found.push(python);
  }
  throw new PythonMissingError(whyNone(commands, found, hasSearchPath(env)));
}

/** Windows writes the name `Path`, and takes either. */
function hasSearchPath(env: NodeJS.ProcessEnv): boolean {
  return Object.entries(env).some(([name, value]) => name.toUpperCase() === "PATH" && value !== "");
}

function isNewEnough({ major, minor }: Python): boolean {
  return major > OLDEST_PYTHON.major || (major === OLDEST_PYTHON.major && minor >= OLDEST_PYTHON.minor);
}

function whyNone(commands: readonly string[], found: readonly Python[], searched: boolean): string {
  const wanted = `the local AWS emulator needs Python ${OLDEST_PYTHON.major}.${OLDEST_PYTHON.minor} or newer`;
  const incomplete = found.find(isNewEnough);
  if (incomplete !== undefined) {
    return `${wanted} with its venv module, and ${incomplete.command} (${incomplete.major}.${incomplete.minor}) has none (on Debian and Ubuntu: apt-get install python3-venv); ${WITHOUT}`;
  }
  const older = found[0];
  if (older !== undefined) {
    return `${wanted}, and ${older.command} is ${older.major}.${older.minor}; install a newer one or name it in PYTHON; ${WITHOUT}`;
  }
  if (commands.length === 1)
    return `${wanted}, and PYTHON names ${commands[0]}, which does not run; ${WITHOUT}`;
  return searched
    ? `${wanted}, and found neither python3 nor python; install it or name it in PYTHON; ${WITHOUT}`
    : `${wanted}, and found no PATH to look for it; set PATH, or name Python in PYTHON; ${WITHOUT}`;
}
