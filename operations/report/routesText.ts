/** Routes and their requirements as text. */
import { groupBy, type RequirementReport, type RouteReport, type Verdict } from "../../model";
import { fixText } from "./fixText";
import type { Paint } from "./paint";
import { verdictWords } from "./routesVerdict";
import { colourOf, marked, type ReportedOutcome } from "./symbols";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [verdict in Verdict]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/** In front of what to do about a requirement. */
const FIX = "        ";

/** In the order of what has to be looked at. */
const VERDICTS: readonly Verdict[] = ["broken", "unproven", "works"];

/**
 * Every route with the requirements that are not met, those of one source together and broken ones first; with `verbose`, with all
 * requirements. Empty where there is no route.
 */
export function routesText(routes: readonly RouteReport[], paint: Paint, verbose: boolean): string {
  const groups = groupBy(routes, (route) => [route.source, place(route, "source", true)].join(" "));
  return [...groups.values()]
    .map((group) =>
      [...heading(group, paint), ...routeLines(group, new Map(), paint, verbose), ""].join("\n"),
    )
    .join("\n");
}

function heading(routes: readonly RouteReport[], { bold }: Paint): readonly string[] {
  const [first] = routes;
  if (first === undefined) return [];
  const from = `routes from ${first.source} (${place(first, "source", routes.some(crossesAccounts))})`;
  return wrap(from, { hanging: "  " }).map(bold);
}

function routeLines(
  routes: readonly RouteReport[],
  told: Map<string, string>,
  paint: Paint,
  verbose: boolean,
): readonly string[] {
  return VERDICTS.flatMap((verdict) => routes.filter((route) => route.verdict === verdict)).flatMap(
    (route) => [
      ...routeLine(route, paint),
      ...route.requirements
        .filter(({ verdict }) => verbose || verdict !== "met")
        .flatMap((requirement) => requirementLines(requirement, route, told, paint)),
    ],
  );
}

function routeLine(route: RouteReport, paint: Paint): readonly string[] {
  const outcome =
    route.status === "disabled" && route.verdict !== "broken" ? "none" : OUTCOMES[route.verdict];
  const colour = colourOf(outcome, paint);
  const verdict = verdictWords(route).split(" ").map(colour).join(" ");
  const to = `to ${route.destination} (${place(route, "destination", crossesAccounts(route))})`;
  return [
    ...marked(outcome, `${route.rule}: ${verdict}, ${tally(route)}`, paint, "  "),
    ...wrap(to, { indent: "      ", hanging: "        " }),
  ];
}

function crossesAccounts({ sourceAccount, destinationAccount }: RouteReport): boolean {
  return sourceAccount !== destinationAccount;
}

function place(route: RouteReport, end: "source" | "destination", withAccount: boolean): string {
  const region = route[`${end}Region`];
  const account = route[`${end}Account`];
  return [
    region === "unknown" ? "region unknown" : region,
    ...(withAccount ? [`account ${account}`] : []),
  ].join(", ");
}

/** How many requirements are met, and how many not. */
export function tally({ requirements }: Pick<RouteReport, "requirements">): string {
  const of = (wanted: RequirementReport["verdict"]) =>
    requirements.filter(({ verdict }) => verdict === wanted).length;
  const rest = (["unmet", "unknown"] as const).filter((verdict) => of(verdict) > 0);
  return [
    `${of("met")} of ${requirements.length} requirements met`,
    ...rest.map((verdict) => `${of(verdict)} ${verdict}`),
  ].join(", ");
}

/**
 * What is the same as on an earlier route of the source is not told again.
 *
 * @param told what was said before, and for which rule
 */
export function requirementLines(
  requirement: RequirementReport,
  { rule }: Pick<RouteReport, "rule">,
  told: Map<string, string>,
  paint: Paint,
): readonly string[] {
  const { id, strength, verdict, because, fix, url } = requirement;
  const name = `${id}${strength === "advised" ? " (advised)" : ""}`;
  const outcome = outcomeOf(requirement);
  if (verdict === "met") return marked(outcome, `${name}: ${because}`, paint, "      ");
  const finding = JSON.stringify([id, verdict, because, fix]);
  const earlier = told.get(finding);
  if (earlier !== undefined)
    return marked(outcome, `${name}: the same as for ${earlier}, above`, paint, "      ");
  told.set(finding, rule);
  return [
    ...marked(outcome, `${name}: ${because}`, paint, "      "),
    ...(fix === null ? [] : fixOnce(fix, id, told, paint)),
    ...wrap(url, { indent: FIX }).map(paint.dim),
  ];
}

function fixOnce(fix: string, id: string, told: Map<string, string>, paint: Paint): readonly string[] {
  const earlier = told.get(fix);
  if (earlier !== undefined) return fixText(`the same as for ${earlier}, above`, FIX, paint);
  told.set(fix, id);
  return fixText(fix, FIX, paint);
}

/** What AWS does not document breaks no route. */
function outcomeOf({ verdict, strength }: RequirementReport): ReportedOutcome {
  if (verdict === "met") return "good";
  if (verdict === "unknown") return "unsure";
  return strength === "advised" ? "advice" : "bad";
}
