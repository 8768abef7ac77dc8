import { overall, type RouteReport } from "../../policy-pack/replication/judge";

/** The part of a report that rehearse, prove and diagnose have in common; see docs/operations.md. */
export function judgementJson(routes: readonly RouteReport[]): object {
  return { verdict: overall(routes), routes };
}
