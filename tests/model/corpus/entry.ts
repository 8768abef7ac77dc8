/** One entry of the corpus: what somebody published or deployed, and what became of it. */
import type { SetUp } from "./setUp";

export interface Entry {
  readonly id: string;
  /** Title of the page, or repository with file or number of the issue. */
  readonly origin: string;
  readonly setUp: SetUp;
  readonly truth: Truth;
}

/** What happens in AWS, with the reason and its source; never what the model says. */
export type Truth =
  | {
      readonly is: "works";
      readonly why: string;
      /** Why no export can show it: only facts outside of the stack decide. */
      readonly undecidable?: string;
    }
  | {
      readonly is: "broken";
      readonly why: string;
      /** Requirements that are unmet, among others that may be. */
      readonly lacks: readonly [string, ...string[]];
    }
  /** Every rule is switched off on purpose. */
  | { readonly is: "disabled"; readonly why: string };

/** Entries of one origin. */
export interface Group {
  readonly name: string;
  readonly entries: readonly Entry[];
}

export const works = (why: string): Truth => ({ is: "works", why });
export const disabled = (why: string): Truth => ({ is: "disabled", why });
export const undecidable = (why: string, because: string): Truth => ({
  is: "works",
  why,
  undecidable: because,
});

export function broken(why: string, first: string, ...others: readonly string[]): Truth {
  return { is: "broken", why, lacks: [first, ...others] };
}
