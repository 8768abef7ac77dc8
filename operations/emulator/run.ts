/** The run against a started emulator. Loads the AWS SDK; so it is itself loaded only when a run is asked for. */
import type { Plan } from "../rehearsal/plan";
import { callersAccount } from "./account";
import { makeAssumedRoles } from "./assumedRoles";
import { createClients } from "./clients";
import { compare } from "./compare";
import { deploy } from "./deploy";
import { exercise } from "./exercise";
import type { Expect } from "./expectation";
import type { Progress } from "./progress";
import { readProviders } from "./providers";
import type { EmulatorReport } from "./types";

export interface RunOptions {
  readonly plan: Plan;
  readonly endpoint: string;
  /** Name and version for the report. */
  readonly emulator: string;
  /** Account whose credentials the person running the program has. @default - as the plan's providers say */
  readonly account?: string | undefined;
  /** Whether the emulator checks calls against IAM policies. @default false */
  readonly auth?: boolean | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly expect?: Expect | undefined;
}

export async function runPlan(options: RunOptions): Promise<EmulatorReport> {
  const { plan, endpoint, emulator, progress, signal, expect } = options;
  const providers = readProviders(plan);
  const caller = options.account ?? callersAccount(plan, providers);
  const clients = createClients(endpoint, caller);
  try {
    if (options.auth) await makeAssumedRoles(clients, providers.values(), caller);
    const deployment = await deploy({ plan, clients, providers, progress, signal });
    const comparisons = await compare(deployment, progress);
    const routes = await exercise({ deployment, progress, signal, ...(expect && { expect }) });
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
