/** Reads a policy document from JSON and says what is wrong with it. */
import { parseStatement } from "./parseStatement";
import { describe, isObject, optionalText } from "./shape";
import type { PolicyDocument, PolicyStatement } from "./types";

const ELEMENTS = ["Version", "Id", "Statement"];
const VERSIONS = ["2012-10-17", "2008-10-17"];

/**
 * Reads a policy document, as JSON text (plain, or URL-encoded as IAM's API returns it) or as an object.
 *
 * @returns the document with its statements as a list, or every problem in one lower-case sentence, each with where it
 *   is, what was expected and what was found
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(text: unknown): PolicyDocument | { readonly problem: string } {
  const read = typeof text === "string" ? fromJson(text) : { value: text };
  if ("problem" in read) return read;
  const { value } = read;
  if (!isObject(value))
    return { problem: `expected a policy document (a JSON object), found ${describe(value)}` };
  const problems: string[] = [];
  for (const key of Object.keys(value)) {
    if (!ELEMENTS.includes(key)) problems.push(`"${key}": expected only ${ELEMENTS.join(", ")}`);
  }
  const version = optionalText(value, "Version", problems);
  if (version !== undefined && !VERSIONS.includes(version)) {
    problems.push(`"Version": expected "2012-10-17" (or the older "2008-10-17"), found "${version}"`);
  }
  const id = optionalText(value, "Id", problems);
  const Statement = statementsIn(value["Statement"], problems);
  if (problems.length > 0) return { problem: problems.join("; ") };
  return {
    ...(version !== undefined && { Version: version }),
    ...(id !== undefined && { Id: id }),
    Statement,
  };
}

function statementsIn(value: unknown, problems: string[]): readonly PolicyStatement[] {
  if (value === undefined) {
    problems.push('"Statement": expected at least one statement, found none');
    return [];
  }
  const several: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (several.length === 0)
    problems.push('"Statement": expected at least one statement, found an empty list');
  const statements: PolicyStatement[] = [];
  for (const [index, one] of several.entries()) {
    const where = Array.isArray(value) ? `Statement[${index}]` : "Statement";
    const statement = parseStatement(one, where, problems);
    if (statement) statements.push(statement);
  }
  return statements;
}

function fromJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "expected a policy document, found an empty text" };
  try {
    const value: unknown = JSON.parse(trimmed.startsWith("%7B") ? decodeURIComponent(trimmed) : trimmed);
    return { value };
  } catch (error) {
    const reason = error instanceof Error ? error.message.toLowerCase() : "unreadable";
    return { problem: `expected a policy document as JSON, found text that is not JSON (${reason})` };
  }
}
