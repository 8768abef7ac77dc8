/** Prints what a command has found. */
import type { Io } from "../io";
import { type Paint, paint, wantsColour } from "../report/paint";

/** The result itself as JSON, or as the text that it is shown as. */
export function printResult<T>(
  result: T,
  textOf: (result: T, colours: Paint) => string,
  asJson: boolean,
  io: Io,
): void {
  io.stdout.write(
    asJson
      ? `${JSON.stringify(result, null, 2)}\n`
      : textOf(result, paint(wantsColour(io.stdout, io.environment))),
  );
}
