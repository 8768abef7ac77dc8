/** Shows a rehearsal as text, JSON or Markdown. */
import type { Comparison, NoComparison } from "../compare/compare";
import { comparisonJson } from "../compare/comparisonJson";
import { comparisonMarkdown } from "../compare/comparisonMarkdown";
import type { Io } from "../io";
import type { PackResult } from "../policy/packResult";
import { type Judgement, judgementJson } from "../report/judgementJson";
import { codeBlock } from "../report/markdownText";
import { paint, wantsColour } from "../report/paint";
import { rehearsalJson } from "../report/rehearsalJson";
import { rehearsalMarkdown } from "../report/rehearsalMarkdown";
import type { RehearsalReport } from "../report/rehearsalReport";
import type { EmulatorSection } from "./emulatorSection";
import { type EmulatorOutcome, rehearsalReportText } from "./rehearsalReportText";

/** What is written at each stage of a rehearsal. */
export interface Presentation {
  readonly plan: (report: RehearsalReport) => string;
  /** Only with `--compare`, before the judgement. */
  readonly comparison: (comparison: Comparison | NoComparison) => string;
  readonly judgement: (judgement: Judgement, policies: PackResult) => string;
  readonly end: (emulated: EmulatorSection | undefined) => string;
  /** The end of a rehearsal whose run in the emulator ended with an error, which is reported elsewhere. */
  readonly withoutEmulator: () => string;
}

export interface PresentationOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly verbose?: boolean;
}

/** Markdown as it comes, text and JSON at the end. */
export function presentationFor(options: PresentationOptions, io: Io): Presentation {
  if (options.json === true) return jsonPresentation();
  return options.markdown === true ? markdownPresentation() : textPresentation(options, io);
}

/** The verdict is the first thing of the text, so that all of it is written at the end. */
function textPresentation(
  { verbose = false }: PresentationOptions,
  { stdout, environment }: Io,
): Presentation {
  const colours = paint(wantsColour(stdout, environment));
  let planned: RehearsalReport | undefined;
  let compared: Comparison | NoComparison | undefined;
  let judged: readonly [Judgement, PackResult] | undefined;
  const whole = (emulated: EmulatorOutcome): string => {
    if (planned === undefined || judged === undefined) return "";
    const [judgement, policies] = judged;
    const rehearsed = { report: planned, judgement, policies, emulated, compared };
    return rehearsalReportText(rehearsed, colours, verbose);
  };
  return {
    plan: (report) => {
      planned = report;
      return "";
    },
    comparison: (comparison) => {
      compared = comparison;
      return "";
    },
    judgement: (judgement, policies) => {
      judged = [judgement, policies];
      return "";
    },
    end: whole,
    withoutEmulator: () => whole("ended early"),
  };
}

function markdownPresentation(): Presentation {
  let report: RehearsalReport | undefined;
  return {
    plan: (ofPlan) => {
      report = ofPlan;
      return "";
    },
    // What changes is what a reviewer looks for.
    comparison: comparisonMarkdown,
    judgement: (judgement, policies) =>
      report === undefined ? "" : rehearsalMarkdown(report, judgement, policies),
    end: (emulated) =>
      emulated === undefined ? "" : ["", ...codeBlock(emulated.text(paint(false)).trimEnd()), ""].join("\n"),
    withoutEmulator: () => "",
  };
}

function jsonPresentation(): Presentation {
  let document: object = {};
  let notes: readonly string[] = [];
  return {
    plan: (report) => {
      document = rehearsalJson(report);
      notes = report.notes;
      return "";
    },
    comparison: (comparison) => {
      document = { ...document, compare: comparisonJson(comparison) };
      return "";
    },
    judgement: (judgement, { policies }) => {
      document = {
        ...judgementJson(judgement),
        ...document,
        notes: [...notes, ...judgement.notes],
        policies: policies.map(({ name, enforcementLevel, violations }) => ({
          name,
          enforcementLevel,
          violations,
        })),
      };
      return "";
    },
    end: (emulated) =>
      `${JSON.stringify({ ...document, ...(emulated && { emulator: emulated.json }) }, null, 2)}\n`,
    withoutEmulator: () => "",
  };
}
