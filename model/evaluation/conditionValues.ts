/** Finds the values of a condition that a call's value may match, for conditions that list thousands of ARNs. */

import { splitArn } from "../../aws/arns";
import type { StatementCondition } from "./document";

/** Shorter lists are compared value by value. */
const LONG = 64;

/** Operators for which a value without wildcards and variables matches exactly itself. */
const EXACT = /^(string(not)?(equals|like)|arn(not)?(equals|like))$/;

/** One long list of values. */
export interface ValueList {
  readonly all: readonly string[];
  /** @param base the operator's name in lower case, without `IfExists` and set qualifiers */
  thatMayMatch(given: string, base: string): readonly string[];
}

/** The long lists of a statement's condition. */
export class ConditionValues {
  readonly #lists = new Map<string, ValueList>();

  constructor(condition: StatementCondition) {
    for (const [operator, tests] of Object.entries(condition)) {
      for (const [key, values] of Object.entries(tests)) {
        if (!Array.isArray(values) || values.length < LONG) continue;
        this.#lists.set(`${operator} ${key}`, listOf(values.map(String)));
      }
    }
  }

  /** How many values the long lists have. */
  get size(): number {
    return [...this.#lists.values()].reduce((sum, { all }) => sum + all.length, 0);
  }

  /** The values of one test where they are many. */
  of(operator: string, key: string): ValueList | undefined {
    return this.#lists.get(`${operator} ${key}`);
  }
}

function listOf(all: readonly string[]): ValueList {
  const isPlain = (value: string) => !/[*?$]/.test(value) && isArn(value);
  const plain = new Set(all.filter(isPlain));
  const others = all.filter((value) => !isPlain(value));
  return {
    all,
    thatMayMatch: (given, base) => {
      if (!EXACT.test(base) || !isArn(given)) return all;
      return plain.has(given) ? [...others, given] : others;
    },
  };
}

/** ARN operators compare six parts; what they make of fewer is not always certain. */
const isArn = (text: string): boolean => splitArn(text).length === 6;
