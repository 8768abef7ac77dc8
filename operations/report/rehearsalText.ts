/** A rehearsal as text. */
import { HOW_TO_ANSWER, type Unanswered, unansweredLines } from "../rehearsal/unanswered";
import { columns } from "./columns";
import type { Difference } from "./differences";
import type { Paint } from "./paint";
import type { RehearsalReport } from "./rehearsalReport";
import type { PlannedSite } from "./sites";
import type { TreeLine } from "./tree";

/** The report for a terminal. */
export function rehearsalText(report: RehearsalReport, { bold, red }: Paint): string {
  const { plan, sites, tree, differences, undecryptedKeys } = report;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", bold(title), ...lines];
  return [
    bold(`${plan.project}, stack ${plan.stack}`),
    ...section("sites", siteLines(sites)),
    ...section(`resources (${plan.resources.length})`, treeLines(tree, red)),
    ...section("what differs between replicas", differenceLines(differences)),
    ...section(
      "not decrypted offline, replaced by a placeholder",
      undecryptedKeys.map((key) => `  ${key}`),
    ),
    ...section("not answered", questionLines(plan.unanswered)),
    "",
  ].join("\n");
}

/** What S3 does not do, for the end of a report. */
export function notesText(notes: readonly string[], { bold, dim }: Paint): string {
  if (notes.length === 0) return "";
  return ["", bold("what s3 does not do"), ...notes.map((note) => dim(`  - ${note}`)), ""].join("\n");
}

function questionLines(unanswered: readonly Unanswered[] = []): readonly string[] {
  if (unanswered.length === 0) return [];
  return [...unansweredLines(unanswered), HOW_TO_ANSWER].map((line) => `  ${line}`);
}

function siteLines(sites: readonly PlannedSite[]): readonly string[] {
  const rows = sites.map(({ name, region, accountId, accountAssumed }) => [
    name,
    region,
    `account ${accountId}${accountAssumed ? " (assumed, accountId is not set)" : ""}`,
  ]);
  return columns(rows, "  ");
}

function treeLines(tree: readonly TreeLine[], red: Paint["red"]): readonly string[] {
  const rows = tree.map(({ branch, name, type, site, onDefaultProvider }) => [
    `${branch}${name}`,
    type,
    onDefaultProvider ? "DEFAULT PROVIDER" : site === undefined ? "" : `${site.region} ${site.accountId}`,
  ]);
  return columns(rows, "  ").map((line, index) =>
    tree[index]?.onDefaultProvider === true ? red(line) : line,
  );
}

function differenceLines(differences: readonly Difference[]): readonly string[] {
  const [first] = differences;
  if (first === undefined) return ["  nothing but their names, keys and regions"];
  const ids = Object.keys(first.values);
  return columns(
    [
      ["", ...ids],
      ...differences.map(({ property, values }) => [property, ...ids.map((id) => values[id] ?? "")]),
    ],
    "  ",
  );
}
