/** The judgement of a topology as Markdown. */
import type { RouteReport } from "../../model";
import type { PackResult } from "../policy/packResult";
import { table } from "./markdownTable";
import { headline, verdictWords } from "./routesVerdict";

const SYMBOLS = { works: "✅", broken: "❌", unproven: "❔" } as const;

/** Routes and policies for a comment in a pull request: what is wrong in full, what is right in a line. */
export function judgementMarkdown(
  routes: readonly RouteReport[],
  notes: readonly string[],
  { policies }: PackResult,
): string {
  const violations = policies.flatMap(({ name, violations: of }) =>
    of.map((violation) => ({ name, ...violation })),
  );
  return [
    "",
    `### Routes: ${headline(routes)}`,
    "",
    ...table(
      ["route", "from", "to", "verdict"],
      routes.map((route) => [
        route.rule,
        `${route.source} (${route.sourceRegion})`,
        `${route.destination} (${route.destinationRegion})`,
        `${route.status === "disabled" && route.verdict === "unproven" ? "⏸️" : SYMBOLS[route.verdict]} ${verdictWords(route)}`,
      ]),
    ),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- note: ${note}`)]),
    ...routes.flatMap(shortcomings),
    "",
    `### Policies: ${violations.length === 0 ? "none violated" : counted(violations.length, "violation")}`,
    "",
    ...violations.map(
      ({ name, enforcementLevel, urn, message }) =>
        `- **${name}** (${enforcementLevel})${urn === undefined ? "" : ` ${urn.split("::").at(-1)}`}: ${message.trim().replaceAll("\n", " ")}`,
    ),
    "",
  ].join("\n");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function shortcomings({ rule, requirements }: RouteReport): readonly string[] {
  return requirements
    .filter(({ verdict }) => verdict !== "met")
    .flatMap(({ id, verdict, because, fix, url }) => [
      "",
      `**${rule}**: [${id}](${url}) is ${verdict}: ${because}`,
      ...(fix === null ? [] : ["", "```", fix, "```"]),
    ]);
}
