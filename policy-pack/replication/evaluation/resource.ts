import { splitArn } from "./arn";
import type { ContextLookup } from "./context";
import { type Glob, globMatches, globOf, hasWildcard, MANY } from "./glob";
import { type Answer, anyOf, negate, no, type Ternary, unknown, YES } from "./ternary";
import type { PolicyStatement } from "./types";
import { expandVariables } from "./variables";
import { listOf, quoted } from "./wording";

/** A pattern of a `Resource` or `NotResource` element, ready to be compared. */
export interface ResourcePattern {
  /** The five fields before the resource; undefined for a lone `*`. */
  readonly header: readonly Glob[] | undefined;
  /** The resource part; where a variable is not known, at least what it could match. */
  readonly resource: Glob;
  /** Why a match is not certain, where a variable has no known value. */
  readonly doubt: string | undefined;
}

/**
 * Reads one pattern. An incomplete ARN is completed by `*`, as AWS does; variables count in the resource part only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(
  pattern: string,
  version: string | undefined,
  context: ContextLookup,
): ResourcePattern {
  if (/^\*+$/.test(pattern)) return { header: undefined, resource: [MANY], doubt: undefined };
  const fields = splitArn(pattern);
  const { glob, unresolved, undetermined } = expandVariables(fields[5] ?? "*", true, version, context);
  const header = [0, 1, 2, 3, 4].map((index) => globOf(fields[index] ?? "*"));
  return { header, resource: glob, doubt: unresolved ?? undetermined };
}

/** Every pattern of a statement over the whole ARN, as far as it can match an ARN with the given fields. */
export function patternsOver(
  statement: PolicyStatement,
  fields: readonly string[],
  version: string | undefined,
  context: ContextLookup,
): readonly Glob[] {
  const globs: Glob[] = [];
  for (const pattern of [...listOf(statement.Resource), ...listOf(statement.NotResource)]) {
    const ready = resourcePattern(pattern, version, context);
    if (headerMatches(ready, fields)) globs.push([`${fields.slice(0, 5).join(":")}:`, ...ready.resource]);
    if (pattern.includes("*:")) globs.push(globOf(pattern));
  }
  return globs;
}

/** Whether a pattern's fields before the resource match those of an ARN. */
export function headerMatches(pattern: ResourcePattern, fields: readonly string[]): boolean {
  return pattern.header?.every((glob, index) => globMatches(glob, fields[index] ?? "")) ?? true;
}

/**
 * Whether a statement's `Resource` or `NotResource` covers one resource. A statement without either, as in a trust
 * policy, covers the resource that it is attached to.
 *
 * @param shown the words for the resource in an explanation
 */
export function matchResource(
  statement: PolicyStatement,
  resource: string,
  version: string | undefined,
  context: ContextLookup,
  shown: string = resource,
): Answer {
  const excluding = statement.Resource === undefined && statement.NotResource !== undefined;
  if (statement.Resource === undefined && !excluding) return YES;
  const patterns = listOf(excluding ? statement.NotResource : statement.Resource);
  const matched = anyOf(patterns.map((pattern) => patternMatches(pattern, resource, version, context)));
  const covered = excluding ? negate(matched) : matched;
  if (covered === "yes") return YES;
  const element = `its ${excluding ? "NotResource" : "Resource"} ${quoted(patterns)}`;
  if (covered === "no") return no(() => `${element} ${excluding ? "leaves out" : "does not cover"} ${shown}`);
  return unknown(
    () => `whether ${element} covers ${shown} cannot be told: ${doubtOf(patterns, version, context)}`,
  );
}

function patternMatches(
  pattern: string,
  resource: string,
  version: string | undefined,
  context: ContextLookup,
): Ternary {
  if (pattern === resource || pattern === "*") return "yes";
  if (!hasWildcard(pattern) && !pattern.includes("${") && splitArn(pattern).length === 6) return "no";
  const ready = resourcePattern(pattern, version, context);
  const fields = splitArn(resource);
  if (headerMatches(ready, fields) && globMatches(ready.resource, fields[5] ?? "")) {
    return ready.doubt === undefined ? "yes" : "unknown";
  }
  return reachesOverColons(pattern, resource) ? "unknown" : "no";
}

/** AWS: a `*` that ends a field "can expand to match beyond the colon boundaries"; it does not say when it does. */
function reachesOverColons(pattern: string, resource: string): boolean {
  return pattern.includes("*:") && globMatches(globOf(pattern), resource);
}

function doubtOf(patterns: readonly string[], version: string | undefined, context: ContextLookup): string {
  const doubts = patterns.map((pattern) => resourcePattern(pattern, version, context).doubt);
  return doubts.find((doubt) => doubt !== undefined) ?? "a * may reach over a colon or not";
}
