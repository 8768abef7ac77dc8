/** Policy documents in one form, so that two that mean the same are equal. */
import { canonical, isRecord } from "../values";
import type { SettingReading } from "./handler";

/**
 * Lists of one and single values, the order of lists and of statements, and numbers and booleans written as texts
 * make no difference to AWS, and none here.
 */
export function normalDocument(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const document = parse(text);
  if (!isRecord(document)) return text;
  const statements = asList(document["Statement"]).map((statement) =>
    isRecord(statement) ? normalStatement(statement) : statement,
  );
  return { ...document, Statement: sorted(statements) };
}

/** The reading of a document. */
export function documentReading(
  what: string,
  expected: string | undefined,
  found: string | undefined,
): SettingReading {
  return { what, expected: normalDocument(expected), found: normalDocument(found), show: statementsOf };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function normalStatement(statement: { readonly [key: string]: unknown }): unknown {
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => {
      if (key === "Principal" || key === "NotPrincipal")
        return [key, isRecord(value) ? eachSorted(value) : value];
      if (key === "Condition" && isRecord(value)) {
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([operator, test]) => [
              operator,
              isRecord(test) ? eachSorted(test) : test,
            ]),
          ),
        ];
      }
      return [key, /^(Not)?(Action|Resource)$/.test(key) ? sorted(asList(value)) : value];
    }),
  );
}

function eachSorted(map: { readonly [key: string]: unknown }): unknown {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, sorted(asList(value).map(String))]),
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function sorted(items: readonly unknown[]): readonly unknown[] {
  return [...items].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

function statementsOf(document: unknown): string {
  if (!isRecord(document)) return document === undefined ? "none" : String(document);
  const statements = asList(document["Statement"]);
  const names = statements.map((statement, index) =>
    isRecord(statement) && typeof statement["Sid"] === "string" ? statement["Sid"] : `#${index + 1}`,
  );
  return `${statements.length} ${statements.length === 1 ? "statement" : "statements"}: ${names.join(", ")}`;
}
