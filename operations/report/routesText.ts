/** Routes and their requirements as text. */
import { idleSources, overall, type RequirementReport, type RouteReport, type Verdict } from "../../model";
import { sentence } from "./accessLine";
import type { Paint } from "./paint";
import { colourOf, type ReportedOutcome, symbol } from "./symbols";

const OUTCOMES: { readonly [verdict in Verdict]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/** Every route with the requirements that are not met; with `verbose`, with all requirements. */
export function routesText(routes: readonly RouteReport[], paint: Paint, verbose: boolean): string {
  return [
    paint.bold(`routes: ${headline(routes)}`),
    ...routes.flatMap((route) => [routeLine(route, paint), ...requirementLines(route, paint, verbose)]),
    "",
  ].join("\n");
}

/** The verdict on all routes in a few words. */
export function headline(routes: readonly RouteReport[]): string {
  if (routes.length === 0) return "none, so that there is nothing to prove";
  const count = `${routes.length} ${routes.length === 1 ? "route" : "routes"}`;
  const of = (word: string) => routes.filter((route) => verdictWords(route) === word).length;
  const paused = of("disabled");
  const idle = idleSources(routes);
  const asides = [
    ...(paused > 0 ? [`${paused} ${idle.length === 0 ? "" : `of ${count} `}disabled`] : []),
    ...(idle.length > 0 ? [`nothing replicates from ${sentence(idle, "and")}`] : []),
  ];
  return [...tallyOf(routes, count, paused), ...asides].join(", ");
}

function tallyOf(routes: readonly RouteReport[], count: string, paused: number): readonly string[] {
  const of = (verdict: Verdict) => routes.filter((route) => route.verdict === verdict).length;
  const unproven = of("unproven") - paused;
  switch (overall(routes)) {
    case "works":
      if (paused > 0) return [`${routes.length - paused} of ${count} work`];
      return [routes.length === 1 ? "it works" : `all ${count} work`];
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

function routeLine(route: RouteReport, paint: Paint): string {
  const { rule, source, sourceRegion, sourceAccount, destination, destinationRegion, destinationAccount } =
    route;
  const accounts =
    sourceAccount === destinationAccount ? "" : `, account ${sourceAccount} to ${destinationAccount}`;
  const outcome = OUTCOMES[route.verdict];
  const verdict = colourOf(outcome, paint)(verdictWords(route));
  return `  ${symbol(outcome, paint)} ${rule}: ${source} (${sourceRegion}) to ${destination} (${destinationRegion}${accounts}): ${verdict}, ${tally(route)}`;
}

function tally({ requirements }: RouteReport): string {
  const of = (wanted: RequirementReport["verdict"]) =>
    requirements.filter(({ verdict }) => verdict === wanted).length;
  const rest = (["unmet", "unknown"] as const).filter((verdict) => of(verdict) > 0);
  return [
    `${of("met")} of ${requirements.length} requirements met`,
    ...rest.map((verdict) => `${of(verdict)} ${verdict}`),
  ].join(", ");
}

function requirementLines({ requirements }: RouteReport, paint: Paint, verbose: boolean): readonly string[] {
  return requirements
    .filter(({ verdict }) => verbose || verdict !== "met")
    .flatMap((requirement) => [
      `      ${requirementSymbol(requirement, paint)} ${requirement.id}${requirement.strength === "advised" ? " (advised)" : ""}: ${requirement.because}`,
      ...fixLines(requirement, paint),
    ]);
}

function requirementSymbol({ verdict }: RequirementReport, paint: Paint): string {
  return symbol(verdict === "met" ? "good" : verdict === "unmet" ? "bad" : "unsure", paint);
}

function fixLines({ fix, verdict, url }: RequirementReport, { dim }: Paint): readonly string[] {
  if (verdict === "met") return [];
  const lines =
    fix === null ? [] : fix.split("\n").map((line, index) => (index === 0 ? `fix: ${line}` : line));
  return [...lines, url].map((line) => dim(`          ${line}`));
}
