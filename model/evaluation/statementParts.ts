/** The parts of a policy statement as lists: every part may be written as one value or as several. */

import type { OneOrMany } from "./document";
import { matchesPattern } from "./glob";
import { isObject } from "./shape";

/** One principal that a statement names. */
export interface PrincipalName {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for the bare wildcard. */
  readonly kind: string;
  readonly value: string;
}

/** One condition key of a statement with the values that it is compared with. */
export interface ConditionTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A value or a list of them, as a list. */
export function listOf(values: OneOrMany | undefined): readonly string[] {
  if (values === undefined) return [];
  return typeof values === "string" ? [values] : values;
}

/** The same of a document that was not checked: other values become texts, and nothing is no value. */
export function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => item !== undefined && item !== null).map(String);
}

export function principalsOf(principal: unknown): readonly PrincipalName[] {
  if (typeof principal === "string" || Array.isArray(principal))
    return textsOf(principal).map((value) => ({ kind: "*", value }));
  if (!isObject(principal)) return [];
  return Object.entries(principal).flatMap(([kind, values]) =>
    textsOf(values).map((value) => ({ kind, value })),
  );
}

export function conditionTestsOf(condition: unknown): readonly ConditionTest[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) }))
      : [],
  );
}

/** Whether a statement with these `Action` and `NotAction` elements is about the action. */
export function coversAction(
  { Action, NotAction }: { readonly Action?: OneOrMany; readonly NotAction?: OneOrMany },
  action: string,
): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, action, { ignoreCase: true });
  const others = listOf(NotAction);
  return others.length > 0 ? !others.some(matches) : listOf(Action).some(matches);
}

/** True for `"*"` and `{"AWS": "*"}`: every principal, authenticated or not. */
export function isEverybody({ kind, value }: PrincipalName): boolean {
  return value === "*" && (kind === "*" || kind === "AWS");
}
