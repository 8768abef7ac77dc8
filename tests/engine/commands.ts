/** Runs the project's command line on what the engine exported. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { runCommandLine } from "../../operations/commandLine";
import type { EngineStack } from "./engineStack";

export interface Answer {
  readonly status: number;
  readonly output: string;
}

/** Writes what `pulumi stack export` writes, and gives the file's path. */
export async function exported({ stack, folder, name }: EngineStack): Promise<string> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(await stack.exportStack()));
  return file;
}

export async function commandLine(...words: readonly string[]): Promise<Answer> {
  const stdout = new PassThrough();
  const parts: Buffer[] = [];
  stdout.on("data", (part: Buffer) => parts.push(part));
  const status = await runCommandLine(words, {
    stdout,
    stderr: new PassThrough().resume(),
    stdin: new PassThrough(),
    environment: {},
    directory: join(__dirname, "..", ".."),
    signal: new AbortController().signal,
  });
  return { status, output: Buffer.concat(parts).toString() };
}
