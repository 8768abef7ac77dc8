/** Finds the Pulumi project that contains a folder. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "./inputError";

/**
 * The Pulumi project around a folder: the nearest one with a `Pulumi.yaml`, as Pulumi looks for it.
 *
 * @throws InputError when there is none.
 */
export function projectDirectory(from: string): string {
  if (!existsSync(from)) {
    throw new InputError(`${from}: expected a folder, found none; change to the folder of a Pulumi project`);
  }
  let directory = from;
  while (!existsSync(join(directory, "Pulumi.yaml"))) {
    const parent = dirname(directory);
    if (parent === directory) {
      throw new InputError(
        `${from}: expected a Pulumi.yaml here or above, found none; change to the folder of a Pulumi project`,
      );
    }
    directory = parent;
  }
  return directory;
}
