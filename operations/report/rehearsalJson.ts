/** A rehearsal as JSON. */
import type { PlannedResource } from "../rehearsal/plan";
import { isProviderType } from "../rehearsal/registration";
import type { RehearsalReport } from "./rehearsalReport";

/** The report for programs. Fields are only ever added to it. */
export function rehearsalJson(report: RehearsalReport): object {
  const { plan, sites, differences, notes, undecryptedKeys } = report;
  return {
    project: plan.project,
    stack: plan.stack,
    sites: sites.map(({ name, region, accountId, accountAssumed }) => ({
      name,
      region,
      accountId,
      accountAssumed,
    })),
    resources: plan.resources.map(resourceJson),
    differences,
    notes,
    undecryptedKeys,
    unanswered: plan.unanswered ?? [],
  };
}

/** One resource. `--compare` reads all of it. */
export interface ResourceJson {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Empty where it has none: components, providers, and what is left to the default provider. */
  readonly provider: string;
  readonly id: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Without secrets; empty for components and providers, whose sites say what counts. */
  readonly inputs: { readonly [property: string]: unknown };
}

export function resourceJson(resource: PlannedResource): ResourceJson {
  const { urn, type, name, provider, id, protect, retainOnDelete, custom } = resource;
  const isOwn = custom && !isProviderType(type) && type !== "pulumi:pulumi:Stack";
  const shown = Object.entries(resource.inputs).filter(([name]) => !resource.secretInputs.includes(name));
  return {
    urn,
    type,
    name,
    provider: provider ?? "",
    id,
    protect,
    retainOnDelete,
    inputs: isOwn ? Object.fromEntries(shown) : {},
  };
}
