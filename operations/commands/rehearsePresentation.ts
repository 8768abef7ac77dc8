/** Shows a rehearsal as text, JSON or Markdown. */
import type { Comparison, NoComparison } from "../compare/compare";
import { comparisonJson } from "../compare/comparisonJson";
import { comparisonMarkdown } from "../compare/comparisonMarkdown";
import { comparisonText } from "../compare/comparisonText";
import type { Io } from "../io";
import type { PackResult } from "../policy/packResult";
import { accessMarkdown } from "../report/accessMarkdown";
import { accessText } from "../report/accessText";
import { type Judgement, judgementJson } from "../report/judgementJson";
import { judgementMarkdown } from "../report/judgementMarkdown";
import { paint, wantsColour } from "../report/paint";
import { policiesText } from "../report/policiesText";
import { rehearsalJson } from "../report/rehearsalJson";
import { rehearsalMarkdown } from "../report/rehearsalMarkdown";
import type { RehearsalReport } from "../report/rehearsalReport";
import { notesText, rehearsalText } from "../report/rehearsalText";
import { routesText } from "../report/routesText";
import type { EmulatorSection } from "./emulatorSection";

/** What is written at each stage of a rehearsal. */
export interface Presentation {
  readonly plan: (report: RehearsalReport) => string;
  /** Only with `--compare`, before the judgement. */
  readonly comparison: (comparison: Comparison | NoComparison) => string;
  readonly judgement: (judgement: Judgement, policies: PackResult) => string;
  readonly end: (emulated: EmulatorSection | undefined) => string;
}

export interface PresentationOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly verbose?: boolean;
}

/** Text as it comes, or one document at the end. */
export function presentationFor(options: PresentationOptions, io: Io): Presentation {
  if (options.json === true) return jsonPresentation();
  return options.markdown === true ? markdownPresentation() : textPresentation(options, io);
}

function textPresentation(
  { verbose = false }: PresentationOptions,
  { stdout, environment }: Io,
): Presentation {
  const colours = paint(wantsColour(stdout, environment));
  let notes: readonly string[] = [];
  return {
    plan: (report) => {
      notes = report.notes;
      return rehearsalText(report, colours);
    },
    comparison: (comparison) => `\n${comparisonText(comparison, colours)}`,
    judgement: ({ routes, access, notes: ofRoutes }, policies) => {
      notes = [...notes, ...ofRoutes];
      return [
        `\n${policiesText(policies, colours, verbose)}`,
        routesText(routes, colours, verbose),
        ...oneOrNone(accessText(access, colours)),
      ].join("\n");
    },
    end: (emulated) =>
      `${emulated === undefined ? "" : `\n${emulated.text(colours)}`}${notesText(notes, colours)}`,
  };
}

function markdownPresentation(): Presentation {
  let plan = "";
  return {
    plan: (report) => {
      plan = rehearsalMarkdown(report);
      return "";
    },
    // What changes is what a reviewer looks for.
    comparison: comparisonMarkdown,
    judgement: ({ routes, access, notes }, policies) =>
      [`${plan}${judgementMarkdown(routes, notes, policies)}`, ...oneOrNone(accessMarkdown(access))].join(
        "\n",
      ),
    end: (emulated) =>
      emulated === undefined
        ? ""
        : ["", "```text", emulated.text(paint(false)).trimEnd(), "```", ""].join("\n"),
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
  };
}

function oneOrNone(text: string): readonly string[] {
  return text === "" ? [] : [text];
}
