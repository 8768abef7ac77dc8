/** Reads policy documents into statements whose every part is a list. */
import type { Property } from "../../replication/adapters/property";
import { matchesPattern } from "../../replication/evaluation/glob";
import type { Known } from "../../replication/topology";

export interface Statement {
  /** Its Sid, or its number, for reports. */
  readonly label: string;
  /** Also where the effect is misspelt, since whoever wrote it meant to allow; S3 and KMS refuse the document. */
  readonly allows: boolean;
  readonly denies: boolean;
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for the bare wildcard. */
  readonly kind: string;
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a document, or why there are none to read. */
export type DocumentReading = { readonly statements: readonly Statement[] } | { readonly malformed: string };

/** Reads a document that is written as JSON text, or as an object; `undefined` where there is none. */
export function readDocument(property: Property): Known<DocumentReading | undefined> {
  const value = property.plain();
  if ("unknown" in value) return value;
  if (value.known === undefined || value.known === "") return { known: undefined };
  if (typeof value.known !== "string") return { known: documentOf(value.known) };
  try {
    return { known: documentOf(JSON.parse(value.known)) };
  } catch {
    return { known: { malformed: "text that is not JSON" } };
  }
}

/** Reads the statements of a document that is parsed already. */
export function documentOf(document: unknown): DocumentReading {
  const statements = isRecord(document) ? document["Statement"] : undefined;
  const items: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  const records = items.filter(isRecord);
  if (records.length !== items.length) return { malformed: "a document without statements" };
  return { statements: records.map(statementOf) };
}

function statementOf(statement: { readonly [key: string]: unknown }, index: number): Statement {
  const sid = statement["Sid"];
  const effect = statement["Effect"];
  return {
    label: typeof sid === "string" && sid !== "" ? `statement ${sid}` : `statement ${index + 1}`,
    allows: typeof effect === "string" && effect.toLowerCase() === "allow",
    denies: effect === "Deny",
    principals: principalsOf(statement["Principal"]),
    notPrincipals: principalsOf(statement["NotPrincipal"]),
    actions: listOf(statement["Action"]),
    notActions: listOf(statement["NotAction"]),
    resources: listOf(statement["Resource"]),
    notResources: listOf(statement["NotResource"]),
    conditions: conditionsOf(statement["Condition"]),
  };
}

function principalsOf(principal: unknown): Principal[] {
  if (typeof principal === "string" || Array.isArray(principal))
    return listOf(principal).map((value) => ({ kind: "*", value }));
  if (!isRecord(principal)) return [];
  return Object.entries(principal).flatMap(([kind, values]) =>
    listOf(values).map((value) => ({ kind, value })),
  );
}

function conditionsOf(condition: unknown): Condition[] {
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    isRecord(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: listOf(values) }))
      : [],
  );
}

function listOf(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => item !== undefined && item !== null).map(String);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a statement's actions cover one action. */
export function coversAction(statement: Statement, action: string): boolean {
  if (statement.notActions.length > 0)
    return !statement.notActions.some((pattern) => matchesPattern(pattern, action, { ignoreCase: true }));
  return statement.actions.some((pattern) => matchesPattern(pattern, action, { ignoreCase: true }));
}

/** True for `"*"` and `{"AWS": "*"}`: everybody, signed in or not. */
export function isEverybody({ kind, value }: Principal): boolean {
  return value === "*" && (kind === "*" || kind === "AWS");
}
