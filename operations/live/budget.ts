/** How many requests a command may send. */

/** Thrown in the place of a request that the budget has no room for. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
}

export interface Budget {
  readonly limit: number;
  readonly used: () => number;
  /** @throws BudgetError where no request is left. */
  readonly take: () => void;
  /** From now on nothing is refused: what was written has to be removed again. */
  readonly lift: () => void;
}

/** Counts every request, also those that are sent again. */
export function budgetOf(limit: number): Budget {
  let used = 0;
  let lifted = false;
  return {
    limit,
    used: () => used,
    take: () => {
      if (used >= limit && !lifted) throw new BudgetError(`all ${limit} requests are used (--max-requests)`);
      used += 1;
    },
    lift: () => {
      lifted = true;
    },
  };
}
