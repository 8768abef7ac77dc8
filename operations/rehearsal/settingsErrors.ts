/** Words the error of wrong settings by where the settings come from. */
import { SettingsError, settingsMessage } from "../../components/settingsError";
import { InputError } from "../inputError";
import { environmentNote } from "./stackFileKeys";
import type { StackConfiguration } from "./stackFiles";

/**
 * An error of the program, with the file that the settings were read from in place of the stack, and with the environments that
 * some of them may come from.
 */
export function namingItsSource(
  error: unknown,
  { file, environments }: Pick<StackConfiguration, "file" | "environments">,
): unknown {
  if (!(error instanceof InputError && error.cause instanceof SettingsError)) return error;
  const { message } = error;
  const named = file === undefined ? message : settingsMessage(`in ${file}`, error.cause.problems);
  const note = environmentNote(environments);
  return new InputError(note === undefined ? named : `${named}\n${note}`, { cause: error.cause });
}
