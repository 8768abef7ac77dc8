/** The run against a started emulator. It imports the AWS SDK, so it is loaded only for a run. */
import { topologyFromRehearsal } from "../../model";
import type { Plan } from "../rehearsal/plan";
import { callersAccount } from "./account";
import { createClients } from "./clients";
import { compare } from "./compare";
import { deploy } from "./deploy";
import { exercise } from "./exercise";
import type { Progress } from "./progress";
import { readProviders } from "./providers";
import type { EmulatorReport } from "./types";

export interface RunOptions {
  readonly plan: Plan;
  readonly endpoint: string;
  /** Name and version for the report. */
  readonly emulator: string;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function runPlan(options: RunOptions): Promise<EmulatorReport> {
  const { plan, endpoint, emulator, progress, signal } = options;
  const providers = readProviders(plan);
  const clients = createClients(endpoint, callersAccount(plan, providers));
  try {
    const deployment = await deploy({ plan, clients, providers, progress, signal });
    const comparisons = await compare(deployment, progress);
    const routes = await exercise({ deployment, topology: topologyFromRehearsal(plan), progress, signal });
    const differs =
      comparisons.some(({ verdict }) => verdict === "differs") ||
      routes.some(({ events }) => events.some(({ verdict }) => verdict === "differs"));
    return {
      emulator,
      verdict: differs ? "differs" : "as expected",
      created: deployment.resources.map(({ resource: { name, type }, site: { account, region } }) => ({
        name,
        type,
        account,
        region,
      })),
      notEmulated: deployment.notEmulated,
      comparisons,
      routes,
    };
  } finally {
    clients.close();
  }
}
