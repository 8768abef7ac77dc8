/** A real emulator for tests, in the project's own folder. */
import { join } from "node:path";
import { createClients } from "../../../operations/emulator/clients";
import { deploy } from "../../../operations/emulator/deploy";
import { type Installation, installEmulator } from "../../../operations/emulator/install";
import { readProviders } from "../../../operations/emulator/providers";
import { type EmulatorServer, startEmulator } from "../../../operations/emulator/server";
import type { Plan } from "../../../operations/rehearsal/plan";
import { ACCOUNT } from "./planFixture";

/** The first test that needs the emulator fetches it. */
export const INSTALL_TIMEOUT_MS = 240_000;

// As the run itself does: the SDK's advice on next year's Node.js is not about the pinned one.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

export const PROJECT = join(__dirname, "..", "..", "..");

export function installed(): Promise<Installation> {
  return installEmulator({ projectDirectory: PROJECT });
}

export async function started(): Promise<EmulatorServer> {
  return startEmulator({ installation: await installed() });
}

/** An emulator that checks API calls against IAM policies. */
export async function startedWithAccessChecks(): Promise<EmulatorServer> {
  const launcher = join(PROJECT, "tests", "helpers", "emulatorAccess", "launch_with_access.py");
  return startEmulator({ installation: await installed(), launcher });
}

/** Deploys into a running emulator. The caller closes the clients. */
export async function deployed(server: EmulatorServer, plan: Plan, caller: string = ACCOUNT) {
  const clients = createClients(server.endpoint, caller);
  try {
    const deployment = await deploy({ plan, clients, providers: readProviders(plan) });
    return { clients, deployment };
  } catch (error) {
    clients.close();
    throw error;
  }
}

/** Whether a process runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
