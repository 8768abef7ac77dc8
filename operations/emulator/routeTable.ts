/** Routes as a table: one row per event, one column for all routes with the same results. */
import { groupBy } from "../../model";
import { blocks, labelled, padded } from "../report/columns";
import type { Paint } from "../report/paint";
import { colourOf, type ReportedOutcome, symbol } from "../report/symbols";
import { WIDTH, wrap } from "../report/wrap";
import type { ExercisedEvent, ExercisedRoute } from "./types";

const INDENT = "  ";

/** All routes of one source. */
export function routeTable(routes: readonly ExercisedRoute[], paint: Paint): readonly string[] {
  const [first] = routes;
  if (first === undefined) return [];
  const columns = [...groupBy(routes, resultsOf).values()].map((alike) => columnOf(alike));
  const events = longest(columns.flatMap(({ events: of }) => of.map(({ event }) => event)));
  const available = WIDTH - INDENT.length - events;
  return [
    ...wrap(`on the emulator from ${first.source} (${first.sourceRegion})`, { hanging: INDENT }).map(
      paint.bold,
    ),
    ...blocks(columns, ({ width }) => width, available).flatMap((block, index) => [
      ...(index === 0 ? [] : [""]),
      ...(block.some(({ width }) => width + 2 > available)
        ? lists(block, paint)
        : table(block, events, paint)),
    ]),
    ...limits(routes, paint),
  ];
}

/** The same for routes with the same results; the names of their keys may differ. */
function resultsOf({ events }: ExercisedRoute): string {
  return JSON.stringify(
    events.map((event) => (event.event === "replica's key" ? { ...event, expected: "", found: "" } : event)),
  );
}

interface Column {
  readonly title: string;
  readonly events: readonly ExercisedEvent[];
  readonly width: number;
}

function columnOf(alike: readonly ExercisedRoute[]): Column {
  const events = alike[0]?.events ?? [];
  const head = title(alike);
  return { title: head, events, width: Math.max(head.length, longest(events.map(cellText)) + 2) };
}

function table(block: readonly Column[], eventWidth: number, paint: Paint): readonly string[] {
  const rows = [...new Set(block.flatMap(({ events }) => events.map(({ event }) => event)))];
  const line = (first: string, cells: readonly string[]) =>
    [padded(first, eventWidth), ...cells].join("  ").replace(/^/, INDENT).trimEnd();
  return [
    line(
      "",
      block.map((column) => padded(paint.bold(column.title), column.width)),
    ),
    ...rows.map((row) =>
      line(
        row,
        block.map(({ events, width }) =>
          padded(
            cell(
              events.find(({ event }) => event === row),
              paint,
            ),
            width,
          ),
        ),
      ),
    ),
  ];
}

/** Columns that fit nowhere, one below the other. */
function lists(block: readonly Column[], paint: Paint): readonly string[] {
  return block.flatMap((column) => [
    ...wrap(column.title, { indent: INDENT }).map(paint.bold),
    ...labelled(
      column.events.map((event) => [event.event, cell(event, paint)]),
      `${INDENT}  `,
    ),
  ]);
}

function title(routes: readonly ExercisedRoute[]): string {
  const [first, second, ...others] = routes.map(({ rule }) => rule);
  if (second === undefined) return first ?? "";
  return others.length === 0 ? `${first}, ${second}` : `${first} and ${others.length + 1} more`;
}

const OUTCOMES: { readonly [verdict in ExercisedEvent["verdict"]]: ReportedOutcome } = {
  "as expected": "good",
  differs: "bad",
  "not emulated": "none",
};

function cell(event: ExercisedEvent | undefined, paint: Paint): string {
  if (event === undefined) return "";
  const outcome = OUTCOMES[event.verdict];
  return `${symbol(outcome, paint)} ${colourOf(outcome, paint)(cellText(event))}`;
}

function cellText({ verdict, found, expected }: ExercisedEvent): string {
  if (verdict === "not emulated") return "not emulated";
  return verdict === "differs" ? `${found}; expected: ${expected}` : found;
}

/** Why the events of these routes that are not emulated are not. */
function limits(routes: readonly ExercisedRoute[], paint: Paint): readonly string[] {
  const notes = routes.flatMap(({ events }) =>
    events.flatMap(({ event, because }) => (because === undefined ? [] : [`${event}: ${because}`])),
  );
  if (notes.length === 0) return [];
  return [
    "",
    ...[...new Set(notes)]
      .flatMap((note) => wrap(note, { indent: `${INDENT}– `, hanging: `${INDENT}  ` }))
      .map(paint.dim),
  ];
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
