/** The symbols and colours of outcomes. */
import type { Paint } from "./paint";

/** How something turned out. */
export type ReportedOutcome = "good" | "bad" | "unsure";

const SYMBOLS: { readonly [outcome in ReportedOutcome]: string } = { good: "✓", bad: "✗", unsure: "?" };

/** One character for an outcome, in its colour. */
export function symbol(outcome: ReportedOutcome, paint: Paint): string {
  return colourOf(outcome, paint)(SYMBOLS[outcome]);
}

/** The colour of an outcome. */
export function colourOf(outcome: ReportedOutcome, { green, red, yellow }: Paint): (text: string) => string {
  return { good: green, bad: red, unsure: yellow }[outcome];
}
