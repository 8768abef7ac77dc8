import { type EmulatorReport, progressLine, rehearseOnEmulator, renderEmulatorReport } from "../emulator";
import type { Io } from "../io";
import { projectDirectory } from "../projectDirectory";
import { rehearse } from "../rehearsal/rehearse";
import { readStackConfiguration } from "../rehearsal/stackFiles";
import { paint, wantsColour } from "../report/paint";
import { rehearsalJson } from "../report/rehearsalJson";
import { rehearsalMarkdown } from "../report/rehearsalMarkdown";
import { type RehearsalReport, rehearsalReport } from "../report/rehearsalReport";
import { rehearsalText } from "../report/rehearsalText";
import { STATUS, type Status } from "../status";

export interface RehearseOptions {
  readonly stack: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Runs the program with a stack's settings and shows what it would build, and with `--emulator` how that does. */
export async function rehearseCommand(options: RehearseOptions, io: Io): Promise<Status> {
  const directory = projectDirectory(io.directory);
  const configuration = readStackConfiguration(directory, options.stack);
  const plan = await rehearse(directory, configuration);
  const report = rehearsalReport(plan, configuration.secretKeys);
  const show = presentation(options, io);
  io.stdout.write(show.report(report));
  const emulated = options.emulator === true ? await onEmulator(report, directory, io) : undefined;
  io.stdout.write(show.end(report, emulated));
  return emulated?.verdict === "differs" ? STATUS.broken : STATUS.done;
}

async function onEmulator(
  { plan }: RehearsalReport,
  projectDirectory: string,
  { stderr, signal }: Io,
): Promise<EmulatorReport> {
  const { progress, clear } = progressLine(stderr);
  try {
    return await rehearseOnEmulator(plan, { projectDirectory, progress, signal });
  } finally {
    clear();
  }
}

/** What is written at once, and what once the emulator has been. */
interface Presentation {
  readonly report: (report: RehearsalReport) => string;
  readonly end: (report: RehearsalReport, emulated: EmulatorReport | undefined) => string;
}

function presentation({ json, markdown }: RehearseOptions, { stdout, environment }: Io): Presentation {
  if (json === true) {
    const end: Presentation["end"] = (report, emulated) =>
      `${JSON.stringify({ ...rehearsalJson(report), ...(emulated && { emulator: emulated }) }, null, 2)}\n`;
    return { report: () => "", end };
  }
  const colours = paint(wantsColour(stdout, environment));
  if (markdown === true) {
    return { report: rehearsalMarkdown, end: (_, emulated) => (emulated ? emulatorMarkdown(emulated) : "") };
  }
  return {
    report: (report) => rehearsalText(report, colours),
    end: (_, emulated) => (emulated ? `\n${renderEmulatorReport(emulated, colours)}` : ""),
  };
}

function emulatorMarkdown(emulated: EmulatorReport): string {
  return ["", "```text", renderEmulatorReport(emulated).trimEnd(), "```", ""].join("\n");
}
