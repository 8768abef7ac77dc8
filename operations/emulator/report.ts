/** The report as text for a terminal: one line for what is as expected, details for what is not. */

import { groupBy } from "../../model";
import { type Paint, paint as paints } from "../report/paint";
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
    `  ${paint.green("✓")} created ${[counted(created.length, "resource"), places.join("; ")].join(" ").trimEnd()}`,
    ...[...groupBy(notEmulated, reason).values()].map((notes) => `  ${paint.yellow("–")} ${omission(notes)}`),
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

function closing({ verdict, routes, comparisons }: EmulatorReport, paint: Paint): readonly string[] {
  const events = routes.flatMap((route) => route.events);
  const good = events.filter((event) => event.verdict === "as expected").length;
  const differing = [...events, ...comparisons].filter((one) => one.verdict === "differs").length;
  if (verdict === "differs") {
    return [
      ...limits(paint),
      paint.red(`${counted(differing, "difference")} from what the program asks for or what S3 would do`),
    ];
  }
  if (routes.length === 0) return ["the program replicates nothing: there is no route to exercise"];
  const went = `${counted(good, "event")} on ${counted(routes.length, "route")} went as they would in S3`;
  return [...limits(paint), paint.green(went)];
}

function limits(paint: Paint): readonly string[] {
  return [
    paint.dim("the emulator is not S3:"),
    ...GENERAL_LIMITS.map((id) => paint.dim(`  – ${LIMITS[id]}`)),
  ];
}

function counted(count: number, noun: string): string {
  const many = noun === "policy" ? "policies" : `${noun}s`;
  return `${count} ${count === 1 ? noun : many}`;
}
