/** Collects what every format of a rehearsal's report shows. */
import type { Plan } from "../rehearsal/plan";
import { type Difference, replicaDifferences } from "./differences";
import { notesOnRehearsal } from "./notes";
import { type PlannedSite, sitesOf } from "./sites";
import { resourceTree, type TreeLine } from "./tree";

/** Everything that a rehearsal found, for every format of the report. */
export interface RehearsalReport {
  readonly plan: Plan;
  readonly sites: readonly PlannedSite[];
  readonly tree: readonly TreeLine[];
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
  /** Configuration keys whose secret was replaced, because only the stack's secrets provider can decrypt it. */
  readonly undecryptedKeys: readonly string[];
}

/** @param notes what else is to be said of the plan, before what S3 does not do. */
export function rehearsalReport(
  plan: Plan,
  undecryptedKeys: readonly string[],
  notes: readonly string[] = [],
): RehearsalReport {
  const sites = sitesOf(plan);
  return {
    plan,
    sites,
    tree: resourceTree(plan, sites),
    differences: replicaDifferences(plan),
    notes: [...notes, ...notesOnRehearsal(plan)],
    undecryptedKeys,
  };
}
