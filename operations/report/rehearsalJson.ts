/** A rehearsal as JSON. */
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
    resources: plan.resources.map(({ urn, type, name, provider }) => ({
      urn,
      type,
      name,
      provider: provider ?? "",
    })),
    differences,
    notes,
    undecryptedKeys,
    unanswered: plan.unanswered ?? [],
  };
}
