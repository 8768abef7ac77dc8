import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROJECT_DIRECTORY } from "./plans";

/** A folder of its own, with the packages of this repository. */
export interface ForeignProject {
  readonly directory: string;
  readonly remove: () => void;
}

/** Writes the files of a project that is not this one; with a Pulumi.yaml where there is none. */
export function foreignProject(files: { readonly [path: string]: string }): ForeignProject {
  const directory = mkdtempSync(join(tmpdir(), "foreign-"));
  for (const [path, content] of Object.entries({
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    ...files,
  })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  // A junction needs no rights on Windows.
  symlinkSync(join(PROJECT_DIRECTORY, "node_modules"), join(directory, "node_modules"), "junction");
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
