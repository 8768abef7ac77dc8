/** The alarms on the routes, as text. */

import { OPERATIONS_FAILED } from "../../aws/replicationMetrics";
import { groupBy } from "../../model";
import type { AlarmRemark, Alarms, MetricWatch, RouteAlarms } from "../diagnose/alarmsResult";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { marked, type ReportedOutcome, worst } from "./symbols";

/** Of the remarks, those after which it is not known whether the alarm works. */
const UNSURE: ReadonlySet<AlarmRemark["kind"]> = new Set(["metric-not-found", "metric-unknown", "no-data"]);

/** Empty where no rule is enabled. With `verbose` each metric has a line, else what is in order is one line for each rule. */
export function alarmsText({ routes, misplaced }: Alarms, paint: Paint, verbose: boolean): string {
  if (routes.length === 0 && misplaced.length === 0) return "";
  const told = new Set<string>();
  return [
    paint.bold(headline(routes)),
    ...routes.flatMap((route) => routeLines(route, told, paint, verbose)),
    ...misplaced.flatMap(({ name, region, metric, because }) =>
      marked("advice", `alarm ${name} in ${region} can never be raised: ${metric}: ${because}`, paint, "  "),
    ),
    "",
  ].join("\n");
}

function headline(routes: readonly RouteAlarms[]): string {
  const failures = routes.map(({ metrics }) =>
    metrics.find(({ metric }) => metric === OPERATIONS_FAILED.name),
  );
  const raised = routes.filter(({ metrics }) => metrics.some(({ status }) => status === "raised")).length;
  const unknown = failures.filter((one) => one?.status === "unknown").length;
  const watched = failures.filter((one) => (one?.alarms.length ?? 0) > 0).length;
  return [
    `alarms on failed operations: ${watched} of ${counted(routes.length, "rule")}`,
    ...(raised > 0 ? [`${raised} raised`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ].join(", ");
}

function routeLines(
  { rule, metrics }: RouteAlarms,
  told: Set<string>,
  paint: Paint,
  verbose: boolean,
): readonly string[] {
  const outcome = worst(metrics.map(outcomeOf));
  const groups = [...groupBy(metrics, ({ status, because }) => `${status} ${because}`).values()];
  if (!verbose && outcome === "good") {
    const names = metrics.flatMap(({ alarms }) => alarms.map(({ name }) => name));
    return marked("good", `${rule}: ${[...new Set(names)].join(", ")}`, paint, "  ");
  }
  const [only, ...others] = groups;
  if (!verbose && only !== undefined && others.length === 0)
    return marked(outcome, `${rule}: ${textOf(only, told)}`, paint, "  ");
  return [
    ...marked(outcome, rule, paint, "  "),
    ...groups.flatMap((group) => {
      const names = group.map(({ metric }) => metric).join(", ");
      return marked(worst(group.map(outcomeOf)), `${names}: ${textOf(group, told)}`, paint, "      ");
    }),
  ];
}

/** AWS's words are long, and the same for every rule: they are told once. */
function textOf(group: readonly MetricWatch[], told: Set<string>): string {
  const [first] = group;
  if (first === undefined) return "";
  const { status, because } = first;
  if (status !== "unknown") return because;
  if (told.has(because)) return "unknown, as above";
  told.add(because);
  return because;
}

function outcomeOf({ metric, status, alarms }: MetricWatch): ReportedOutcome {
  switch (status) {
    case "watched":
      return "good";
    case "raised":
      return "bad";
    case "unknown":
      return "unsure";
    case "impossible":
      return "advice";
    case "none":
      return metric === OPERATIONS_FAILED.name ? "advice" : "none";
    default:
      return alarms.some(({ remarks }) => remarks.every(({ kind }) => !UNSURE.has(kind)))
        ? "advice"
        : "unsure";
  }
}
