/** Writes generated files, or checks that they are up to date. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of the repository that is made from the code. */
export interface GeneratedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly content: string;
}

/** Writes what differs; returns the paths written. */
export function writeGenerated(directory: string, files: readonly GeneratedFile[]): readonly string[] {
  const stale = staleFiles(directory, files);
  for (const { path, content } of stale) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return stale.map(({ path }) => path);
}

/** The files that no longer say what the code says. */
export function staleFiles(directory: string, files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.filter(({ path, content }) => {
    const full = join(directory, path);
    return !existsSync(full) || readFileSync(full, "utf8") !== content;
  });
}
