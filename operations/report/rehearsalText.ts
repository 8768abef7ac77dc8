/** A rehearsal as text. */
import type { Plan } from "../rehearsal/plan";
import { HOW_TO_ANSWER, type Unanswered, unansweredLines } from "../rehearsal/unanswered";
import { rulesToOtherStacks } from "./differences";
import { differenceLines } from "./differencesText";
import type { Paint } from "./paint";
import type { RehearsalReport } from "./rehearsalReport";
import { resourceCounts, siteLines, treeLines } from "./resourcesText";
import { wrap } from "./wrap";

/** What the stack would build: how much of what, and with `verbose` every site and every resource. */
export function rehearsalText(report: RehearsalReport, paint: Paint, verbose: boolean): string {
  const { plan, sites, tree, differences, undecryptedKeys } = report;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      `resources: ${plan.resources.length}${verbose ? "" : " (--verbose shows each)"}`,
      resourceCounts(report, paint),
    ],
    ["sites", verbose ? siteLines(sites) : []],
    ["every resource", verbose ? treeLines(tree, paint) : []],
    [
      "what differs between replicas",
      replicates(plan) ? differenceLines(differences, rulesToOtherStacks(plan)) : [],
    ],
    [
      "not decrypted offline, replaced by a placeholder",
      undecryptedKeys.flatMap((key) => wrap(key, { indent: "  " })),
    ],
    ["not answered", questionLines(plan.unanswered)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [paint.bold(title), ...lines, ""].join("\n"))
    .join("\n");
}

/** What S3 does not do, for the end of a report; empty where there is nothing to say. */
export function notesText(notes: readonly string[], { bold, dim }: Paint): string {
  if (notes.length === 0) return "";
  return [
    bold("what s3 does not do"),
    ...notes.flatMap((note) => wrap(note, { indent: "  - ", hanging: "    " }).map(dim)),
    "",
  ].join("\n");
}

/** Remarks on what was read. */
export function remarksText(remarks: readonly string[], { dim }: Paint): string {
  return remarks.flatMap((remark) => [...wrap(remark, { hanging: "  " }).map(dim), "\n"].join("\n")).join("");
}

/** Other programs may have nothing to do with replication. */
function replicates({ resources }: Plan): boolean {
  return resources.some(({ type }) => /^s3-replication:|:BucketReplicationConfig$/.test(type));
}

function questionLines(unanswered: readonly Unanswered[] = []): readonly string[] {
  if (unanswered.length === 0) return [];
  return [...unansweredLines(unanswered), HOW_TO_ANSWER].flatMap((line) =>
    wrap(line, { indent: "  ", hanging: "    " }),
  );
}

/** The parts of a report that have something to say, an empty line apart. */
export function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}
