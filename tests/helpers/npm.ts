import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The program of npm: `npm` and `npx` name it; else the one beside Node.js, whose place differs on Windows. */
export const NPM: string =
  process.env["npm_execpath"] ??
  ["../lib/node_modules", "node_modules"]
    .map((folder) => join(dirname(process.execPath), folder, "npm", "bin", "npm-cli.js"))
    .find((path) => existsSync(path)) ??
  "npm-cli.js";
