/** Generates the documentation; with `--check`, fails where it is out of date. */
import { join } from "node:path";
import { staleFiles, writeGenerated } from "./generated";
import { liveFiles } from "./live";
import { policyFiles } from "./policies";
import { outputFiles } from "./readme";
import { settingsFiles } from "./settings";

const PROJECT = join(__dirname, "..", "..");

/** Writes every generated file, or with `--check` only says which are not as the code says. */
function main(words: readonly string[]): void {
  const files = [...settingsFiles(PROJECT), ...policyFiles(), ...liveFiles(), ...outputFiles(PROJECT)];
  if (!words.includes("--check")) {
    const written = writeGenerated(PROJECT, files);
    console.log(written.length === 0 ? "nothing to write" : `wrote ${written.join(", ")}`);
    return;
  }
  const stale = staleFiles(PROJECT, files);
  for (const { path } of stale) console.error(`${path}: not as the code says; run npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

main(process.argv.slice(2));
