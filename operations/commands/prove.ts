/** The command `prove`: judges every route of exported stacks. */
import {
  accessOf,
  type DisabledRules,
  type ExportContents,
  judge,
  judgeBackfills,
  notesOnward,
  type RouteReport,
} from "../../model";
import type { Io } from "../io";
import { judgementStatus } from "../judgementStatus";
import { accessText } from "../report/accessText";
import { backfillsText } from "../report/backfillsText";
import { judgedIn, sitesOfRoutes } from "../report/judged";
import { judgementJson } from "../report/judgementJson";
import { paint, wantsColour } from "../report/paint";
import { notesText, remarksText, sections } from "../report/rehearsalText";
import { routesText } from "../report/routesText";
import { routesVerdict } from "../report/routesVerdict";
import { policiesNotJudged, verdictText } from "../report/verdictText";
import { STATUS, type Status } from "../status";
import { readExports, remarksOnPending } from "./exports";

export interface ProveOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** What to make of a rule that is disabled. @default advise */
  readonly disabledRules?: DisabledRules;
}

/**
 * Judges every route of exported stacks. Several exports are judged together, so that a route from one stack into another is
 * proven as a whole.
 *
 * @param files paths of what `pulumi stack export` wrote; `-` is standard input.
 * @throws InputError when one of them is no export.
 */
export async function proveCommand(files: readonly string[], options: ProveOptions, io: Io): Promise<Status> {
  const reading = await readExports(files, io);
  const routes = judge(reading.topology, { disabledRules: options.disabledRules ?? "advise" });
  const access = accessOf(reading.topology);
  const backfills = judgeBackfills(reading.topology);
  const notes = notesOnward(reading.topology);
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(judgementJson({ routes, access, backfills, notes }), null, 2)}\n`);
    return judgementStatus(routes);
  }
  const colours = paint(wantsColour(io.stdout, io.environment));
  io.stdout.write(
    sections([
      verdictText(
        {
          routes: routesVerdict(routes),
          policies: policiesNotJudged("prove"),
          judged: judgedIn(namesOf(files), sitesOfRoutes(routes)),
        },
        colours,
      ),
      routesText(routes, colours, options.verbose === true),
      backfillsText(backfills, colours, options.verbose === true),
      accessText(access, colours),
      notesText(notes, colours),
      remarksText(remarks(routes, reading.contents), colours),
    ]),
  );
  return routes.length === 0 ? STATUS.unproven : judgementStatus(routes);
}

function namesOf(files: readonly string[]): string {
  return files.map((file) => (file === "-" ? "standard input" : file)).join(", ");
}

/** Why there may be less to see than the reader expects. */
function remarks(routes: readonly RouteReport[], contents: ExportContents): readonly string[] {
  const { resources, byPackage, encrypted } = contents;
  const packages = [...byPackage].map(([name, count]) => `${count} of ${name}`).join(", ");
  return [
    ...(routes.length === 0
      ? [`the export has ${resources} resources (${packages || "none"}) and no replication rule`]
      : []),
    ...encrypted.map((value) => `encrypted in the export, so that it cannot be judged: ${value}`),
    ...(encrypted.length > 0 ? ["pulumi stack export --show-secrets writes it in the clear"] : []),
    ...remarksOnPending(contents),
  ];
}
