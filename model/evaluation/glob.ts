/** Patterns with the wildcards `*` and `?`, read once and compared many times. */

/** `?`: exactly one character. */
export const ONE: unique symbol = Symbol("one character");
/** `*`: any characters, none included. */
export const MANY: unique symbol = Symbol("any characters");

/** A pattern as runs of literal text and wildcards, so that text from a policy variable can never act as one. */
export type Glob = readonly (string | typeof ONE | typeof MANY)[];

/** Reads `*` and `?` in a text as wildcards. */
export function globOf(pattern: string): Glob {
  if (!hasWildcard(pattern)) return pattern === "" ? [] : [pattern];
  const tokens: (string | typeof ONE | typeof MANY)[] = [];
  for (const piece of pattern.split(/([*?])/)) {
    if (piece === "*") tokens.push(MANY);
    else if (piece === "?") tokens.push(ONE);
    else if (piece !== "") tokens.push(piece);
  }
  return tokens;
}

export const hasWildcard = (text: string): boolean => text.includes("*") || text.includes("?");

/** True when the whole text matches: linear in the text for each `*`, without backtracking over several. */
export function globMatches(glob: Glob, text: string): boolean {
  let token = 0;
  let at = 0;
  let retryToken = -1;
  let retryAt = 0;
  while (token < glob.length || at < text.length) {
    const current = glob[token];
    if (current === MANY) {
      retryToken = token;
      retryAt = at;
      token++;
      continue;
    }
    const width = current === undefined ? 0 : stepWidth(current, text, at);
    if (width > 0) {
      token++;
      at += width;
      continue;
    }
    if (retryToken < 0 || retryAt >= text.length) return false;
    retryAt++;
    token = retryToken + 1;
    at = retryAt;
  }
  return true;
}

function stepWidth(token: string | typeof ONE | typeof MANY, text: string, at: number): number {
  if (typeof token === "string") return text.startsWith(token, at) ? token.length : 0;
  return token === ONE && at < text.length ? 1 : 0;
}

/**
 * Whether a text matches a pattern in which `*` matches any characters and `?` exactly one, as in a
 * policy's actions and `StringLike` values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchesPattern(
  pattern: string,
  text: string,
  options: { readonly ignoreCase?: boolean } = {},
): boolean {
  if (options.ignoreCase) return globMatches(globOf(pattern.toLowerCase()), text.toLowerCase());
  return globMatches(globOf(pattern), text);
}

/** Neighbouring literal texts as one, so that whole runs can be compared. */
export function joined(glob: Glob): Glob {
  const result: Glob[number][] = [];
  for (const token of glob) {
    const last = result.at(-1);
    if (typeof token === "string" && typeof last === "string") result[result.length - 1] = last + token;
    else result.push(token);
  }
  return result;
}
