/** Creates a plan in a local AWS emulator, compares the result with what the program asks for, and exercises its routes. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Plan } from "../rehearsal/plan";
import { installEmulator } from "./install";
import type { Progress } from "./progress";
import { startEmulator } from "./server";
import type { EmulatorReport } from "./types";

export interface RehearseOnEmulatorOptions {
  /** The project's folder: the emulator is kept in `.emulator` below it. */
  readonly projectDirectory: string;
  readonly progress?: Progress;
  /** Ends the run; everything that was started is stopped first. */
  readonly signal?: AbortSignal;
}

/** Milliseconds to wait, after a lost connection, for the exit of the emulator to be noticed. */
const GRACE_MS = 100;

/**
 * Installs the emulator where it is missing, starts it, creates every resource of the plan in it, reads them back,
 * exercises every route, and stops it in every case.
 *
 * @throws {EmulatorError} with a message of one line, for anything that the user can fix
 */
export async function rehearseOnEmulator(
  plan: Plan,
  options: RehearseOnEmulatorOptions,
): Promise<EmulatorReport> {
  const { projectDirectory, progress, signal } = options;
  const installation = await installEmulator({ projectDirectory, progress, signal });
  progress?.({ step: "starting" });
  const server = await startEmulator({ installation, signal });
  try {
    // The SDK warns about the Node.js that later versions need; the pinned version runs here.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    // Loads the AWS SDK, which takes time: not before it is needed.
    const { runPlan }: typeof import("./run") = require("./run");
    const emulator = `ministack ${installation.emulatorVersion}`;
    const run = runPlan({ plan, endpoint: server.endpoint, emulator, progress, signal });
    run.catch(() => {});
    return await Promise.race([run, server.failure, aborted(signal)]);
  } catch (error) {
    // Why the emulator ended says more than a call without an answer.
    if (!signal?.aborted) await Promise.race([server.failure, sleep(GRACE_MS)]);
    throw error;
  } finally {
    progress?.({ step: "stopping" });
    await server.stop();
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

export { EmulatorError } from "./errors";
export { type Progress, type ProgressLine, type ProgressStep, progressLine } from "./progress";
export { emulatorSummary, renderEmulatorReport } from "./report";
export type { EmulatorReport } from "./types";
