/** What the model says of one route. */
import type { RouteReport } from "../../model";

export interface RouteName {
  readonly rule: string;
  readonly source: string;
  readonly destination: string;
}

type Verdict = RouteReport["requirements"][number]["verdict"];

/** The required requirements of the route with this verdict, each with the reason. */
export function requirementsOn(
  reports: readonly RouteReport[],
  { rule, source, destination }: RouteName,
  asked: Verdict,
): readonly string[] {
  return reports
    .filter(
      (report) => report.rule === rule && report.source === source && report.destination === destination,
    )
    .flatMap(({ requirements }) => requirements)
    .filter(({ strength, verdict }) => strength === "required" && verdict === asked)
    .map(({ id, because }) => `${id}: ${because}`);
}
