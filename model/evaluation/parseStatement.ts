/** Reads one statement of a policy document and says what is wrong with it. */
import { qualifiersOf } from "./condition";
import { COMPARISONS, NULL_OPERATOR } from "./operators";
import { describe, isObject, optionalText } from "./shape";
import type { OneOrMany, PolicyStatement, StatementCondition, StatementPrincipal } from "./types";

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const PRINCIPAL_KINDS = ["AWS", "Service", "Federated", "CanonicalUser"];

/** Reads one statement; adds what is wrong with it to the problems. */
export function parseStatement(
  value: unknown,
  where: string,
  problems: string[],
): PolicyStatement | undefined {
  if (!isObject(value)) {
    problems.push(`${where}: expected a statement (an object), found ${describe(value)}`);
    return undefined;
  }
  const before = problems.length;
  for (const key of Object.keys(value)) {
    if (!ELEMENTS.includes(key)) problems.push(`${where}."${key}": expected only ${ELEMENTS.join(", ")}`);
  }
  const effect = value["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    problems.push(`${where}."Effect": expected "Allow" or "Deny", found ${describe(effect)}`);
  }
  for (const [one, other] of [
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
    ["Principal", "NotPrincipal"],
  ] as const) {
    if (value[one] !== undefined && value[other] !== undefined) {
      problems.push(`${where}: expected "${one}" or "${other}", found both`);
    }
  }
  if (value["Action"] === undefined && value["NotAction"] === undefined) {
    problems.push(`${where}: expected "Action" or "NotAction", found neither`);
  }
  const sid = optionalText(value, "Sid", problems, `${where}.`);
  const action = listUnder(value, "Action", where, problems);
  const notAction = listUnder(value, "NotAction", where, problems);
  const resource = listUnder(value, "Resource", where, problems);
  const notResource = listUnder(value, "NotResource", where, problems);
  const principal = principalUnder(value, "Principal", where, problems);
  const notPrincipal = principalUnder(value, "NotPrincipal", where, problems);
  const condition = conditionIn(value["Condition"], where, problems);
  if (problems.length > before || (effect !== "Allow" && effect !== "Deny")) return undefined;
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal !== undefined && { Principal: principal }),
    ...(notPrincipal !== undefined && { NotPrincipal: notPrincipal }),
    ...(action !== undefined && { Action: action }),
    ...(notAction !== undefined && { NotAction: notAction }),
    ...(resource !== undefined && { Resource: resource }),
    ...(notResource !== undefined && { NotResource: notResource }),
    ...(condition !== undefined && { Condition: condition }),
  };
}

function listUnder(
  from: Readonly<Record<string, unknown>>,
  key: "Action" | "NotAction" | "Resource" | "NotResource",
  where: string,
  problems: string[],
): OneOrMany | undefined {
  const value = from[key];
  if (value === undefined || isOneOrMany(value)) return value;
  problems.push(`${where}."${key}": expected a text or a list of texts, found ${describe(value)}`);
  return undefined;
}

function isOneOrMany(value: unknown): value is OneOrMany {
  if (typeof value === "string") return true;
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function principalUnder(
  from: Readonly<Record<string, unknown>>,
  key: "Principal" | "NotPrincipal",
  where: string,
  problems: string[],
): StatementPrincipal | undefined {
  const value = from[key];
  if (value === undefined || value === "*") return value;
  const here = `${where}."${key}"`;
  if (!isObject(value)) {
    problems.push(`${here}: expected "*" or an object such as {"AWS": "…"}, found ${describe(value)}`);
    return undefined;
  }
  const kinds: { [kind: string]: OneOrMany } = {};
  for (const [kind, names] of Object.entries(value)) {
    if (!PRINCIPAL_KINDS.includes(kind))
      problems.push(`${here}: expected ${PRINCIPAL_KINDS.join(", ")}, found "${kind}"`);
    else if (isOneOrMany(names)) kinds[kind] = names;
    else problems.push(`${here}."${kind}": expected a text or a list of texts, found ${describe(names)}`);
  }
  if (Object.keys(value).length === 0) problems.push(`${here}: expected at least one principal, found none`);
  return kinds;
}

type ConditionKeys = { [key: string]: ConditionValue | readonly ConditionValue[] };
type ConditionValue = string | number | boolean;

function conditionIn(value: unknown, where: string, problems: string[]): StatementCondition | undefined {
  if (value === undefined) return undefined;
  const here = `${where}."Condition"`;
  if (!isObject(value)) {
    problems.push(`${here}: expected an object of operators, found ${describe(value)}`);
    return undefined;
  }
  const operators: { [operator: string]: ConditionKeys } = {};
  for (const [operator, keys] of Object.entries(value)) {
    if (!isOperator(operator)) {
      problems.push(`${here}: expected a condition operator such as "StringEquals", found "${operator}"`);
    } else if (!isObject(keys)) {
      problems.push(`${here}."${operator}": expected an object of condition keys, found ${describe(keys)}`);
    } else operators[operator] = keysIn(keys, `${here}."${operator}"`, problems);
  }
  return operators;
}

function keysIn(keys: Readonly<Record<string, unknown>>, where: string, problems: string[]): ConditionKeys {
  const read: ConditionKeys = {};
  for (const [key, value] of Object.entries(keys)) {
    if (isConditionValue(value) || (Array.isArray(value) && value.every(isConditionValue))) read[key] = value;
    else
      problems.push(
        `${where}."${key}": expected a text, number or boolean or a list of them, found ${describe(value)}`,
      );
  }
  return read;
}

function isOperator(operator: string): boolean {
  const { base, ifExists } = qualifiersOf(operator);
  return COMPARISONS.has(base) || (base === NULL_OPERATOR && !ifExists);
}

function isConditionValue(value: unknown): value is ConditionValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
