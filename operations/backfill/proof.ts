/** Whether the routes of a source bucket can carry a backfill: a job tries every rule, so that one broken rule fails it. */
import type { RouteReport } from "../../model";
import type { Backfill } from "./result";

export type Proof = Pick<Backfill, "brokenRoutes" | "unprovenRoutes">;

/** @param reports of one source bucket; a route that is only disabled is not tried. */
export function proofOf(reports: readonly RouteReport[]): Proof {
  const tried = reports.filter(({ status, verdict }) => status !== "disabled" || verdict === "broken");
  return {
    brokenRoutes: tried
      .filter(({ verdict }) => verdict === "broken")
      .map(({ rule, destination, requirements }) => ({
        rule,
        destination,
        requirements: requirements
          .filter(({ verdict, strength }) => verdict === "unmet" && strength === "required")
          .map(({ id, because }) => `${id}: ${because}`),
      })),
    unprovenRoutes: tried
      .filter(({ verdict }) => verdict === "unproven")
      .map(({ rule, destination }) => ({ rule, destination })),
  };
}
