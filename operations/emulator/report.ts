/** The report as text for a terminal: what went as it should in a line, what did not in full. */
import { GENERAL_LIMITS, LIMITS } from "./limits";
import type { Comparison, EmulatorReport, EventReport, NotEmulated, RouteReport } from "./types";
import { groupBy } from "./values";

/** How words are coloured; the identity for each where there is no colour. */
export interface Paint {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string) => text;
export const PLAIN: Paint = { green: same, red: same, yellow: same, dim: same, bold: same };

export function renderEmulatorReport(report: EmulatorReport, paint: Paint = PLAIN): string {
  return [
    paint.bold(`on the local AWS emulator (${report.emulator})`),
    ...creation(report, paint),
    ...readBack(report.comparisons, paint),
    ...[...groupBy(report.routes, likeness).values()].flatMap((routes) => ["", ...routeTable(routes, paint)]),
    "",
    ...closing(report, paint),
    "",
  ].join("\n");
}

function creation({ created, notEmulated }: EmulatorReport, paint: Paint): readonly string[] {
  const sites = groupBy(created, ({ account, region }) => `${account} ${region}`);
  const counts = [...sites].map(([site, resources]) => `${site} (${resources.length})`);
  return [
    `  ${paint.green("✓")} created ${counted(created.length, "resource")}: ${counts.join(", ")}`,
    ...[...groupBy(notEmulated, reason).values()].map((notes) => `  ${paint.yellow("–")} ${omission(notes)}`),
  ];
}

function reason({ what, because }: NotEmulated): string {
  return `${what} ${because}`;
}

function omission(notes: readonly NotEmulated[]): string {
  const [first] = notes;
  const what = first === undefined || first.what === "all of it" ? "" : ` ${first.what} of`;
  return `not emulated:${what} ${notes.map(({ resource }) => resource).join(", ")}: ${first?.because ?? ""}`;
}

function readBack(comparisons: readonly Comparison[], paint: Paint): readonly string[] {
  const differing = comparisons.filter(({ verdict }) => verdict === "differs");
  const kinds = groupBy(
    [...new Set(comparisons.map(({ resource }) => resource))],
    (resource) => resource.split(" ")[0] ?? "",
  );
  const subjects = [...kinds].map(([kind, of]) => counted(of.length, kind)).join(", ");
  const summary = `read back ${counted(comparisons.length, "setting")} of ${subjects}`;
  if (differing.length === 0) return [`  ${paint.green("✓")} ${summary}: all as the program asks`];
  return [
    `  ${paint.red("✗")} ${summary}: ${differing.length} not as the program asks`,
    ...differing.flatMap(({ resource, what, expected, found }) => [
      `    ${resource}, ${what}`,
      `      expected ${expected}`,
      `      found    ${found}`,
    ]),
  ];
}

/** Routes on which the same was seen are told together. */
function likeness({ source, sourceRegion, events }: RouteReport): string {
  return JSON.stringify([source, sourceRegion, events.map((event) => ({ ...event, ...neutral(event) }))]);
}

/** The names of keys differ from route to route even where all else is the same. */
function neutral({ event }: EventReport): Partial<EventReport> {
  return event === "replica's key" ? { expected: "", found: "" } : {};
}

function routeTable(routes: readonly RouteReport[], paint: Paint): readonly string[] {
  const [first] = routes;
  if (first === undefined) return [];
  const shown = first.events.filter(({ verdict }) => verdict !== "not emulated");
  const width = Math.max(0, ...shown.map(({ event }) => event.length));
  return [
    paint.bold(`${routes.length === 1 ? "route" : "routes"} from ${first.source} (${first.sourceRegion})`),
    ...routes.map(
      ({ rule, destination, destinationRegion }) =>
        `  to ${destination} (${destinationRegion ?? "elsewhere"}) by rule ${rule}`,
    ),
    ...shown.map((event) => `    ${eventLine(event, width, paint)}`),
    ...first.events
      .filter(({ verdict }) => verdict === "not emulated")
      .map(
        ({ event, because }) =>
          `    ${paint.yellow("–")} ${paint.dim(`${event}: not emulated: ${because ?? ""}`)}`,
      ),
  ];
}

function eventLine({ event, expected, found, verdict }: EventReport, width: number, paint: Paint): string {
  const name = event.padEnd(width);
  return verdict === "as expected"
    ? `${paint.green("✓")} ${name}  ${found}`
    : `${paint.red("✗")} ${name}  ${paint.red(found)}, expected: ${expected}`;
}

function closing({ verdict, routes, comparisons }: EmulatorReport, paint: Paint): readonly string[] {
  const events = routes.flatMap(({ events }) => events);
  const differing =
    events.filter((event) => event.verdict === "differs").length +
    comparisons.filter((comparison) => comparison.verdict === "differs").length;
  return [
    paint.dim(`the emulator is not S3: ${GENERAL_LIMITS.map((id) => LIMITS[id]).join("; ")}`),
    verdict === "as expected"
      ? paint.green(
          `the emulator did as S3 would: ${counted(routes.length, "route")}, ${counted(events.filter((event) => event.verdict === "as expected").length, "event")}`,
        )
      : paint.red(`${counted(differing, "difference")} from what the program asks for or S3 would do`),
  ];
}

function counted(count: number, noun: string): string {
  const plural = noun.endsWith("y") ? (noun === "key" ? "keys" : `${noun.slice(0, -1)}ies`) : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}
