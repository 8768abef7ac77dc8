/** Judges the corpus and counts how often the model is right. */
import assert from "node:assert/strict";
import { topologyFromStackExport } from "../../../model";
import { judge, overall, type RouteReport } from "../../../model/judge";
import type { Entry, Group, Truth } from "./entry";
import { exportOf } from "./stackOf";

/** What the model says of an entry, and how that compares with the truth. */
export interface Outcome {
  readonly entry: Entry;
  readonly verdict: string;
  /** `other-reason`: broken indeed, but not for what is the matter. */
  readonly kind: "right" | "missed" | "false-alarm" | "undecided" | "other-reason";
  /** What is not met, with its reason. */
  readonly findings: readonly string[];
}

/** The outcome of every entry of a group, in its order. */
export const outcomesOf = ({ entries }: Group): readonly Outcome[] => entries.map(outcomeOf);

export function outcomeOf(entry: Entry): Outcome {
  const reading = topologyFromStackExport(exportOf(entry.setUp));
  assert.ok("topology" in reading, "problems" in reading ? reading.problems.join("\n") : "");
  // As prove and rehearse judge.
  const reports = judge(reading.topology, { disabledRules: "advise" });
  const verdict = verdictOf(reports);
  const notMet = reports.flatMap(({ requirements }) =>
    requirements.filter(({ verdict, strength }) => strength === "required" && verdict !== "met"),
  );
  return {
    entry,
    verdict,
    kind: kindOf(entry.truth, verdict, reports),
    findings: [...new Set(notMet.map(({ id, verdict, because }) => `${id} ${verdict}: ${because}`))],
  };
}

/** The verdict on all routes; `disabled` where no rule is enabled and nothing else is wrong. */
function verdictOf(reports: readonly RouteReport[]): string {
  const isPaused = ({ status, verdict }: RouteReport) => status === "disabled" && verdict === "unproven";
  return reports.length > 0 && reports.every(isPaused) ? "disabled" : overall(reports);
}

function kindOf(truth: Truth, verdict: string, reports: readonly RouteReport[]): Outcome["kind"] {
  if (verdict === "unproven") return "undecided";
  if (truth.is !== "broken") return verdict === truth.is ? "right" : "false-alarm";
  if (verdict !== "broken") return "missed";
  const unmet = new Set(
    reports.flatMap(({ requirements }) =>
      requirements.flatMap(({ id, verdict }) => (verdict === "unmet" ? [id] : [])),
    ),
  );
  return truth.lacks.every((id) => unmet.has(id)) ? "right" : "other-reason";
}

const count = (outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean) =>
  outcomes.filter(holds).length;

const HEADINGS = ["entries", "works", "broken", "unproven", "missed", "false alarms", "other reason"];

/** One line for each group, the three rates, and every entry that the model is not right about, with the reason. */
export function summaryOf(
  groups: readonly (readonly [name: string, outcomes: readonly Outcome[]])[],
): string {
  const everything = groups.flatMap(([, outcomes]) => outcomes);
  const rows = [...groups, ["together", everything] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell, i) => String(cell).padStart((HEADINGS[i] ?? "").length))].join(
      "  ",
    );
  return [
    line("", HEADINGS),
    ...rows.map(([name, outcomes]) => line(name, cellsOf(outcomes))),
    "",
    ratesOf(everything),
    ...everything.filter(({ kind }) => kind !== "right").map(openLine),
  ].join("\n");
}

function cellsOf(outcomes: readonly Outcome[]): readonly number[] {
  const withVerdict = (wanted: string) => count(outcomes, ({ verdict }) => verdict === wanted);
  const ofKind = (wanted: Outcome["kind"]) => count(outcomes, ({ kind }) => kind === wanted);
  return [
    outcomes.length,
    withVerdict("works") + withVerdict("disabled"),
    withVerdict("broken"),
    withVerdict("unproven"),
    ofKind("missed"),
    ofKind("false-alarm"),
    ofKind("other-reason"),
  ];
}

function ratesOf(outcomes: readonly Outcome[]): string {
  const isBroken = ({ entry }: Outcome) => entry.truth.is === "broken";
  const brokenOnes = count(outcomes, isBroken);
  const rate = (part: number, whole: number) =>
    `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;
  const ofKind = (wanted: Outcome["kind"]) => count(outcomes, ({ kind }) => kind === wanted);
  return [
    `missed ${rate(ofKind("missed"), brokenOnes)}`,
    `false alarms ${rate(ofKind("false-alarm"), outcomes.length - brokenOnes)}`,
    `undecided ${rate(ofKind("undecided"), outcomes.length)}`,
  ].join(", ");
}

const LONGEST_REASON = 160;

function openLine({ entry: { id, truth }, kind, findings }: Outcome): string {
  const known = truth.is === "works" ? truth.undecidable : undefined;
  const reason = known ?? findings[0] ?? "no reason given";
  return `${kind}: ${id}: ${reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason}`;
}
