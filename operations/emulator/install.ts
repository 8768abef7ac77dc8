/** Puts the emulator into the project's own folder: a virtual environment with pinned packages, made once. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onExit } from "signal-exit";
import { EmulatorError, InstallError, reasonOf } from "./errors";
import { isRunning, withLock } from "./lock";
import type { Progress } from "./progress";
import { findPython, type Python } from "./python";
import { type Requirements, readRequirements } from "./requirements";

export interface InstallOptions {
  /** The project's folder; the emulator goes into `.emulator` below it. */
  readonly projectDirectory: string;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** @default - `process.env` */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the pins beside this file */
  readonly requirements?: Requirements;
}

/** The emulator, ready to start. */
export interface Installation {
  /** The environment's own Python. */
  readonly python: string;
  /** `.emulator` in the project. */
  readonly directory: string;
  readonly emulatorVersion: string;
}

const STAMP = "installed";

/**
 * Finds the emulator in the project or fetches it from the package registry.
 *
 * An environment is built under a name of its own and moved into place when it is whole, so an interrupted
 * installation is never taken for a finished one, and two at once do not interfere.
 *
 * @throws {PythonMissingError} without a Python that can run it
 * @throws {InstallError} when its packages cannot be fetched
 */
export async function installEmulator(options: InstallOptions): Promise<Installation> {
  const { projectDirectory, progress, signal, env = process.env } = options;
  const requirements = options.requirements ?? readRequirements();
  const directory = join(projectDirectory, ".emulator");
  const place = join(directory, requirements.hash);
  const installation: Installation = {
    python: environmentPython(place),
    directory,
    emulatorVersion: requirements.emulatorVersion,
  };
  if (isWhole(place)) return installation;

  const python = await findPython(env);
  prepareFolder(directory);
  await withLock(
    join(directory, "install.lock"),
    async () => {
      if (isWhole(place)) return;
      removeLeftovers(directory);
      await build({ python, requirements, directory, place, progress, signal, env });
    },
    { signal, onWait: () => progress?.({ step: "waiting", why: "waiting for another installation" }) },
  );
  return installation;
}

function prepareFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    // Keeps the folder out of version control, regardless of the project's own .gitignore.
    writeFileSync(join(directory, ".gitignore"), "*\n");
  } catch (error) {
    throw new InstallError(`the local AWS emulator could not be installed: ${reasonOf(error)}`);
  }
}

/** The Python inside an environment. */
export function environmentPython(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

function isWhole(place: string): boolean {
  // existsSync follows the link: an environment whose Python was removed is not whole.
  return existsSync(join(place, STAMP)) && existsSync(environmentPython(place)) && isOfItsPython(place);
}

/** An upgraded Python (3.11 to 3.12, say) leaves an environment behind whose packages it cannot see. */
function isOfItsPython(place: string): boolean {
  const version = readFileSync(join(place, STAMP), "utf8").trim();
  return (
    process.platform === "win32" ||
    existsSync(join(place, "lib", `python${version}`, "site-packages", "ministack"))
  );
}

interface Building {
  readonly python: Python;
  readonly requirements: Requirements;
  readonly directory: string;
  readonly place: string;
  readonly progress: Progress | undefined;
  readonly signal: AbortSignal | undefined;
  readonly env: NodeJS.ProcessEnv;
}

async function build(building: Building): Promise<void> {
  const { python, requirements, directory, place, progress } = building;
  const site = join(directory, `building-${process.pid}-${Date.now()}`);
  const total = requirements.count;
  let done = 0;
  progress?.({ step: "fetching", done, total });
  try {
    await run(building, python.command, ["-I", "-m", "venv", site]);
    const pip = [
      "-I",
      "-m",
      "pip",
      "install",
      "--no-deps",
      "--no-user",
      "--no-input",
      "--disable-pip-version-check",
    ];
    await run(
      building,
      environmentPython(site),
      [...pip, "--progress-bar", "off", "-r", requirements.path],
      (line) => {
        if (!/^(Collecting|Processing) /.test(line)) return;
        done = Math.min(done + 1, total);
        progress?.({ step: "fetching", done, total });
      },
    );
    writeFileSync(join(site, STAMP), `${python.major}.${python.minor}\n`);
    moveIntoPlace(site, place);
  } catch (error) {
    rmSync(site, { recursive: true, force: true });
    if (error instanceof EmulatorError || building.signal?.aborted) throw error;
    throw new InstallError(`the local AWS emulator could not be installed: ${reasonOf(error)}`);
  }
}

function moveIntoPlace(site: string, place: string): void {
  if (existsSync(place) && !isWhole(place)) rmSync(place, { recursive: true, force: true });
  try {
    renameSync(site, place);
  } catch (error) {
    // Another process installed the same packages first.
    if (!isWhole(place)) throw error;
    rmSync(site, { recursive: true, force: true });
  }
}

/** Removes environments that ended processes left unfinished. */
function removeLeftovers(directory: string): void {
  for (const entry of readdirSync(directory)) {
    const pid = /^building-(\d+)-/.exec(entry)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(directory, entry), { recursive: true, force: true });
  }
}

function run(
  building: Building,
  command: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: withoutTargets(building.env),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...(building.signal && { signal: building.signal }),
    });
    const release = onExit(() => void child.kill("SIGKILL"));
    // venv writes its errors to standard output, pip to standard error.
    let tail = "";
    let line = "";
    const keep = (text: string) => {
      tail = (tail + text).slice(-4000);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      keep(text);
      line += text;
      const lines = line.split(/\r?\n/);
      line = lines.pop() ?? "";
      for (const whole of lines) onLine?.(whole);
    });
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => {
      release();
      reject(error);
    });
    child.on("close", (code) => {
      release();
      if (code === 0) resolve();
      else reject(new InstallError(`the local AWS emulator could not be installed: ${lastError(tail)}`));
    });
  });
}

/** Settings for pip say where packages come from; those that say where packages go do not apply here. */
function withoutTargets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PIP_TARGET: _target, PIP_PREFIX: _prefix, PIP_ROOT: _root, ...rest } = env;
  return rest;
}

function lastError(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const error =
    lines.filter((line) => /^error\b/i.test(line)).at(-1) ?? lines.at(-1) ?? "it ended without a message";
  return `${error.replace(/^error:\s*/i, "")} (are the package registry and its settings for pip reachable from here?)`;
}
