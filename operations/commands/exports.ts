/** Reads stack exports from files or standard input. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ExportContents, type StackExportReading, topologyFromStackExport } from "../../model";
import { InputError } from "../inputError";
import type { Io } from "../io";

type Exported = Extract<StackExportReading, { readonly topology: unknown }>;

/**
 * Reads what `pulumi stack export` wrote.
 *
 * @param files paths of the exports of one stack or of several; `-` is standard input.
 * @throws InputError when one of them is no export.
 */
export async function readExports(files: readonly string[], io: Io): Promise<Exported> {
  return topologyOf(files, await readExportTexts(files, io));
}

/** The texts of the files, for what the topology does not have. */
export async function readExportTexts(files: readonly string[], io: Io): Promise<readonly string[]> {
  if (files.filter((file) => file === "-").length > 1) {
    throw new InputError("-: expected standard input once, found it more often; name files");
  }
  return Promise.all(files.map(async (file) => decoded(await read(file, io))));
}

/** @throws InputError when one of them is no export. */
export function topologyOf(files: readonly string[], texts: readonly string[]): Exported {
  const reading = topologyFromStackExport(...texts);
  if ("topology" in reading) return reading;
  const what = files.join(" ");
  throw new InputError(reading.problems.map((problem) => `${what}: ${problem}`).join("\n"));
}

/** What an interrupted update has left: the export may say of it what is not so. */
export function remarksOnPending({ pending }: ExportContents): readonly string[] {
  if (pending.length === 0) return [];
  return [
    ...pending.map((operation) => `interrupted, so that the export may not say how it ended: ${operation}`),
    "pulumi refresh finds out",
  ];
}

async function read(file: string, { stdin, directory }: Io): Promise<Buffer> {
  if (file === "-") return readStream(stdin);
  try {
    return readFileSync(resolve(directory, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${file}: expected a file, found none that can be read (${reason}); write one with: pulumi stack export --file stack.json`,
    );
  }
}

async function readStream(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** PowerShell writes UTF-16 with a byte order mark, and UTF-8 with one. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  return new TextDecoder(isLittle ? "utf-16le" : isBig ? "utf-16be" : "utf-8").decode(bytes);
}
