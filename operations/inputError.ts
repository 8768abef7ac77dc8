/** Something is wrong with what the user gave: a file, an option, a setting. The command ends with status 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}
