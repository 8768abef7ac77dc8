/** Compares policy documents by what they say, not by how they are written. */
import { isObject, type PolicyDocument, type PolicyStatement } from "../../model";

export interface DocumentDifference {
  /** Statements that only one of the documents has, as JSON. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/** Sids, the order of statements and of lists, and single values in the place of lists do not count. */
export function compareDocuments(first: PolicyDocument, second: PolicyDocument): DocumentDifference {
  const [one, other] = [first, second].map(({ Statement }) => Statement.map(statementText));
  return { onlyFirst: without(one ?? [], other ?? []), onlySecond: without(other ?? [], one ?? []) };
}

function statementText({ Sid: _, ...statement }: PolicyStatement): string {
  return JSON.stringify(normal(statement, ""));
}

/** What is in the first list and not in the second, as often as it is missing there. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const rest = [...other];
  return list.filter((text) => {
    const at = rest.indexOf(text);
    if (at < 0) return true;
    rest.splice(at, 1);
    return false;
  });
}

/** @param name of the property that holds the value */
function normal(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const texts = [...new Set(items.map((item) => JSON.stringify(normal(item, name))))].sort();
    const parsed = texts.map((text): unknown => JSON.parse(text));
    return parsed.length === 1 ? parsed[0] : parsed;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, normal(item, key)]));
  }
  // AWS stores an account id as the ARN of its root, and "*" in either form.
  if (name === "AWS" && typeof value === "string" && /^\d{12}$/.test(value))
    return `arn:aws:iam::${value}:root`;
  if ((name === "Principal" || name === "NotPrincipal") && value === "*") return { AWS: "*" };
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value;
}
