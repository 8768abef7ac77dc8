/** Whether the `Resource` or `NotResource` of a statement covers what a call is about. */
import { splitArn } from "./arn";
import { exampleIn, matchesAll } from "./arnSamples";
import type { ContextLookup } from "./context";
import { type Glob, globMatches, globOf, hasWildcard, joined, MANY } from "./glob";
import { listOf } from "./statementParts";
import { type Answer, anyOf, doubtful, negate, no, type Ternary, YES } from "./ternary";
import type { PolicyStatement } from "./types";
import { expandVariables, hasVariables } from "./variables";
import { quoted } from "./wording";

/** What a policy's patterns are read by. */
export interface Reading {
  /** The document's version. */
  readonly version: string | undefined;
  readonly context: ContextLookup;
  /** Whether the policy is the caller's own: only there does AWS complete an ARN that lacks fields. */
  readonly attached: boolean;
}

/** A pattern of a `Resource` or `NotResource` element, ready to be compared. */
export interface ResourcePattern {
  /** The five fields before the resource; undefined for a lone `*`. */
  readonly header: readonly string[] | undefined;
  /** The resource part; where a variable is not known, at least what it could match. */
  readonly resource: Glob;
  /** A variable that certainly has no value: AWS then holds the statement to be invalid. */
  readonly unresolved: string | undefined;
  /** A variable whose value is not known. */
  readonly undetermined: string | undefined;
}

/**
 * Reads one pattern; undefined for an incomplete ARN where AWS does not complete it. Variables count in the resource
 * part only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function resourcePattern(pattern: string, reading: Reading): ResourcePattern | undefined {
  if (/^\*+$/.test(pattern)) {
    return { header: undefined, resource: [MANY], unresolved: undefined, undetermined: undefined };
  }
  const fields = splitArn(pattern);
  if (fields.length < 6 && !reading.attached) return undefined;
  const { glob, unresolved, undetermined } = expandVariables(
    fields[5] ?? "*",
    true,
    reading.version,
    reading.context,
  );
  return { header: fields.slice(0, 5), resource: glob, unresolved, undetermined };
}

/** Every pattern of a statement over the whole ARN, as far as it can match an ARN with the given fields. */
export function patternsOver(
  statement: PolicyStatement,
  fields: readonly string[],
  reading: Reading,
): readonly Glob[] {
  const globs: Glob[] = [];
  const start = `${fields.slice(0, 5).join(":")}:`;
  const certain = beginning(start + fields[5]);
  for (const pattern of [...listOf(statement.Resource), ...listOf(statement.NotResource)]) {
    const wanted = beginning(pattern);
    if (!certain.startsWith(wanted) && !wanted.startsWith(certain)) continue;
    const ready = resourcePattern(pattern, reading);
    if (ready && headerMatches(ready, fields)) globs.push(joined([start, ...ready.resource]));
    if (mayReachOverColons(pattern)) globs.push(globOf(pattern));
  }
  return globs;
}

/** Whether a statement's `Resource` or `NotResource` certainly covers everything in a region. */
export function coversRegion(statement: PolicyStatement, region: string, reading: Reading): boolean {
  if (statement.Resource !== undefined) {
    return listOf(statement.Resource).some((pattern) => certainlyAll(pattern, region, reading));
  }
  if (statement.NotResource === undefined) return true;
  const isOpen = listOf(statement.NotResource).some(
    (pattern) => resourcePattern(pattern, reading)?.unresolved !== undefined,
  );
  if (isOpen) return false;
  const left = patternsOver(
    { Effect: "Allow", NotResource: statement.NotResource },
    splitArn(region),
    reading,
  );
  return left.every((pattern) => exampleIn(region, pattern) === undefined);
}

/** Whether a statement's `NotResource` certainly leaves out everything in a region. */
export function leavesOutRegion(statement: PolicyStatement, region: string, reading: Reading): boolean {
  return (
    statement.Resource === undefined &&
    listOf(statement.NotResource).some((pattern) => certainlyAll(pattern, region, reading))
  );
}

function certainlyAll(pattern: string, region: string, reading: Reading): boolean {
  const ready = resourcePattern(pattern, reading);
  if (ready === undefined || ready.unresolved !== undefined || ready.undetermined !== undefined) return false;
  const fields = splitArn(region);
  const start = `${fields.slice(0, 5).join(":")}:`;
  return headerMatches(ready, fields) && matchesAll(region, joined([start, ...ready.resource]));
}

/** Whether a pattern's fields before the resource match those of an ARN; one that is missing matches anything. */
function headerMatches({ header }: ResourcePattern, fields: readonly string[]): boolean {
  return header?.every((pattern, index) => fieldMatches(pattern, fields[index] ?? "")) ?? true;
}

/** Most fields are plain text, of which many are compared. */
function fieldMatches(pattern: string, field: string): boolean {
  return pattern === field || (hasWildcard(pattern) && globMatches(globOf(pattern), field));
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
  reading: Reading,
  shown: string = resource,
): Answer {
  const excluding = statement.Resource === undefined && statement.NotResource !== undefined;
  if (statement.Resource === undefined && !excluding) return YES;
  const patterns = listOf(excluding ? statement.NotResource : statement.Resource);
  // A variable without a value can match nothing; what that makes of a NotResource AWS does not say.
  const ifUnresolved: Ternary = excluding ? "unknown" : "no";
  const matched = anyOf(patterns.map((pattern) => patternMatches(pattern, resource, reading, ifUnresolved)));
  const covered = excluding ? negate(matched) : matched;
  if (covered === "yes") return YES;
  const element = () => `its ${excluding ? "NotResource" : "Resource"} ${quoted(patterns)}`;
  if (covered === "no")
    return no(() => `${element()} ${excluding ? "leaves out" : "does not cover"} ${shown}`);
  return doubtful(() => `whether ${element()} covers ${shown} cannot be told: ${doubtOf(patterns, reading)}`);
}

/** What every text that matches the pattern begins with. */
function beginning(pattern: string): string {
  const end = pattern.search(/[*?$]/);
  return end < 0 ? pattern : pattern.slice(0, end);
}

function patternMatches(pattern: string, resource: string, reading: Reading, ifUnresolved: Ternary): Ternary {
  if (pattern === "*") return "yes";
  const isPlain = !hasVariables(pattern, reading.version);
  if (isPlain && pattern === resource) return "yes";
  if (isPlain && !resource.startsWith(beginning(pattern))) return "no";
  if (isPlain && !hasWildcard(pattern) && splitArn(pattern).length === 6) return "no";
  const ready = resourcePattern(pattern, reading);
  if (ready?.unresolved !== undefined) return ifUnresolved;
  const fields = splitArn(resource);
  if (ready && headerMatches(ready, fields) && globMatches(ready.resource, fields[5] ?? "")) {
    return ready.undetermined === undefined ? "yes" : "unknown";
  }
  return mayReachOverColons(pattern) && globMatches(globOf(pattern), resource) ? "unknown" : "no";
}

/** AWS: a `*` that ends a field "can expand to match beyond the colon boundaries"; it does not say when it does. */
function mayReachOverColons(pattern: string): boolean {
  return pattern.includes("*:") || (pattern.endsWith("*") && splitArn(pattern).length < 6);
}

function doubtOf(patterns: readonly string[], reading: Reading): string {
  for (const pattern of patterns) {
    const { unresolved, undetermined } = resourcePattern(pattern, reading) ?? {};
    const doubt = undetermined ?? unresolved;
    if (doubt !== undefined) return doubt;
  }
  return "a * may reach over a colon or not";
}
