/** The progress of the emulator's run, and the line that shows it on a terminal. */
import { type LineStream, statusLine } from "../statusLine";

export type Progress = (step: ProgressStep) => void;

export type ProgressStep =
  /** Packages are being fetched from the package registry; `done` of `total` so far. */
  | { readonly step: "fetching"; readonly done: number; readonly total: number }
  | { readonly step: "waiting"; readonly why: string }
  | { readonly step: "starting" }
  /** `done` of `total` resources exist; `name` is the last one that was made. */
  | { readonly step: "creating"; readonly done: number; readonly total: number; readonly name: string }
  | { readonly step: "reading"; readonly done: number; readonly total: number }
  | { readonly step: "exercising"; readonly done: number; readonly total: number; readonly route: string }
  | { readonly step: "stopping" };

export interface ProgressLine {
  readonly progress: Progress;
  /** Removes the line, so that the report starts on a clean one. */
  readonly clear: () => void;
}

/**
 * Shows progress as one line that rewrites itself; where the stream is no terminal, only that packages are fetched.
 *
 * @param stream - standard error, so that a report on standard output can be piped
 */
export function progressLine(stream: LineStream): ProgressLine {
  if (stream.isTTY === true) {
    const { show, clear } = statusLine(stream);
    return { progress: (step) => show(progressText(step)), clear };
  }
  let said = false;
  return {
    progress: (step) => {
      if (said || step.step !== "fetching") return;
      said = true;
      stream.write(`fetching the local AWS emulator into .emulator (${step.total} packages, once)\n`);
    },
    clear: () => {},
  };
}

/** One line of text for a step. */
function progressText(step: ProgressStep): string {
  switch (step.step) {
    case "fetching":
      return `fetching the local AWS emulator into .emulator (${step.done} of ${step.total} packages)`;
    case "waiting":
      return step.why;
    case "starting":
      return "starting the local AWS emulator";
    case "creating":
      return `creating resources (${step.done} of ${step.total}) ${step.name}`;
    case "reading":
      return `reading back (${step.done} of ${step.total})`;
    case "exercising":
      return `exercising routes (${step.done} of ${step.total}) ${step.route}`;
    case "stopping":
      return "stopping the local AWS emulator";
  }
}
