/** Generates what pages show of real runs: the README, the page of whole outputs, and an example of the comment in a pull request. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "./generated";

/** What a command of `s3-replication` prints, by the words after it. */
export type Print = (words: string) => string;

/** Pages that show what commands print, between `<!-- begin: ... -->` and `<!-- end -->`. */
const PAGES = ["README.md", "docs/output.md"];

const SHOWN = /(<!-- begin: (.+?)(?: \| first (\d+) lines)? -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * Every page that shows what commands print, word for word.
 *
 * @throws Error when a command cannot be run.
 */
export function outputFiles(directory: string): readonly GeneratedFile[] {
  const print = onceEach((words) => printed(directory, words.split(" ")));
  return [
    ...PAGES.map((path) => ({
      path,
      content: withOutput(readFileSync(join(directory, path), "utf8"), print),
    })),
    {
      path: "docs/examples/pull-request.md",
      content: `<!-- What rehearse --stack prod --markdown prints; npm run docs writes it. -->\n\n${print("rehearse --stack prod --markdown").trimEnd()}\n`,
    },
  ];
}

/**
 * The page with the output of its commands. A marker names the words after `s3-replication`, and with `| first 15 lines` how much
 * of the output to show; `...` then stands for the rest.
 */
export function withOutput(page: string, print: Print): string {
  return page.replace(
    SHOWN,
    (_, begin: string, words: string, most: string | undefined, end: string) =>
      `${begin}\`\`\`text\n${beginning(print(words), most === undefined ? Number.POSITIVE_INFINITY : Number(most))}\`\`\`\n${end}`,
  );
}

function beginning(output: string, mostLines: number): string {
  const lines = output.trimEnd().split("\n");
  const shown = lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), "..."];
  return `${shown.join("\n")}\n`;
}

/** Runs each command once, however many pages show it. */
function onceEach(print: Print): Print {
  const outputs = new Map<string, string>();
  return (words) => {
    const output = outputs.get(words) ?? print(words);
    outputs.set(words, output);
    return output;
  };
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
