/** The symbols and colours of outcomes: one symbol for each meaning, in every report. */
import type { Paint } from "./paint";
import { wrap } from "./wrap";

/**
 * How something turned out.
 *
 * - `good`: it works, is met, or went as expected.
 * - `bad`: it is broken, fails or blocks.
 * - `unsure`: it is not known.
 * - `advice`: it is known and allowed, and somebody should look at it.
 * - `none`: it is known not to take place: disabled, not replicated, not emulated, not judged.
 */
export type ReportedOutcome = "good" | "bad" | "unsure" | "advice" | "none";

const SYMBOLS: { readonly [outcome in ReportedOutcome]: string } = {
  good: "✓",
  bad: "✗",
  unsure: "?",
  advice: "!",
  none: "–",
};

/** From the one that matters most to the one that matters least. */
const BY_WEIGHT: readonly ReportedOutcome[] = ["bad", "unsure", "advice", "none", "good"];

/** One character for an outcome, in its colour. */
export function symbol(outcome: ReportedOutcome, paint: Paint): string {
  return colourOf(outcome, paint)(SYMBOLS[outcome]);
}

/** The colour of an outcome. */
export function colourOf(
  outcome: ReportedOutcome,
  { green, red, yellow, dim }: Paint,
): (text: string) => string {
  return { good: green, bad: red, unsure: yellow, advice: yellow, none: dim }[outcome];
}

/** The one of several outcomes that a summary has to show. */
export function worst(outcomes: readonly ReportedOutcome[]): ReportedOutcome {
  return BY_WEIGHT.find((outcome) => outcomes.includes(outcome)) ?? "none";
}

/** A text behind the symbol of its outcome, wrapped beside it. */
export function marked(outcome: ReportedOutcome, text: string, paint: Paint, indent = ""): readonly string[] {
  const [first = "", ...rest] = wrap(text, { indent: `${indent}  ` });
  return [`${indent}${symbol(outcome, paint)} ${first.slice(indent.length + 2)}`, ...rest];
}
