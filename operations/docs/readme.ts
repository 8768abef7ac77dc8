/** Generates the report that the README shows. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "./generated";

/** A part of a page that shows what a command prints, between `<!-- begin: ... -->` and `<!-- end -->`. */
const SHOWN_COMMAND = /(<!-- begin: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * The README with what its commands print, word for word. A marker names the words after `s3-replication`.
 *
 * @throws Error when a command cannot be run.
 */
export function readmeFile(directory: string): GeneratedFile {
  const path = "README.md";
  const content = readFileSync(join(directory, path), "utf8").replace(
    SHOWN_COMMAND,
    (_, begin: string, words: string, end: string) =>
      `${begin}\`\`\`text\n${printed(directory, words.split(" "))}\`\`\`\n${end}`,
  );
  return { path, content };
}

function printed(directory: string, words: readonly string[]): string {
  const { error, stdout, stderr } = spawnSync(
    process.execPath,
    [join(directory, "operations", "s3-replication.js"), ...words],
    { cwd: directory, encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  if (stdout === "") throw new Error(`s3-replication ${words.join(" ")} printed nothing but ${stderr}`);
  return stdout;
}
