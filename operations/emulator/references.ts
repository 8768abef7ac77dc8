/**
 * Translates between the ids that the rehearsal invented and those that the emulator gave.
 *
 * AWS chooses key ids; so the plan holds an invented one in every place where the program used it, also inside policy documents.
 */

import { groupBy } from "../../model";
import { EmulatorError } from "./errors";
import { mapTexts } from "./values";

export interface References {
  /** Records that a resource's planned id, ARN or the like turned out to be another one. */
  readonly add: (urn: string, planned: string, real: string) => void;
  /**
   * The value as the emulator must be given it.
   *
   * @param from - URNs that the value may come from; they decide where two resources were given the same planned id
   */
  readonly toReal: (value: unknown, from: readonly string[]) => unknown;
  /** The value as the plan has it: what the emulator chose never shows in a report. */
  readonly toPlanned: (value: unknown) => unknown;
}

interface Pair {
  readonly urn: string;
  readonly planned: string;
  readonly real: string;
}

export function createReferences(): References {
  const pairs: Pair[] = [];
  return {
    add(urn, planned, real) {
      if (planned !== "" && planned !== real) pairs.push({ urn, planned, real });
    },
    toReal(value, from) {
      const nearest = new Set(from);
      return replaceAll(
        value,
        groupBy(pairs, ({ planned }) => planned),
        (planned, candidates) => {
          const own = candidates.filter(({ urn }) => nearest.has(urn));
          const reals = new Set((own.length > 0 ? own : candidates).map(({ real }) => real));
          const [real, ...others] = reals;
          if (real !== undefined && others.length === 0) return real;
          throw new EmulatorError(
            `the plan gives the same id ${planned} to several resources (${candidates.map(({ urn }) => urn).join(", ")}); expected each to have its own`,
          );
        },
      );
    },
    toPlanned(value) {
      return replaceAll(
        value,
        groupBy(pairs, ({ real }) => real),
        (real, [pair]) => pair?.planned ?? real,
      );
    },
  };
}

function replaceAll(
  value: unknown,
  table: ReadonlyMap<string, readonly Pair[]>,
  choose: (text: string, candidates: readonly Pair[]) => string,
): unknown {
  if (table.size === 0) return value;
  // The longest first and all in one pass: an ARN before the id that ends it, and nothing replaced twice.
  const texts = [...table.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(?<![\\w-])(?:${texts.map(escapeForPattern).join("|")})(?![\\w-]|\\.[\\w-])`,
    "g",
  );
  return mapTexts(value, (text) => text.replace(pattern, (found) => choose(found, table.get(found) ?? [])));
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
