/** A rehearsal as Markdown. */
import { HOW_TO_ANSWER, unansweredLines } from "../rehearsal/unanswered";
import { table } from "./markdownTable";
import type { RehearsalReport } from "./rehearsalReport";
import { replicationDiagram } from "./replicationDiagram";

/** The report for a comment in a pull request. */
export function rehearsalMarkdown(report: RehearsalReport): string {
  const { plan, sites, differences, notes } = report;
  return [
    `## ${plan.project}, stack ${plan.stack}`,
    "",
    "```mermaid",
    replicationDiagram(plan, sites),
    "```",
    "",
    `${plan.resources.length} resources in ${sites.length} sites.`,
    "",
    ...table(
      ["site", "region", "account"],
      sites.map(({ name, region, accountId, accountAssumed }) => [
        name,
        region,
        accountAssumed ? `${accountId} (assumed)` : accountId,
      ]),
    ),
    "",
    ...differenceTable(differences),
    ...questionList(plan.unanswered),
    "<details><summary>What S3 does not do</summary>",
    "",
    ...notes.map((note) => `- ${note}`),
    "",
    "</details>",
    "",
  ].join("\n");
}

function questionList(unanswered: RehearsalReport["plan"]["unanswered"] = []): readonly string[] {
  if (unanswered.length === 0) return [];
  const lines = unansweredLines(unanswered).map((line) => `- \`${line}\``);
  return ["Not answered:", "", ...lines, "", `${HOW_TO_ANSWER}.`, ""];
}

function differenceTable(differences: RehearsalReport["differences"]): readonly string[] {
  const [first] = differences;
  if (first === undefined) return ["The replicas differ in nothing but their names, keys and regions.", ""];
  const ids = Object.keys(first.values);
  const rows = differences.map(({ property, values }) => [property, ...ids.map((id) => values[id] ?? "")]);
  return [...table(["what differs", ...ids], rows), ""];
}
