import type { Paint } from "./paint";

/** How something turned out. */
export type Outcome = "good" | "bad" | "unsure";

const SYMBOLS: { readonly [outcome in Outcome]: string } = { good: "✓", bad: "✗", unsure: "?" };

/** One character for an outcome, in its colour. */
export function symbol(outcome: Outcome, paint: Paint): string {
  return colourOf(outcome, paint)(SYMBOLS[outcome]);
}

/** The colour of an outcome. */
export function colourOf(outcome: Outcome, { green, red, yellow }: Paint): (text: string) => string {
  return { good: green, bad: red, unsure: yellow }[outcome];
}
