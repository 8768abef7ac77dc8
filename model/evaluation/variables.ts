/** Replaces policy variables such as `${aws:username}` by their values in a call. */
import { type ContextLookup, isValueList } from "./context";
import { type Glob, globOf, joined, MANY } from "./glob";

/** A policy value with its variables put in, or why that cannot be done. */
export interface Expansion {
  /** Where a variable has no known value, `*` stands in for it: the pattern then matches at least what AWS would. */
  readonly glob: Glob;
  /** A variable whose key is certainly absent and that has no default: AWS holds the statement to be invalid. */
  readonly unresolved?: string;
  /** A variable whose value the call does not determine. */
  readonly undetermined?: string;
}

/** Whether there is anything to be put into a value: older versions of the language take variables literally. */
export const hasVariables = (value: string, version: string | undefined): boolean =>
  version === "2012-10-17" && value.includes("${");

const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^([^,]*[^,\s])\s*,\s*'(.*)'$/;

/**
 * Puts policy variables into a value of a policy.
 *
 * @param value the text in the policy
 * @param wildcards whether `*` and `?` outside of variables are wildcards (`StringLike`, `Resource`) or literal
 * @param version the document's version: variables exist only since 2012-10-17
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expandVariables(
  value: string,
  wildcards: boolean,
  version: string | undefined,
  context: ContextLookup,
): Expansion {
  const literal = (text: string): Glob => (wildcards ? globOf(text) : text === "" ? [] : [text]);
  if (!hasVariables(value, version)) return { glob: literal(value) };

  const glob: Glob[number][] = [];
  let unresolved: string | undefined;
  let undetermined: string | undefined;
  let from = 0;
  for (const found of value.matchAll(VARIABLE)) {
    glob.push(...literal(value.slice(from, found.index)));
    from = found.index + found[0].length;
    const resolved = resolve(found[1] ?? "", context);
    if ("text" in resolved) {
      if (resolved.text !== "") glob.push(resolved.text);
      continue;
    }
    glob.push(MANY);
    if ("unresolved" in resolved) unresolved ??= resolved.unresolved;
    else undetermined ??= resolved.undetermined;
  }
  glob.push(...literal(value.slice(from)));
  return {
    glob: joined(glob),
    ...(unresolved !== undefined && { unresolved }),
    ...(undetermined !== undefined && { undetermined }),
  };
}

type Resolved =
  | { readonly text: string }
  | { readonly unresolved: string }
  | { readonly undetermined: string };

function resolve(name: string, context: ContextLookup): Resolved {
  if (name === "*" || name === "?" || name === "$") return { text: name };
  const [, key = name, fallback] = WITH_DEFAULT.exec(name) ?? [];
  const value = context(key.trim());
  if (isValueList(value)) {
    const [first, ...others] = value;
    if (first !== undefined && others.length === 0) return { text: first };
    // AWS documents variables for single-valued keys only.
    return { undetermined: `\${${name}} stands for ${value.length} values` };
  }
  if ("undetermined" in value) return { undetermined: value.undetermined };
  if ("oneOf" in value) return { undetermined: `\${${name}} stands for one of ${value.oneOf.length} values` };
  return fallback === undefined
    ? { unresolved: `\${${name}} has no value in this call` }
    : { text: fallback };
}
