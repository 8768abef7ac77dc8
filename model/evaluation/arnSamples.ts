/** Concrete resources that represent a resource with a wildcard tail. */
import { arnParts } from "../../aws/arns";
import { type Glob, globMatches, MANY, ONE } from "./glob";

/** Positions of patterns to move by a character: enough for what people write, and a fraction of a second. */
export const MOST_STEPS = 200_000;

/** Whether a resource represents everything below it: an ARN that ends in `*`. A lone `*` is no region, but no resource. */
export const isRegion = (resource: string): boolean =>
  resource.endsWith("*") && arnParts(resource) !== undefined;

export interface Samples {
  readonly resources: readonly string[];
  /** Whether every combination has its sample; else there are too many to look at, and these are some of them. */
  readonly isComplete: boolean;
}

/**
 * Concrete resources that represent all of a region `prefix*`: one for every combination of patterns that some
 * resource in the region matches. What is true of each of them is true of the whole region, and what is true of one
 * is true of a part of it. The pattern's automata run side by side over the region; the shortest example of each
 * combination is returned.
 *
 * @param region an ARN that ends in `*`; any other `*` or `?` in it is literal
 * @param patterns over the whole ARN
 * @param mostSteps how much to look at before giving up
 */
export function samplesOf(region: string, patterns: readonly Glob[], mostSteps = MOST_STEPS): Samples {
  const prefix = region.slice(0, -1);
  const { automata, start } = afterPrefix(patterns, prefix);
  const samples = new Map<string, string>();
  const seen = new Set(mayBeAlone(prefix) ? [keyOf(start)] : []);
  const queue: { readonly states: readonly Positions[]; readonly text: string }[] = [
    { states: start, text: "" },
  ];
  let steps = 0;
  for (const { states, text } of queue) {
    if (text !== "" || mayBeAlone(prefix)) {
      const combination = automata
        .map((tokens, i) => (states[i]?.includes(tokens.length) ? "1" : "0"))
        .join("");
      if (!samples.has(combination)) samples.set(combination, prefix + text);
    }
    const width = states.reduce((sum, positions) => sum + 1 + positions.length, 0);
    for (const char of alphabetAt(automata, states)) {
      steps += width;
      if (steps > mostSteps) return { resources: [...samples.values()], isComplete: false };
      const reached = stepAll(automata, states, char);
      const key = keyOf(reached);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ states: reached, text: text + char });
    }
  }
  return { resources: [...samples.values()], isComplete: true };
}

/** Any resource in the region. */
export function anyIn(region: string): string {
  return `${region.slice(0, -1)}x`;
}

/** A resource in the region that one pattern matches; undefined where it matches none. Linear, unlike {@link samplesOf}. */
export function exampleIn(region: string, pattern: Glob): string | undefined {
  const prefix = region.slice(0, -1);
  const tokens = flatten(pattern);
  let reached = closed(tokens, [0]);
  for (const char of prefix) reached = step(tokens, reached, char);
  for (const position of reached) {
    const rest = tokens.slice(position);
    const text = rest.map((token) => (token === MANY ? "" : token === ONE ? "x" : token)).join("");
    if (text !== "" || mayBeAlone(prefix)) return prefix + text;
    if (rest.includes(MANY)) return `${prefix}x`;
  }
  return undefined;
}

/** Whether a pattern matches every resource in the region: it ends in `*` and already matches what all begin with. */
export function matchesAll(region: string, pattern: Glob): boolean {
  return pattern.at(-1) === MANY && globMatches(pattern, region.slice(0, -1));
}

/** The patterns that divide the region, each after it has read what all of it begins with. */
function afterPrefix(
  patterns: readonly Glob[],
  prefix: string,
): { readonly automata: readonly Tokens[]; readonly start: readonly Positions[] } {
  const all = distinct(patterns.filter((pattern) => divides(pattern, prefix)).map(flatten));
  const read = all.map((tokens) => {
    let reached = closed(tokens, [0]);
    for (const char of prefix) reached = step(tokens, reached, char);
    return { tokens, reached };
  });
  // One that matches nothing any more, or everything, distinguishes no parts.
  const dividing = read.filter(
    ({ tokens, reached }) =>
      reached.length > 0 && !(tokens.at(-1) === MANY && reached.includes(tokens.length)),
  );
  return { automata: dividing.map(({ tokens }) => tokens), start: dividing.map(({ reached }) => reached) };
}

/** Whether a pattern may match one part of the region and not another; most match all of it or nothing. */
function divides(pattern: Glob, prefix: string): boolean {
  const [first, second] = pattern;
  if (first === MANY && pattern.length === 1) return false;
  if (typeof first !== "string") return true;
  if (prefix.startsWith(first)) return !(second === MANY && pattern.length === 2);
  return first.startsWith(prefix);
}

/** Positions in a pattern's tokens that the text read so far can have reached. */
type Positions = readonly number[];

/** One token a character: a character, `ONE` or `MANY`. */
type Tokens = Glob;

function flatten(glob: Glob): Tokens {
  return glob.flatMap<Glob[number]>((token) => (typeof token === "string" ? token.split("") : [token]));
}

function distinct(patterns: readonly Tokens[]): readonly Tokens[] {
  const byText = new Map(
    patterns.map((tokens) => [
      tokens.map((t) => (typeof t === "string" ? `'${t}` : t === ONE ? "?" : "*")).join(""),
      tokens,
    ]),
  );
  return [...byText.values()];
}

/** `*` may match nothing, so a position before it is also one after it. */
function closed(tokens: Tokens, positions: Positions): Positions {
  const all = new Set<number>();
  for (const position of positions) {
    let at = position;
    while (!all.has(at)) {
      all.add(at);
      if (tokens[at] !== MANY) break;
      at++;
    }
  }
  return [...all].sort((a, b) => a - b);
}

function stepAll(
  automata: readonly Tokens[],
  states: readonly Positions[],
  char: string,
): readonly Positions[] {
  return automata.map((tokens, index) => step(tokens, states[index] ?? [], char));
}

function step(tokens: Tokens, from: Positions, char: string): Positions {
  const reached: number[] = [];
  for (const position of from) {
    const token = tokens[position];
    if (token === MANY) reached.push(position);
    else if (token === ONE || token === char) reached.push(position + 1);
  }
  return reached.length === 0 ? reached : closed(tokens, reached);
}

/** The characters that some pattern waits for, and one that none does. */
function alphabetAt(automata: readonly Tokens[], states: readonly Positions[]): readonly string[] {
  const chars = new Set<string>();
  for (const [index, tokens] of automata.entries()) {
    for (const position of states[index] ?? []) {
      const token = tokens[position];
      if (typeof token === "string") chars.add(token);
    }
  }
  let other = "x".charCodeAt(0);
  while (chars.has(String.fromCharCode(other))) other++;
  return [String.fromCharCode(other), ...chars];
}

const keyOf = (states: readonly Positions[]): string =>
  states.map((positions) => positions.join(",")).join(";");

/** S3 has no object with an empty key: `arn:aws:s3:::bucket/*` does not hold `arn:aws:s3:::bucket/`. */
function mayBeAlone(prefix: string): boolean {
  const parts = arnParts(prefix);
  if (parts === undefined) return false;
  return !(parts.service === "s3" && parts.resource.indexOf("/") === parts.resource.length - 1);
}
