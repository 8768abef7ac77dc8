/** The exit status of a command that judges routes. */
import { overall, type RouteReport } from "../model";
import { STATUS, type Status } from "./status";

/** How a command ends that judged these routes. */
export function judgementStatus(routes: readonly RouteReport[]): Status {
  switch (overall(routes)) {
    case "works":
      return STATUS.done;
    case "broken":
      return STATUS.broken;
    case "unproven":
      return STATUS.unproven;
  }
}
