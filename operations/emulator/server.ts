/** Starts the emulator on a free loopback port, knows when it is up, and stops it. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onExit } from "signal-exit";
import { ServerError } from "./errors";
import type { Installation } from "./install";
import { isRunning } from "./lock";
import { editionAt, freePort, LOOPBACK } from "./loopback";

export interface StartOptions {
  readonly installation: Installation;
  /** The Python file that runs the emulator. @default - launch.py in this folder */
  readonly launcher?: string;
  readonly signal?: AbortSignal | undefined;
  /** Gives a port to try; called again when the port is taken. @default - any free one */
  readonly choosePort?: () => Promise<number>;
}

export interface EmulatorServer {
  /** E.g. `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly pid: number;
  /** Rejects with a `ServerError` when the emulator ends without being asked to; never settles otherwise. */
  readonly failure: Promise<never>;
  /** Ends it and everything it started; once it is gone, does nothing. */
  readonly stop: () => Promise<void>;
}

const SERVICES = "s3,kms,iam,sts,cloudwatch,sns,sqs";
const PORTS_TO_TRY = 5;
const START_DEADLINE_MS = 60_000;
const STOP_PATIENCE_MS = 3_000;

/**
 * Starts an empty emulator that keeps nothing after it ends.
 *
 * @throws {ServerError} when it does not come up; the message carries the end of its log
 */
export async function startEmulator(options: StartOptions): Promise<EmulatorServer> {
  removeLeftovers(options.installation.directory);
  const choosePort = options.choosePort ?? freePort;
  for (let attempt = 1; ; attempt++) {
    options.signal?.throwIfAborted();
    const port = await choosePort();
    const started = await startOn(port, options);
    if ("server" in started) return started.server;
    if (!started.portTaken || attempt === PORTS_TO_TRY) {
      throw new ServerError(`the local AWS emulator did not start: ${started.why}`);
    }
  }
}

type Started = { readonly server: EmulatorServer } | { readonly portTaken: boolean; readonly why: string };

async function startOn(
  port: number,
  { installation, signal, launcher = join(__dirname, "launch.py") }: StartOptions,
): Promise<Started> {
  const folder = mkdtempSync(join(installation.directory, `run-${process.pid}-`));
  const logFile = join(folder, "emulator.log");
  const token = randomUUID();
  const log = openSync(logFile, "w");
  const child = spawn(installation.python, ["-I", launcher], {
    cwd: folder,
    env: environment(port, folder, token),
    // launch.py ends the emulator when its standard input closes, as it does when this process ends.
    stdio: ["pipe", log, log],
    // In a process group of its own, Ctrl-C reaches only this process, and a signal to the group its children too.
    detached: true,
    windowsHide: true,
  });
  closeSync(log);
  child.stdin?.on("error", () => {});

  let askedToStop = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, by) => resolve(`it ended with ${by ?? `status ${code}`}`));
  });
  const kill = () => {
    endGroup(child, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async () => {
    askedToStop = true;
    if (isAlive(child)) {
      child.stdin?.end();
      endGroup(child, "SIGTERM");
      const patience = new AbortController();
      const gone = await Promise.race([
        ended.then(() => true),
        sleep(STOP_PATIENCE_MS, false, { signal: patience.signal }).catch(() => true),
      ]);
      patience.abort();
      if (!gone) endGroup(child, "SIGKILL");
      await ended;
    }
    release();
    rmSync(folder, { recursive: true, force: true });
  };
  // A program that handles a signal itself stops the emulator through `signal` or `stop`.
  const release = onExit(kill);

  try {
    const problem = await untilUp(port, token, ended, signal);
    if (problem === undefined) {
      const failure = ended.then((why): Promise<never> => {
        // After an orderly stop there is no failure to report: this promise never settles.
        if (askedToStop) return new Promise<never>(() => {});
        throw new ServerError(`the local AWS emulator stopped unexpectedly: ${why}${endOfLog(logFile)}`);
      });
      // A caller may await it only later; until then the rejection counts as handled.
      failure.catch(() => {});
      return { server: { endpoint: `http://${LOOPBACK}:${port}`, pid: child.pid ?? 0, failure, stop } };
    }
    const started = {
      portTaken: /already in use/i.test(readLog(logFile)),
      why: `${problem}${endOfLog(logFile)}`,
    };
    await stop();
    return started;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the emulator answers with this run's token; another emulator on the same port does not know it. */
async function untilUp(
  port: number,
  token: string,
  ended: Promise<string>,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let gone: string | undefined;
  void ended.then((why) => {
    gone = why;
  });
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (gone !== undefined) return gone;
    if ((await editionAt(port)) === token) return undefined;
    await sleep(25);
  }
  return `no answer within ${START_DEADLINE_MS / 1000} s`;
}

/** Nothing is inherited: credentials, proxies and settings of this process would change what the emulator does. */
function environment(port: number, folder: string, token: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"] ?? "",
    ...(process.env["SystemRoot"] !== undefined && { SystemRoot: process.env["SystemRoot"] }),
    HOME: folder,
    TMPDIR: folder,
    // The same on Windows.
    USERPROFILE: folder,
    TEMP: folder,
    TMP: folder,
    BIND_HOST: LOOPBACK,
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: LOOPBACK,
    // The health report returns it, which distinguishes this emulator from another one.
    MINISTACK_EDITION: token,
    SERVICES,
    AUTH: "false",
    LOG_LEVEL: "WARNING",
    PERSIST_STATE: "0",
    S3_PERSIST: "0",
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // The emulator removes containers that it takes for its own; without a daemon it finds none.
    DOCKER_HOST: `unix://${join(folder, "none")}`,
  };
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function endGroup(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined || !isAlive(child)) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended before the signal was sent.
  }
}

function endOfLog(logFile: string): string {
  const lines = readLog(logFile)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.length === 0 ? "" : `; its log ends with: ${lines.slice(-3).join(" | ")}`;
}

function readLog(logFile: string): string {
  try {
    return readFileSync(logFile, "utf8");
  } catch {
    return "";
  }
}

/** Removes the folders of runs whose process was killed before it could. */
function removeLeftovers(directory: string): void {
  for (const entry of readdirSync(directory)) {
    const pid = /^run-(\d+)-/.exec(entry)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(directory, entry), { recursive: true, force: true });
  }
}
