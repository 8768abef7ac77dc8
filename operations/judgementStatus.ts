/** The exit status of a command that judges routes. */
import { overall, type RouteReport, type Verdict } from "../model";
import { STATUS, type Status } from "./status";

/** How a command ends that judged these routes. */
export function judgementStatus(routes: readonly RouteReport[]): Status {
  return verdictStatus(overall(routes));
}

export function verdictStatus(verdict: Verdict): Status {
  return { works: STATUS.done, broken: STATUS.broken, unproven: STATUS.unproven }[verdict];
}
