/** Shows progress on a terminal as one line that rewrites itself; elsewhere it only says what is being fetched. */
import { type Progress, progressText } from "./progress";

export interface ProgressLine {
  readonly progress: Progress;
  /** Removes the line, so that the report starts on a clean one. */
  readonly clear: () => void;
}

/** What this file needs of `process.stderr`. */
export interface LineStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const ERASE_LINE = "\r\u001b[2K";

/** @param stream - standard error, so that a report on standard output can be piped. */
export function progressLine(stream: LineStream): ProgressLine {
  if (stream.isTTY === true) {
    let shown = false;
    return {
      progress: (step) => {
        shown = true;
        stream.write(`${ERASE_LINE}${progressText(step).slice(0, (stream.columns ?? 80) - 1)}`);
      },
      clear: () => {
        if (shown) stream.write(ERASE_LINE);
        shown = false;
      },
    };
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
