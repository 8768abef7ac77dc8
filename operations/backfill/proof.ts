/** Whether a source bucket can carry a backfill: a job tries every rule, so that one broken rule fails it, and runs with one role. */
import type { BackfillReport, RequirementReport, RouteReport } from "../../model";
import type { Lack } from "../live/reader";
import type { Backfill } from "./result";

export type Proof = Pick<Backfill, "brokenRoutes" | "unprovenRoutes" | "role" | "unread">;

export const NO_PROOF: Proof = { brokenRoutes: [], unprovenRoutes: [], role: null, unread: [] };

/**
 * @param reports of one source bucket; a route that is only disabled is not tried.
 * @param role undefined where a job is gone on with, which has its role.
 * @param lacks what was refused while the account was read.
 */
export function proofOf(
  reports: readonly RouteReport[],
  role: BackfillReport | undefined,
  lacks: readonly Lack[],
): Proof {
  const tried = reports.filter(({ status, verdict }) => status !== "disabled" || verdict === "broken");
  const those = (wanted: RouteReport["verdict"], open: RequirementReport["verdict"]) =>
    tried
      .filter(({ verdict }) => verdict === wanted)
      .map(({ rule, destination, requirements }) => ({
        rule,
        destination,
        requirements: requirements
          .filter(({ verdict, strength }) => verdict === open && strength === "required")
          .map(({ id, because }) => `${id}: ${because}`),
      }));
  return {
    brokenRoutes: those("broken", "unmet"),
    unprovenRoutes: those("unproven", "unknown"),
    role: role === undefined ? null : { ...role, requirements: role.requirements.map((one) => ({ ...one })) },
    unread: lacks.map((lack) => ({ ...lack })),
  };
}

/** Why nothing is made or started; undefined where nothing is in the way. What is broken always is. */
export function obstacleTo(
  { brokenRoutes, unprovenRoutes, role }: Proof,
  { despiteUnknown, dryRun }: { readonly despiteUnknown: boolean; readonly dryRun: boolean },
): Pick<Backfill, "outcome" | "because"> | undefined {
  const broken = [
    ...counted(brokenRoutes.length, "is broken", "are broken"),
    ...(role?.verdict === "broken" ? ["no job can run with the role"] : []),
  ];
  if (broken.length > 0) {
    const every = brokenRoutes.length > 0 ? ", and a job tries every rule" : "";
    return { outcome: "failed", because: `${broken.join("; ")}${every}; nothing was started` };
  }
  const open = [
    ...counted(unprovenRoutes.length, "is not proven", "are not proven"),
    ...(role?.verdict === "unproven" ? ["the role is not proven"] : []),
  ];
  // A dry run starts nothing.
  if (open.length === 0 || despiteUnknown || dryRun) return undefined;
  return {
    outcome: "unproven",
    because: `${open.join("; ")}; nothing was started: --despite-unknown starts all the same`,
  };
}

function counted(count: number, one: string, several: string): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? `a route ${one}` : `${count} routes ${several}`];
}
