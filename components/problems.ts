/** Problems of what the user wrote, and how they are worded. */
import { closest, distance } from "fastest-levenshtein";

/** One problem of what the user wrote. */
export interface Problem {
  /** Where, as the user wrote it, e.g. `replicas[1].region`. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Shows a value the way its author would recognise it, cut short where it is long. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** One line: where, what was expected, what was found, how to fix it. */
export function problemLine({ path, expected, found, fix }: Problem): string {
  return `${path}: expected ${expected}, found ${found}; ${fix}`;
}

/**
 * Every problem on a line of its own, below a headline.
 *
 * @param headline makes the first line of a count such as `3 problems`.
 */
export function problemList(headline: (count: string) => string, problems: readonly Problem[]): string {
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  return [headline(count), ...problems.map((problem) => `  ${problemLine(problem)}`)].join("\n");
}

/** The known word that `word` is most likely a slip of, if any is near enough. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(
    word.toLowerCase(),
    [...known].map((name) => name.toLowerCase()),
  );
  const original = known.find((name) => name.toLowerCase() === candidate);
  const near = distance(word.toLowerCase(), candidate) <= Math.max(2, Math.floor(word.length / 3));
  return near ? original : undefined;
}

/** A fix that names the likely word, or else the words there are. */
export function suggestion(word: string, known: readonly string[]): string {
  const likely = didYouMean(word, known);
  return likely === undefined ? `use one of ${known.join(", ")}` : `did you mean "${likely}"?`;
}

/** The problems that are in every one of the lists, in the order of the first. */
export function problemsInAll(lists: readonly (readonly Problem[])[]): readonly Problem[] {
  const [first = new Map<string, Problem>(), ...others] = lists.map(
    (list) => new Map(list.map((one) => [problemLine(one), one])),
  );
  return [...first]
    .filter(([line]) => others.every((other) => other.has(line)))
    .map(([, problem]) => problem);
}

/** The problems whose place is none of `paths` and not inside of one. */
export function problemsOutside(paths: readonly string[], problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ path }) => !paths.some((one) => isWithin(path, one)));
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /[.[]/.test(path.charAt(outer.length)));
}
