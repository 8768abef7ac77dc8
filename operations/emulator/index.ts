/** A plan made real in a local AWS emulator, held against what the program asks for, and its routes exercised. */
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

/** Milliseconds between a lost connection and the news that the emulator has ended. */
const GRACE_MS = 100;

/**
 * Installs the emulator where it is missing, starts one of its own, makes every resource of the plan in it, reads
 * them back, exercises every route, and stops it again in every case.
 *
 * @throws {EmulatorError} with a message of one line, for anything that a person can do something about
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
    // The SDK's advice on the Node.js that its next year's versions need is not about the pinned one that runs here.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    // The AWS SDK is loaded here and not before: without --emulator nobody waits for it.
    const { runPlan }: typeof import("./run") = require("./run");
    const emulator = `ministack ${installation.emulatorVersion}`;
    const run = runPlan({ plan, endpoint: server.endpoint, emulator, progress, signal });
    run.catch(() => {});
    return await Promise.race([run, server.failure, aborted(signal)]);
  } catch (error) {
    // A call that got no answer says less than why there was none.
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
export type { Progress, ProgressStep } from "./progress";
export { type ProgressLine, progressLine } from "./progressLine";
export { renderEmulatorReport } from "./report";
export type { EmulatorReport } from "./types";
