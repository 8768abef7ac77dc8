import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../operations/io";
import { main } from "../../operations/main";
import type { Status } from "../../operations/status";
import { PROJECT_DIRECTORY } from "./plans";

/** What a command printed, and how it ended. */
export interface Ended {
  readonly status: Status;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, in the project's folder unless another one is given. */
export async function run(
  words: readonly string[],
  io: Partial<Io> & { readonly input?: string } = {},
): Promise<Ended> {
  const stdout = collector();
  const stderr = collector();
  const { input = "", ...given } = io;
  const status = await main(words, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
    environment: {},
    directory: PROJECT_DIRECTORY,
    ...given,
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { stream, text: () => chunks.join("") };
}
