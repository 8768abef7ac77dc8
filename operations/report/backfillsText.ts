/** The roles of backfills as text. */
import type { BackfillReport, RequirementReport, Verdict } from "../../model";
import type { Paint } from "./paint";
import { requirementLines, tally } from "./routesText";
import { colourOf, marked, type ReportedOutcome } from "./symbols";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [verdict in Verdict]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/**
 * Every role with the requirements that are not met; with `verbose`, with all requirements. Empty where the topology has none.
 */
export function backfillsText(reports: readonly BackfillReport[], paint: Paint, verbose: boolean): string {
  if (reports.length === 0) return "";
  return [
    paint.bold("roles for backfills"),
    ...reports.flatMap((report) => backfillRoleLines(report, paint, verbose)),
    "",
  ].join("\n");
}

/** One role: its verdict, then what is not met. */
export function backfillRoleLines(report: BackfillReport, paint: Paint, verbose: boolean): readonly string[] {
  const { source, role, report: place, verdict, requirements } = report;
  const outcome = OUTCOMES[verdict];
  const told = new Map<string, string>();
  const counted = verbose
    ? requirements
    : requirements.filter((one) => one.verdict === "met" || needsAttention(one));
  const words = `${colourOf(outcome, paint)(verdict)}, ${tally({ requirements: counted })}`;
  return [
    ...marked(outcome, `${source}: ${words}`, paint, "  "),
    ...[`with ${role}`, `reports to ${place}`].flatMap((line) =>
      wrap(line, { indent: "      ", hanging: "        " }),
    ),
    ...requirements
      .filter((requirement) => verbose || needsAttention(requirement))
      .flatMap((requirement) => requirementLines(requirement, { rule: role }, told, paint)),
  ];
}

/** What is only advised and never known, as of the principal that will make the job, is for who asks for everything. */
export function needsAttention({ verdict, strength }: RequirementReport): boolean {
  return verdict === "unmet" || (verdict === "unknown" && strength === "required");
}
