/** A rehearsal as Markdown. */
import type { PackResult } from "../policy/packResult";
import { HOW_TO_ANSWER, unansweredLines } from "../rehearsal/unanswered";
import { accessMarkdown } from "./accessMarkdown";
import { backfillsMarkdown } from "./backfillsMarkdown";
import { ABSENT } from "./differences";
import type { Judgement } from "./judgementJson";
import { routesMarkdown, shortcomingsMarkdown, verdictMarkdown } from "./judgementMarkdown";
import { table } from "./markdownTable";
import { folded, markdownText } from "./markdownText";
import type { RehearsalReport } from "./rehearsalReport";
import { replicationDiagram } from "./replicationDiagram";

/** The report for a comment in a pull request: the verdict, what is wrong, the diagram, then everything else. */
export function rehearsalMarkdown(
  report: RehearsalReport,
  { routes, access, backfills, notes }: Judgement,
  policies: PackResult,
): string {
  const { plan, sites } = report;
  return [
    `## ${markdownText(`${plan.project}, stack ${plan.stack}`)}: ${verdictMarkdown(routes)}`,
    "",
    ...diagram(replicationDiagram(plan, sites, routes)),
    ...shortcomingsMarkdown(routes, policies),
    ...routesMarkdown(routes, notes),
    ...backfillsMarkdown(backfills),
    accessMarkdown(access),
    ...siteTable(report),
    ...(routes.length > 1 ? differenceTable(report.differences) : []),
    ...undecrypted(report.undecryptedKeys),
    ...questionList(plan.unanswered),
    ...(report.notes.length === 0
      ? []
      : folded(
          "What S3 does not do",
          report.notes.map((note) => `- ${markdownText(note)}`),
        )),
  ].join("\n");
}

function diagram(text: string): readonly string[] {
  return text === "" ? [] : ["```mermaid", text, "```", ""];
}

function siteTable({ plan, sites }: RehearsalReport): readonly string[] {
  const rows = sites.map(({ name, region, accountId, accountAssumed }) => [
    markdownText(name),
    region,
    accountAssumed ? `${accountId} (assumed)` : accountId,
  ]);
  return folded(`${plan.resources.length} resources in ${sites.length} sites`, [
    ...table(["site", "Region", "account"], rows),
  ]);
}

function differenceTable(differences: RehearsalReport["differences"]): readonly string[] {
  if (differences.length === 0)
    return ["The replicas differ in nothing but their names, keys and Regions.", ""];
  const rows = differences.flatMap(({ property, values }) =>
    [...new Set(Object.values(values))].map((value) => [
      markdownText(property),
      value === ABSENT ? "not set" : value === "" ? "empty" : markdownText(value),
      Object.keys(values)
        .filter((id) => values[id] === value)
        .map(markdownText)
        .join(", "),
    ]),
  );
  return folded("What differs between the replicas", [...table(["property", "value", "replicas"], rows)]);
}

function undecrypted(keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  return [`Not decrypted offline, replaced by a placeholder: ${keys.map(markdownText).join(", ")}.`, ""];
}

function questionList(unanswered: RehearsalReport["plan"]["unanswered"] = []): readonly string[] {
  if (unanswered.length === 0) return [];
  const lines = unansweredLines(unanswered).map((line) => `- \`${line}\``);
  return ["Not answered:", "", ...lines, "", `${HOW_TO_ANSWER}.`, ""];
}
