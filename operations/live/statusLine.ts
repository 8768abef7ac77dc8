/** One line on a terminal that says what a command is doing, and rewrites itself. */

export interface StatusLine {
  readonly show: (text: string) => void;
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

/** Shows nothing where the stream is no terminal. */
export function statusLine(stream: LineStream): StatusLine {
  let shown = false;
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} };
  return {
    show: (text) => {
      shown = true;
      stream.write(`${ERASE_LINE}${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear: () => {
      if (shown) stream.write(ERASE_LINE);
      shown = false;
    },
  };
}
