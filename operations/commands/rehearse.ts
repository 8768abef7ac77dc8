import { resolve } from "node:path";
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
import type { EmulatorSection } from "./emulatorSection";

export interface RehearseOptions {
  readonly stack: string;
  readonly configFile?: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Runs the program with a stack's settings and shows what it would build, and with `--emulator` how that does. */
export async function rehearseCommand(options: RehearseOptions, io: Io): Promise<Status> {
  const directory = projectDirectory(io.directory);
  const configFile = options.configFile === undefined ? undefined : resolve(io.directory, options.configFile);
  const configuration = readStackConfiguration(directory, options.stack, configFile);
  const plan = await rehearse(directory, configuration);
  const report = rehearsalReport(plan, configuration.secretKeys);
  const show = presentation(options, io);
  io.stdout.write(show.report(report));
  const emulated = options.emulator === true ? await onEmulator(report, directory, io) : undefined;
  io.stdout.write(show.end(report, emulated));
  return emulated?.asExpected === false ? STATUS.broken : STATUS.done;
}

function onEmulator({ plan }: RehearsalReport, directory: string, io: Io): Promise<EmulatorSection> {
  // Loaded here, so that nobody waits for it without --emulator.
  const { emulatorSection }: typeof import("./emulatorSection") = require("./emulatorSection");
  return emulatorSection(plan, directory, io);
}

/** What is written at once, and what once the emulator has been. */
interface Presentation {
  readonly report: (report: RehearsalReport) => string;
  readonly end: (report: RehearsalReport, emulated: EmulatorSection | undefined) => string;
}

function presentation({ json, markdown }: RehearseOptions, { stdout, environment }: Io): Presentation {
  if (json === true) {
    return {
      report: () => "",
      end: (report, emulated) =>
        `${JSON.stringify({ ...rehearsalJson(report), ...(emulated && { emulator: emulated.json }) }, null, 2)}\n`,
    };
  }
  if (markdown === true) {
    return {
      report: rehearsalMarkdown,
      end: (_, emulated) =>
        emulated === undefined
          ? ""
          : ["", "```text", emulated.text(paint(false)).trimEnd(), "```", ""].join("\n"),
    };
  }
  const colours = paint(wantsColour(stdout, environment));
  return {
    report: (report) => rehearsalText(report, colours),
    end: (_, emulated) => (emulated === undefined ? "" : `\n${emulated.text(colours)}`),
  };
}
