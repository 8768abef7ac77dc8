/** Routes as a table: one row per event, one column for all routes with the same results. */

import { groupBy } from "../../model";
import type { Paint } from "../report/paint";
import type { ExercisedEvent, ExercisedRoute } from "./types";

/** Columns beside each other, so that the table fits a terminal. */
const COLUMNS = 3;

/** All routes of one source. */
export function routeTable(routes: readonly ExercisedRoute[], paint: Paint): readonly string[] {
  const [first] = routes;
  if (first === undefined) return [];
  const columns = [...groupBy(routes, resultsOf).values()];
  const width = Math.max(...routes.map(({ rule }) => rule.length));
  return [
    paint.bold(`routes from ${first.source} (${first.sourceRegion})`),
    ...routes.map(
      ({ rule, destination, destinationRegion }) =>
        `  ${rule.padEnd(width)}  to ${destination} (${destinationRegion ?? "not of this program"})`,
    ),
    ...Array.from({ length: Math.ceil(columns.length / COLUMNS) }, (_, index) =>
      table(columns.slice(index * COLUMNS, (index + 1) * COLUMNS), paint),
    ).flat(),
    ...limits(routes, paint),
  ];
}

/** The same for routes with the same results; the names of their keys may differ. */
function resultsOf({ events }: ExercisedRoute): string {
  return JSON.stringify(
    events.map((event) => (event.event === "replica's key" ? { ...event, expected: "", found: "" } : event)),
  );
}

interface Cell {
  readonly text: string;
  readonly colour: (text: string) => string;
}

function table(columns: readonly (readonly ExercisedRoute[])[], paint: Paint): readonly string[] {
  const rows = [...new Set(columns.flatMap(([route]) => (route?.events ?? []).map(({ event }) => event)))];
  const head: readonly Cell[] = ["", ...columns.map(title)].map((text) => ({ text, colour: paint.bold }));
  const lines: readonly (readonly Cell[])[] = [
    head,
    ...rows.map((row) => [
      { text: row, colour: (text: string) => text },
      ...columns.map(([route]) =>
        cell(
          route?.events.find(({ event }) => event === row),
          paint,
        ),
      ),
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.text.length ?? 0)));
  return [
    "",
    ...lines.map((line) =>
      line
        .map(({ text, colour }, column) => {
          const last = column === line.length - 1;
          return colour(last ? text : text.padEnd(widths[column] ?? 0));
        })
        .join("  ")
        .replace(/^/, "  ")
        .trimEnd(),
    ),
  ];
}

function title(routes: readonly ExercisedRoute[]): string {
  const [first, second, ...others] = routes.map(({ rule }) => rule);
  if (second === undefined) return first ?? "";
  return others.length === 0 ? `${first}, ${second}` : `${first} and ${others.length + 1} more`;
}

function cell(event: ExercisedEvent | undefined, paint: Paint): Cell {
  if (event === undefined) return { text: "", colour: paint.dim };
  switch (event.verdict) {
    case "as expected":
      return { text: `✓ ${event.found}`, colour: paint.green };
    case "differs":
      return { text: `✗ ${event.found}; expected: ${event.expected}`, colour: paint.red };
    case "not emulated":
      return { text: "– not emulated", colour: paint.yellow };
  }
}

/** Why the events of these routes that are not emulated are not. */
function limits(routes: readonly ExercisedRoute[], paint: Paint): readonly string[] {
  const notes = routes.flatMap(({ events }) =>
    events.flatMap(({ event, because }) => (because === undefined ? [] : [`– ${event}: ${because}`])),
  );
  return notes.length === 0 ? [] : ["", ...[...new Set(notes)].map((note) => paint.dim(`  ${note}`))];
}
