/** Reads policy documents into statements whose every part is a list. */
import {
  type ConditionTest,
  conditionTestsOf,
  coversAction,
  isObject,
  type Known,
  type PrincipalName,
  type Property,
  principalsOf,
  textsOf,
} from "../../../model";

export interface Statement {
  /** Its Sid, or its number, for reports. */
  readonly label: string;
  /** Also where the effect is misspelt, because S3 and KMS refuse the document. */
  readonly allows: boolean;
  readonly denies: boolean;
  readonly principals: readonly PrincipalName[];
  readonly notPrincipals: readonly PrincipalName[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly ConditionTest[];
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
  const statements = isObject(document) ? document["Statement"] : undefined;
  const items: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  const records = items.filter(isObject);
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
    actions: textsOf(statement["Action"]),
    notActions: textsOf(statement["NotAction"]),
    resources: textsOf(statement["Resource"]),
    notResources: textsOf(statement["NotResource"]),
    conditions: conditionTestsOf(statement["Condition"]),
  };
}

/** Whether a statement is about one action. */
export function isAbout({ actions, notActions }: Statement, action: string): boolean {
  return coversAction({ Action: actions, NotAction: notActions }, action);
}
