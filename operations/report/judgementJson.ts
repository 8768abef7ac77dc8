import type { AccessReport } from "../../policy-pack/replication/access";
import { overall, type RouteReport } from "../../policy-pack/replication/judge";

/** The part of a report that rehearse, prove and diagnose have in common; see docs/operations.md. */
export function judgementJson(routes: readonly RouteReport[], access: readonly AccessReport[]): object {
  return { verdict: overall(routes), routes, access };
}
