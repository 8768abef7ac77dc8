/** The state of the stack that was just rehearsed. */
import { overall } from "../../model";
import type { PackResult } from "../policy/packResult";
import type { Judgement } from "../report/judgementJson";
import { rehearsalJson } from "../report/rehearsalJson";
import type { RehearsalReport } from "../report/rehearsalReport";
import { type State, stateSchema } from "./state";

/** What `rehearse --json` would print, as far as a comparison reads it. */
export function stateOf(report: RehearsalReport, judgement: Judgement, { policies }: PackResult): State {
  const { routes, access } = judgement;
  const printed: unknown = JSON.parse(
    JSON.stringify({
      ...rehearsalJson(report),
      verdict: overall(routes),
      routes,
      access,
      policies: policies.map(({ name, enforcementLevel, violations }) => ({
        name,
        enforcementLevel,
        violations,
      })),
    }),
  );
  return stateSchema.parse(printed);
}
