/** Checks as tables of rows, and the one function that runs them. */
import { type Problem, shownValue } from "../problems";

/** A value, or facts about several values, under the path that the user knows, e.g. `replicas[1].region`. */
export interface Checked<T> {
  readonly path: string;
  readonly value: T;
}

type Text<T> = string | ((value: T) => string);

/** One way in which a value can be wrong, and what the user is told. */
export interface Row<T> {
  /** True of a value that is wrong. */
  readonly condition: (value: T) => boolean;
  /** Path of the problem, made of the path of the value. @default - the path of the value */
  readonly where?: (value: T, path: string) => string;
  readonly expected: Text<T>;
  /** @default - the value as JSON */
  readonly found?: Text<T>;
  readonly fix: Text<T>;
}

/** Every problem of the values, in their order, and of each value in the order of the rows. */
export function problemsIn<T>(checked: readonly Checked<T>[], rows: readonly Row<T>[]): readonly Problem[] {
  return checked.flatMap(({ path, value }) =>
    rows
      .filter(({ condition }) => condition(value))
      .map(({ where, expected, found = shownValue, fix }) => ({
        path: where?.(value, path) ?? path,
        expected: textOf(expected, value),
        found: textOf(found, value),
        fix: textOf(fix, value),
      })),
  );
}

function textOf<T>(text: Text<T>, value: T): string {
  return typeof text === "string" ? text : text(value);
}

/** Finds the problems of arguments in one respect. `paths` says what the user calls the arguments. */
export type Check<Args, Paths> = (args: Args, paths: Paths) => readonly Problem[];

/** A check of the values that `select` takes from the arguments. */
export function check<Args, Paths, T>(
  select: (args: Args, paths: Paths) => readonly Checked<T>[],
  rows: readonly Row<T>[],
): Check<Args, Paths> {
  return (args, paths) => problemsIn(select(args, paths), rows);
}

/** Nothing to check where a value is not given. */
export function given<T>(path: string, value: T | undefined): readonly Checked<T>[] {
  return value === undefined ? [] : [{ path, value }];
}
