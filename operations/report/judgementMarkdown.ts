/** The judgement of a topology as Markdown. */
import { overall, type RequirementReport, type RouteReport } from "../../model";
import type { PackResult } from "../policy/packResult";
import { counted } from "./judged";
import { table } from "./markdownTable";
import { codeBlock, folded, markdownText } from "./markdownText";
import { headline, verdictWords } from "./routesVerdict";

export const SYMBOLS = { works: "✅", broken: "❌", unproven: "❔" } as const;

/** The verdict on all routes in a few words. */
export function verdictMarkdown(routes: readonly RouteReport[]): string {
  return `${SYMBOLS[overall(routes)]} ${markdownText(headline(routes))}`;
}

/** What is wrong: the requirements that routes fail, and every violation of a policy; what is only advised is folded. */
export function shortcomingsMarkdown(
  routes: readonly RouteReport[],
  { policies }: PackResult,
): readonly string[] {
  const violations = policies.flatMap(({ name, violations: of }) =>
    of.map((violation) => ({ name, ...violation })),
  );
  const isOpen = ({ strength }: RequirementReport) => strength === "required";
  const advice = routes.flatMap((route) => shortcomings(route, (requirement) => !isOpen(requirement)));
  return [
    ...routes.flatMap((route) => shortcomings(route, isOpen)).flat(),
    ...(advice.length === 0 ? [] : folded(`Also advised: ${advice.length}`, advice.flat())),
    `### Policies: ${violations.length === 0 ? "none violated" : counted(violations.length, "violation")}`,
    "",
    ...violations.map(
      ({ name, enforcementLevel, urn, message }) =>
        `- **${name}** (${enforcementLevel})${urn === undefined ? "" : ` ${markdownText(urn.split("::").at(-1) ?? "")}`}: ${markdownText(message)}`,
    ),
    ...(violations.length === 0 ? [] : [""]),
  ];
}

/** Every route with its verdict, and what S3 does not replicate further. */
export function routesMarkdown(routes: readonly RouteReport[], notes: readonly string[]): readonly string[] {
  const rows = routes.map((route) => [
    markdownText(route.rule),
    `${markdownText(route.source)} (${route.sourceRegion})`,
    `${markdownText(route.destination)} (${route.destinationRegion})`,
    `${route.status === "disabled" && route.verdict === "unproven" ? "⏸️" : SYMBOLS[route.verdict]} ${verdictWords(route)}`,
  ]);
  return [
    `### Routes: ${markdownText(headline(routes))}`,
    "",
    ...(rows.length === 0 ? [] : [...table(["route", "from", "to", "verdict"], rows), ""]),
    ...(notes.length === 0 ? [] : [...notes.map((note) => `- note: ${markdownText(note)}`), ""]),
  ];
}

/** One part for each requirement of the route that is not met. */
export function shortcomings(
  { rule, requirements }: Pick<RouteReport, "rule" | "requirements">,
  isWanted: (requirement: RequirementReport) => boolean,
): readonly (readonly string[])[] {
  return requirements
    .filter((requirement) => requirement.verdict !== "met" && isWanted(requirement))
    .map(({ id, verdict, because, fix, url }) => [
      `**${markdownText(rule)}**: [${id}](${url}) is ${verdict}: ${markdownText(because)}`,
      "",
      ...(fix === null ? [] : [...codeBlock(fix), ""]),
    ]);
}
