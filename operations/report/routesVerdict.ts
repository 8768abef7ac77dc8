/** The verdict on all routes in a few words. */
import { idleSources, overall, type RouteReport, type Verdict } from "../../model";
import { sentence } from "./accessLine";
import type { ReportedOutcome } from "./symbols";
import type { VerdictLine } from "./verdictText";

const OUTCOMES: { readonly [verdict in Verdict]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/** Whether all routes work; where not, the first that does not and its first reason, as far as they fit a line. */
export function routesVerdict(routes: readonly RouteReport[]): VerdictLine {
  const whole = `routes: ${headline(routes)}`;
  const short = `routes: ${briefHeadline(routes)}`;
  const verdict = overall(routes);
  const outcome = OUTCOMES[verdict];
  const first = routes.find((route) => route.verdict === verdict && verdictWords(route) !== "disabled");
  if (verdict === "works" || first === undefined) return { outcome, candidates: [whole, short] };
  const isReason = verdict === "broken" ? "unmet" : "unknown";
  const reason = first.requirements.find(
    (one) => one.strength === "required" && one.verdict === isReason,
  )?.id;
  return {
    outcome,
    candidates: [
      ...(reason === undefined ? [] : [`${whole}; ${first.rule}: ${reason}, see below`]),
      `${whole}; first ${first.rule}, see below`,
      `${whole}, see below`,
      `${short}, see below`,
    ],
  };
}

/** The verdict on all routes in a few words. */
export function headline(routes: readonly RouteReport[]): string {
  if (routes.length === 0) return "none, so that there is nothing to prove";
  const count = counted(routes.length);
  const paused = pausedAmong(routes);
  const idle = idleSources(routes);
  const asides = [
    ...(paused > 0 ? [`${paused} ${idle.length === 0 ? "" : `of ${count} `}disabled`] : []),
    ...(idle.length > 0 ? [`nothing replicates from ${sentence(idle, "and")}`] : []),
  ];
  return [...tallyOf(routes, count, paused), ...asides].join(", ");
}

/** The same without names, which may be long. */
function briefHeadline(routes: readonly RouteReport[]): string {
  const paused = pausedAmong(routes);
  const [tally] = tallyOf(routes, counted(routes.length), paused);
  if (routes.length === 0 || paused === 0) return tally ?? headline(routes);
  return [...(tally === undefined ? [] : [tally]), `${paused} of ${counted(routes.length)} disabled`].join(
    ", ",
  );
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "route" : "routes"}`;
}

function pausedAmong(routes: readonly RouteReport[]): number {
  return routes.filter((route) => verdictWords(route) === "disabled").length;
}

function tallyOf(routes: readonly RouteReport[], count: string, paused: number): readonly string[] {
  if (routes.length === 0) return [];
  const of = (verdict: Verdict) => routes.filter((route) => route.verdict === verdict).length;
  const unproven = of("unproven") - paused;
  switch (overall(routes)) {
    case "works":
      if (paused > 0) return [`${routes.length - paused} of ${count} work`];
      return [routes.length === 1 ? "1 route works" : `all ${count} work`];
    case "broken":
      return [`${of("broken")} of ${count} broken`];
    case "unproven":
      return unproven > 0 ? [`${unproven} of ${count} unproven`] : [];
  }
}

/** The verdict, or that the rule is disabled; both, where something else is wrong with it. */
export function verdictWords({ verdict, status }: RouteReport): string {
  if (status === undefined) return verdict;
  return verdict === "broken" ? "disabled and broken" : "disabled";
}
