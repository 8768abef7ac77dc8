/** Kleene's three values: what is not known stays so only where it could change the answer. */
export type Ternary = "yes" | "no" | "unknown";

/** `no` as soon as one is `no`; else `unknown` as soon as one is. An empty list gives `yes`. */
export function allOf(values: readonly Ternary[]): Ternary {
  if (values.includes("no")) return "no";
  return values.includes("unknown") ? "unknown" : "yes";
}

/** `yes` as soon as one is `yes`; else `unknown` as soon as one is. An empty list gives `no`. */
export function anyOf(values: readonly Ternary[]): Ternary {
  if (values.includes("yes")) return "yes";
  return values.includes("unknown") ? "unknown" : "no";
}

/** `no` for `yes`, `yes` for `no`; what is not known stays unknown. */
export function negate(value: Ternary): Ternary {
  if (value === "unknown") return "unknown";
  return value === "yes" ? "no" : "yes";
}

/** A three-valued answer with the clause that explains it, made only on request. */
export interface Answer {
  readonly is: Ternary;
  /** Lower-case clause, e.g. `its Action "s3:Get*" does not cover s3:PutObject`; empty for a plain yes. */
  readonly why: () => string;
}

const nothing = () => "";

/** A certain yes. */
export const YES: Answer = { is: "yes", why: nothing };

/** A certain no, and why. */
export const no = (why: () => string): Answer => ({ is: "no", why });

/** An answer that is not known, and why it is not. */
export const doubtful = (why: () => string): Answer => ({ is: "unknown", why });

/** The answer that decides a conjunction: the first `no`, else the first `unknown`, else yes. */
export function decisiveOfAll(answers: readonly Answer[]): Answer {
  return answers.find((a) => a.is === "no") ?? answers.find((a) => a.is === "unknown") ?? YES;
}
