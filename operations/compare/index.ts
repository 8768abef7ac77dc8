/** What the commands use of comparisons. */
import type { PackResult } from "../policy/packResult";
import type { Judgement } from "../report/judgementJson";
import type { RehearsalReport } from "../report/rehearsalReport";
import { baseOf, type ComparedStack } from "./base";
import { type Comparison, compareStates, type NoComparison } from "./compare";
import { stateOf } from "./headState";

export type { ComparedStack } from "./base";
export type { Comparison, NoComparison } from "./compare";

/** One rehearsal, judged. */
export interface Rehearsed {
  readonly report: RehearsalReport;
  readonly judgement: Judgement;
  readonly policies: PackResult;
}

/** What a rehearsal is compared with. */
export interface ComparisonBase {
  readonly comparedWith: (
    report: RehearsalReport,
    judgement: Judgement,
    policies: PackResult,
  ) => Comparison | NoComparison;
}

/**
 * Reads what `--compare` names, or rehearses the stack at the git ref.
 *
 * @param words the path of a report, or a git ref
 * @param from folder that a path is relative to
 * @param rehearse rehearses the stack in another folder of the project
 * @throws InputError when it is neither
 */
export async function comparisonBase(
  words: string,
  from: string,
  compared: ComparedStack,
  rehearse: (directory: string, configFile: string | undefined) => Promise<Rehearsed>,
): Promise<ComparisonBase> {
  const base = await baseOf(words, from, compared, async (directory, configFile) => {
    const { report, judgement, policies } = await rehearse(directory, configFile);
    return stateOf(report, judgement, policies);
  });
  return {
    comparedWith: (report, judgement, policies) =>
      "reason" in base
        ? { base: base.name, reason: base.reason }
        : compareStates(base.name, base.state, stateOf(report, judgement, policies), base.remarks),
  };
}
