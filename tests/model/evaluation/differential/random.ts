/** A seeded source of choices, so that a failing case can be made again from its number. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** One to the given number of different items. */
  some<T>(items: readonly T[], most: number): readonly T[];
}

/** Mulberry32: small, and good enough to choose test cases by. */
export function randomFrom(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    some: (items, most) => {
      const chosen = new Set(Array.from({ length: 1 + below(most) }, () => pick(items)));
      return [...chosen];
    },
  };
}
