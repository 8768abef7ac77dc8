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

/** Runs the program with a stack's settings and shows what it would build. */
export async function rehearseCommand(options: RehearseOptions, io: Io): Promise<Status> {
  const directory = projectDirectory(io.directory);
  const configuration = readStackConfiguration(directory, options.stack);
  const plan = await rehearse(directory, configuration);
  const report = rehearsalReport(plan, configuration.secretKeys);
  io.stdout.write(rendered(report, options, io));
  return STATUS.done;
}

function rendered(report: RehearsalReport, options: RehearseOptions, io: Io): string {
  if (options.json === true) return `${JSON.stringify(rehearsalJson(report), null, 2)}\n`;
  if (options.markdown === true) return rehearsalMarkdown(report);
  return rehearsalText(report, paint(wantsColour(io.stdout, io.environment)));
}
