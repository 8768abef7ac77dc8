import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { friendlyName } from "../../../../aws/arns";
import type { AccessRequest, ApplicablePolicies, Decision, NamedPolicy } from "../../../../model/evaluation";

export type Answer = "allowed" | "denied explicitly" | "denied";

/** What the independent simulator says to the same question. */
export async function referenceAnswer(request: AccessRequest, policies: ApplicablePolicies): Promise<Answer> {
  const simulation: Simulation = {
    request: {
      principal: principalOf(request),
      action: request.action,
      resource: { resource: request.resource, accountId: request.resourceAccount ?? "" },
      contextVariables: contextVariablesOf(request),
    },
    identityPolicies: policies.identity.map(namedPolicy),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(policies.resource && { resourcePolicy: policies.resource.document }),
    ...(policies.boundary && { permissionBoundaryPolicies: [namedPolicy(policies.boundary)] }),
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType === "error")
    throw new Error(`the simulator refused: ${JSON.stringify(result.errors)}`);
  if (result.overallResult === "Allowed") return "allowed";
  return result.overallResult === "ExplicitlyDenied" ? "denied explicitly" : "denied";
}

/** Our own decision in the same words; `unknown` is none of them. */
export function answerOf(decision: Decision): Answer | "unknown" {
  if (decision.verdict !== "denied") return decision.verdict;
  return decision.explicit ? "denied explicitly" : "denied";
}

function namedPolicy({ label, document }: NamedPolicy): { name: string; policy: unknown } {
  return { name: label, policy: document };
}

function principalOf({ caller }: AccessRequest): string {
  if (caller.kind === "service") return caller.service;
  if (caller.kind === "account") return `arn:aws:iam::${caller.account}:root`;
  if (caller.kind === "user" || caller.session === undefined) return caller.arn;
  return `arn:aws:sts::${caller.account}:assumed-role/${friendlyName(caller.arn)}/${caller.session}`;
}

/** One value as text, several as a list: the simulator tells the two apart. */
function contextVariablesOf({ context }: AccessRequest): Record<string, string | string[]> {
  const variables: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(context)) {
    if (!("length" in value)) continue;
    const [first] = value;
    variables[key] = value.length === 1 && first !== undefined ? first : [...value];
  }
  return variables;
}
