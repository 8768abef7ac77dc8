/** The part of a rehearsal's report that `--emulator` adds. */
import { emulatorSummary, progressLine, rehearseOnEmulator, renderEmulatorReport } from "../emulator";
import type { Io } from "../io";
import type { Plan } from "../rehearsal/plan";
import type { Paint } from "../report/paint";

/** What the emulator's run adds to a report. */
export interface EmulatorSection {
  /** Whether everything went as it would in S3. */
  readonly asExpected: boolean;
  /** The result in a few words, for the first line of the report. */
  readonly summary: string;
  readonly json: object;
  readonly text: (paint: Paint) => string;
}

/** Creates the plan in an emulator that is started for it, and exercises its routes. */
export async function emulatorSection(
  plan: Plan,
  projectDirectory: string,
  { stderr, signal }: Pick<Io, "stderr" | "signal">,
): Promise<EmulatorSection> {
  const { progress, clear } = progressLine(stderr);
  try {
    const report = await rehearseOnEmulator(plan, { projectDirectory, progress, signal });
    return {
      asExpected: report.verdict === "as expected",
      summary: emulatorSummary(report),
      json: report,
      text: (paint) => renderEmulatorReport(report, paint),
    };
  } finally {
    clear();
  }
}
