/** What the emulator's run tells while it goes on. */

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

/** One line of text for a step. */
export function progressText(step: ProgressStep): string {
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
