/** The report as text for a terminal: one line for what is as expected, details for what is not. */
import { groupBy } from "../../model";
import { type Paint, paint as paints } from "../report/paint";
import { marked } from "../report/symbols";
import { wrap } from "../report/wrap";
import { GENERAL_LIMITS, LIMITS } from "./limits";
import { routeTable } from "./routeTable";
import type { CreatedResource, EmulatorReport, NotEmulated, SettingComparison } from "./types";

/** @param paint - colours; none when left out */
export function renderEmulatorReport(report: EmulatorReport, paint: Paint = paints(false)): string {
  return [
    paint.bold(`on the local AWS emulator (${report.emulator})`),
    ...creation(report, paint),
    ...readBack(report.comparisons, paint),
    ...[...groupBy(report.routes, ({ source }) => source).values()].flatMap((routes) => [
      "",
      ...routeTable(routes, paint),
    ]),
    "",
    ...closing(report, paint),
    "",
  ].join("\n");
}

function creation({ created, notEmulated }: EmulatorReport, paint: Paint): readonly string[] {
  const accounts = groupBy(created, ({ account }) => account);
  const places = [...accounts].map(([account, resources]) => `in ${account}: ${regionsOf(resources)}`);
  return [
    ...marked(
      "good",
      `created ${[counted(created.length, "resource"), places.join("; ")].join(" ").trimEnd()}`,
      paint,
      "  ",
    ),
    ...[...groupBy(notEmulated, reason).values()].flatMap((notes) =>
      marked("none", omission(notes), paint, "  "),
    ),
  ];
}

/** The regions by name where they fit a line. */
function regionsOf(resources: readonly CreatedResource[]): string {
  const regions = [...groupBy(resources, ({ region }) => region)];
  return regions.length > 4
    ? counted(regions.length, "region")
    : regions.map(([region, there]) => `${region} (${there.length})`).join(", ");
}

function reason({ what, because }: NotEmulated): string {
  return `${what} ${because}`;
}

function omission(notes: readonly NotEmulated[]): string {
  const [first] = notes;
  const what = first === undefined || first.what === "all of it" ? "" : ` ${first.what} of`;
  return `not emulated:${what} ${notes.map(({ resource }) => resource).join(", ")}: ${first?.because ?? ""}`;
}

function readBack(comparisons: readonly SettingComparison[], paint: Paint): readonly string[] {
  const differing = comparisons.filter(({ verdict }) => verdict === "differs");
  const subjects = [...new Set(comparisons.map(({ resource }) => resource))];
  const kinds = [...groupBy(subjects, (resource) => resource.split(" ")[0] ?? "")];
  const counts = kinds.map(([kind, of]) => counted(of.length, kind)).join(", ");
  const summary = `read back ${counted(comparisons.length, "setting")} of ${counts}`;
  if (differing.length === 0) return marked("good", `${summary}: all as the program asks`, paint, "  ");
  return [
    ...marked("bad", `${summary}: ${differing.length} not as the program asks`, paint, "  "),
    ...differing.flatMap(({ resource, what, expected, found }) => [
      ...wrap(`${resource}, ${what}`, { indent: "    " }),
      ...wrap(`expected ${expected}`, { indent: "      ", hanging: "               " }),
      ...wrap(`found    ${found}`, { indent: "      ", hanging: "               " }),
    ]),
  ];
}

function closing(report: EmulatorReport, paint: Paint): readonly string[] {
  const colour = report.verdict === "differs" ? paint.red : paint.green;
  const closed = wrap(conclusion(report), { hanging: "  " });
  return report.routes.length === 0 && report.verdict !== "differs"
    ? closed
    : [...limits(paint), ...closed.map(colour)];
}

function conclusion(report: EmulatorReport): string {
  const { verdict, routes } = report;
  if (verdict === "differs") {
    const differences = counted(differencesIn(report), "difference");
    return `${differences} from what the program asks for or what S3 would do`;
  }
  if (routes.length === 0) return "the program replicates nothing: there is no route to exercise";
  return `${counted(goodEvents(report), "event")} on ${counted(routes.length, "route")} went as they would in S3`;
}

/** The result in a few words. */
export function emulatorSummary(report: EmulatorReport): string {
  if (report.verdict === "differs") {
    return `on the emulator ${counted(differencesIn(report), "difference")}, see below`;
  }
  if (report.routes.length === 0) return "on the emulator nothing to exercise";
  return `on the emulator ${counted(goodEvents(report), "event")} as in S3`;
}

function differencesIn({ routes, comparisons }: EmulatorReport): number {
  const events = routes.flatMap((route) => route.events);
  return [...events, ...comparisons].filter((one) => one.verdict === "differs").length;
}

function goodEvents({ routes }: EmulatorReport): number {
  return routes.flatMap((route) => route.events).filter(({ verdict }) => verdict === "as expected").length;
}

function limits(paint: Paint): readonly string[] {
  return [
    paint.dim("the emulator is not S3:"),
    ...GENERAL_LIMITS.flatMap((id) => wrap(LIMITS[id], { indent: "  - ", hanging: "    " })).map(paint.dim),
  ];
}

function counted(count: number, noun: string): string {
  const many = noun === "policy" ? "policies" : `${noun}s`;
  return `${count} ${count === 1 ? noun : many}`;
}
