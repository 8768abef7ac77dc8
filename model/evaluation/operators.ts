/** The condition operators of IAM, value by value. */
import { splitArn } from "./arn";
import { type Glob, globMatches, MANY, ONE } from "./glob";
import { inRange, parseAddress, parseRange } from "./ipAddress";
import { parseBinary, parseBoolean, parseDate, parseNumber } from "./scalar";

/** How one condition operator compares one value of the call with one value of the policy. */
export interface Comparison {
  /** True for `…Not…`: the condition holds when no value of the policy matches, and when the key is absent. */
  readonly negated: boolean;
  /** Whether `*` and `?` in the policy's value are wildcards. */
  readonly wildcards: boolean;
  /** Whether policy variables are put into the policy's value. */
  readonly variables: boolean;
  /**
   * The positive match; undefined when one of the two is not a value of the operator's type, `unclear` when AWS does
   * not say what it makes of the policy's value.
   */
  readonly matches: (given: string, wanted: Glob) => boolean | "unclear" | undefined;
}

/** The one operator that looks at the key's presence, not at its value. */
export const NULL_OPERATOR = "null";

/**
 * Every comparing operator by its name in lower case, without `IfExists` and set qualifiers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ...pair("stringequals", "stringnotequals", {
    wildcards: false,
    variables: true,
    matches: globMatchesGiven,
  }),
  ...pair("stringequalsignorecase", "stringnotequalsignorecase", {
    wildcards: false,
    variables: true,
    matches: (given, wanted) => globMatches(lowerCase(wanted), given.toLowerCase()),
  }),
  ...pair("stringlike", "stringnotlike", { wildcards: true, variables: true, matches: globMatchesGiven }),
  ...pair("arnequals", "arnnotequals", { wildcards: true, variables: true, matches: arnMatches }),
  ...pair("arnlike", "arnnotlike", { wildcards: true, variables: true, matches: arnMatches }),
  ...pair(
    "numericequals",
    "numericnotequals",
    typed(parseNumber, (a, b) => a === b),
  ),
  ["numericlessthan", { negated: false, ...typed(parseNumber, (a, b) => a < b) }],
  ["numericlessthanequals", { negated: false, ...typed(parseNumber, (a, b) => a <= b) }],
  ["numericgreaterthan", { negated: false, ...typed(parseNumber, (a, b) => a > b) }],
  ["numericgreaterthanequals", { negated: false, ...typed(parseNumber, (a, b) => a >= b) }],
  ...pair(
    "dateequals",
    "datenotequals",
    typed(parseDate, (a, b) => a === b),
  ),
  ["datelessthan", { negated: false, ...typed(parseDate, (a, b) => a < b) }],
  ["datelessthanequals", { negated: false, ...typed(parseDate, (a, b) => a <= b) }],
  ["dategreaterthan", { negated: false, ...typed(parseDate, (a, b) => a > b) }],
  ["dategreaterthanequals", { negated: false, ...typed(parseDate, (a, b) => a >= b) }],
  ["bool", { negated: false, ...typed(parseBoolean, (a, b) => a === b), variables: true }],
  ["binaryequals", { negated: false, ...typed(parseBinary, (a, b) => a === b) }],
  ...pair("ipaddress", "notipaddress", { wildcards: false, variables: false, matches: addressMatches }),
]);

type Positive = Omit<Comparison, "negated">;

function pair(positive: string, negative: string, comparison: Positive): [string, Comparison][] {
  return [
    [positive, { ...comparison, negated: false }],
    [negative, { ...comparison, negated: true }],
  ];
}

function typed<T>(
  parse: (text: string) => T | undefined,
  compare: (given: T, wanted: T) => boolean,
): Positive {
  return {
    wildcards: false,
    variables: false,
    matches: (given, wanted) => {
      const left = parse(given);
      const right = parse(textOf(wanted));
      if (right === undefined) return "unclear";
      return left === undefined ? undefined : compare(left, right);
    },
  };
}

function globMatchesGiven(given: string, wanted: Glob): boolean {
  return globMatches(wanted, given);
}

function addressMatches(given: string, wanted: Glob): boolean | "unclear" | undefined {
  const address = parseAddress(given.trim());
  const range = parseRange(textOf(wanted).trim());
  if (range === undefined) return "unclear";
  return address && inRange(address, range);
}

/**
 * Each of the six parts on its own: a wildcard never reaches over a colon, except within the resource part. AWS completes
 * a pattern that lacks parts in a `Resource` element; whether it does so in a condition it does not say.
 */
function arnMatches(given: string, wanted: Glob): boolean | "unclear" | undefined {
  const fields = splitArn(given);
  const patterns = splitGlob(wanted);
  if (fields.length < 6) return undefined;
  if (patterns.length < 6) return globMatches(wanted, given) ? "unclear" : false;
  return patterns.every((pattern, index) => globMatches(pattern, fields[index] ?? ""));
}

/** A pattern cut at its first five colons, as an ARN is. */
export function splitGlob(glob: Glob): readonly Glob[] {
  const fields: Glob[number][][] = [[]];
  for (const token of glob) {
    if (typeof token !== "string") {
      fields.at(-1)?.push(token);
      continue;
    }
    let rest = token;
    while (fields.length < 6 && rest.includes(":")) {
      const colon = rest.indexOf(":");
      if (colon > 0) fields.at(-1)?.push(rest.slice(0, colon));
      fields.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== "") fields.at(-1)?.push(rest);
  }
  return fields;
}

function lowerCase(glob: Glob): Glob {
  return glob.map((token) => (typeof token === "string" ? token.toLowerCase() : token));
}

/** The text of a pattern, wildcards written out. */
export function textOf(glob: Glob): string {
  return glob.map((token) => (token === MANY ? "*" : token === ONE ? "?" : token)).join("");
}
