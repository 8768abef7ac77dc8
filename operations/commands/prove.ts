import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { accessOf } from "../../policy-pack/replication/access";
import { type ExportContents, topologyFromStackExport } from "../../policy-pack/replication/adapters";
import { judge, type RouteReport } from "../../policy-pack/replication/judge";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { accessText } from "../report/accessText";
import { judgementJson } from "../report/judgementJson";
import { paint, wantsColour } from "../report/paint";
import { routesText } from "../report/routesText";
import { STATUS, type Status } from "../status";

export interface ProveOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/**
 * Judges every route of exported stacks. Several exports are judged together, so that a route from one stack into another is
 * proven as a whole.
 *
 * @param files paths of what `pulumi stack export` wrote; `-` is standard input.
 * @throws InputError when one of them is no export.
 */
export async function proveCommand(files: readonly string[], options: ProveOptions, io: Io): Promise<Status> {
  if (files.filter((file) => file === "-").length > 1) {
    throw new InputError("-: expected standard input once, found it more often; name files");
  }
  const texts = await Promise.all(files.map((file) => read(file, io)));
  const reading = topologyFromStackExport(...texts);
  if ("problems" in reading) {
    const what = files.join(" ");
    throw new InputError(reading.problems.map((problem) => `${what}: ${problem}`).join("\n"));
  }
  const routes = judge(reading.topology);
  const access = accessOf(reading.topology);
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(judgementJson(routes, access), null, 2)}\n`);
    return judgementStatus(routes);
  }
  const colours = paint(wantsColour(io.stdout, io.environment));
  io.stdout.write(routesText(routes, colours, options.verbose === true));
  const people = accessText(access, colours);
  if (people !== "") io.stdout.write(`\n${people}`);
  for (const remark of remarks(routes, reading.contents)) io.stdout.write(`${colours.dim(remark)}\n`);
  return routes.length === 0 ? STATUS.unproven : judgementStatus(routes);
}

/** Why there may be less to see than the reader expects. */
function remarks(
  routes: readonly RouteReport[],
  { resources, byPackage, encrypted }: ExportContents,
): readonly string[] {
  const packages = [...byPackage].map(([name, count]) => `${count} of ${name}`).join(", ");
  return [
    ...(routes.length === 0
      ? [`the export has ${resources} resources (${packages || "none"}) and no replication rule`]
      : []),
    ...encrypted.map((value) => `encrypted in the export, so that it cannot be judged: ${value}`),
    ...(encrypted.length > 0 ? ["pulumi stack export --show-secrets writes it in the clear"] : []),
  ];
}

async function read(file: string, { stdin, directory }: Io): Promise<string> {
  if (file === "-") return readStream(stdin);
  try {
    return readFileSync(resolve(directory, file), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${file}: expected a file, found none that can be read (${reason}); write one with: pulumi stack export --file stack.json`,
    );
  }
}

async function readStream(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
