/** Starts a policy pack as the engine does, and ends it in any case. */
import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { join, resolve } from "node:path";

/** A pack could not be started; the message says what it printed. */
export class PackStartError extends Error {
  override readonly name = "PackStartError";
}

export interface PackProcess {
  /** The port that the pack listens on, on this machine only. */
  readonly port: Promise<number>;
  readonly stop: () => void;
}

/** How long a pack may take to start, in milliseconds. */
const START_TIMEOUT = 60_000;

const running = new Set<ChildProcess>();

/**
 * Starts the pack in a folder. Returns at once: the pack loads while the caller does something else.
 *
 * @throws PackStartError from `port`, where the pack does not start
 */
export function startPackProcess(directory: string): PackProcess {
  const child = spawn(
    process.execPath,
    [
      "--require",
      join(__dirname, "packPreload.js"),
      require.resolve("@pulumi/pulumi/cmd/run-policy-pack"),
      // The engine's address: the pack asks nothing of the engine.
      "127.0.0.1:0",
      ".",
    ],
    { cwd: resolve(directory), stdio: ["pipe", "pipe", "pipe"] },
  );
  // The pack ends with its input, so this covers even an end of this process that nothing can be done at.
  child.stdin.on("error", () => undefined);
  endWithThisProcess(child);
  const port = portOf(child, directory);
  // Whoever awaits the port sees the failure; whoever stopped before did not want to.
  port.catch(() => undefined);
  return { port, stop: () => end(child) };
}

function portOf(child: ChildProcess, directory: string): Promise<number> {
  let printed = "";
  let complaint = "";
  return new Promise((done, fail) => {
    const failed = (reason: string) => {
      clearTimeout(timer);
      fail(
        new PackStartError(
          `policy pack ${directory}: expected it to start, found that it ${reason}${complaint === "" ? "" : `:\n${complaint.trim()}`}`,
        ),
      );
    };
    const timer = setTimeout(() => {
      end(child);
      failed(`prints no port within ${START_TIMEOUT / 1000} seconds`);
    }, START_TIMEOUT);
    timer.unref();
    child.stderr?.on("data", (chunk) => {
      complaint += String(chunk);
    });
    child.stdout?.on("data", (chunk) => {
      printed += String(chunk);
      const port = /^(\d+)\r?\n/m.exec(printed)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      holdNobody(child);
      done(Number(port));
    });
    child.once("error", (error) => failed(`cannot be run: ${error.message}`));
    child.once("close", (code, signal) => failed(`ended with ${signal ?? `status ${code}`}`));
  });
}

/** From here on only a question to the pack keeps this process waiting: a program that waits for ever is to be seen as such. */
function holdNobody(child: ChildProcess): void {
  child.unref();
  for (const pipe of child.stdio) if (pipe instanceof Socket) pipe.unref();
}

function endWithThisProcess(child: ChildProcess): void {
  if (running.size === 0) {
    process.on("exit", endAll);
    for (const signal of SIGNALS) process.on(signal, endAllAndDie);
  }
  running.add(child);
  child.once("close", () => forget(child));
  child.once("error", () => forget(child));
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function forget(child: ChildProcess): void {
  running.delete(child);
  if (running.size > 0) return;
  process.off("exit", endAll);
  for (const signal of SIGNALS) process.off(signal, endAllAndDie);
}

function end(child: ChildProcess): void {
  child.ref();
  child.stdin?.end();
  child.kill("SIGKILL");
}

function endAll(): void {
  for (const child of running) end(child);
}

/** Ends the packs, then lets the signal do what it would have done without us, unless others listen for it too. */
function endAllAndDie(signal: NodeJS.Signals): void {
  endAll();
  for (const name of SIGNALS) process.off(name, endAllAndDie);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
