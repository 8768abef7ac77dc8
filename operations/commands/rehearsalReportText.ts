/** A whole rehearsal as text, the verdict first. */
import type { Comparison, NoComparison } from "../compare/compare";
import { comparisonText } from "../compare/comparisonText";
import type { PackResult } from "../policy/packResult";
import { accessText } from "../report/accessText";
import { backfillsText } from "../report/backfillsText";
import { judgedIn } from "../report/judged";
import type { Judgement } from "../report/judgementJson";
import type { Paint } from "../report/paint";
import { policiesText } from "../report/policiesText";
import type { RehearsalReport } from "../report/rehearsalReport";
import { notesText, rehearsalText, sections } from "../report/rehearsalText";
import { routesText } from "../report/routesText";
import { routesVerdict } from "../report/routesVerdict";
import { policiesVerdict, type VerdictLine, verdictText, withMore } from "../report/verdictText";
import type { EmulatorSection } from "./emulatorSection";

/** What became of the run in the emulator; undefined where none was asked for. */
export type EmulatorOutcome = EmulatorSection | "ended early" | undefined;

/** Everything that a rehearsal has found. */
export interface Rehearsed {
  readonly report: RehearsalReport;
  readonly judgement: Judgement;
  readonly policies: PackResult;
  readonly emulated: EmulatorOutcome;
  /** What changes against a base; undefined where none was asked for. */
  readonly compared?: Comparison | NoComparison | undefined;
}

/** The report for a terminal: the verdict, then what changes, what is behind it, then what would be built. */
export function rehearsalReportText(rehearsed: Rehearsed, paint: Paint, verbose: boolean): string {
  const { report, judgement, policies, emulated, compared } = rehearsed;
  const { routes, access, backfills, notes } = judgement;
  return sections([
    verdictText(
      {
        routes: withEmulator(routesVerdict(routes), emulated),
        policies: policiesVerdict(policies),
        judged: judgedStack(report),
      },
      paint,
    ),
    compared === undefined ? "" : comparisonText(compared, paint),
    routesText(routes, paint, verbose),
    backfillsText(backfills, paint, verbose),
    policiesText(policies, paint, verbose),
    accessText(access, paint),
    typeof emulated === "object" ? emulated.text(paint) : "",
    rehearsalText(report, paint, verbose),
    notesText([...report.notes, ...notes], paint),
  ]);
}

function withEmulator(verdict: VerdictLine, emulated: EmulatorOutcome): VerdictLine {
  if (emulated === undefined) return verdict;
  if (emulated === "ended early") {
    return withMore(verdict, { outcome: "unsure", text: "the emulator's run ended early" });
  }
  return withMore(verdict, { outcome: emulated.asExpected ? "good" : "bad", text: emulated.summary });
}

function judgedStack({ plan, sites }: RehearsalReport): readonly string[] {
  return judgedIn(
    `stack ${plan.stack} of ${plan.project}`,
    sites.map(({ accountId: account, region }) => ({ account, region })),
  );
}
