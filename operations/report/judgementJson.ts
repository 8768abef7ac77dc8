/** The judgement of a topology as JSON. */
import { type AccessReport, type BackfillReport, overall, type RouteReport } from "../../model";

/** What the model says of a topology. */
export interface Judgement {
  readonly routes: readonly RouteReport[];
  readonly access: readonly AccessReport[];
  /** The roles of backfills; they decide no verdict on routes. */
  readonly backfills: readonly BackfillReport[];
  /** What S3 will not do, each one lower-case sentence. */
  readonly notes: readonly string[];
}

/** The part of a report that rehearse, prove and diagnose have in common; see docs/operations.md. */
export function judgementJson({ routes, access, backfills, notes }: Judgement): object {
  return { verdict: overall(routes), routes, access, backfills, notes };
}
