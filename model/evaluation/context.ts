/** Looks condition keys up in what is known of a call. */
import { friendlyName } from "./arn";
import type { AccessRequest, Caller, ContextValue } from "./types";

/** Finds the value of a condition key; key names are case-insensitive. */
export type ContextLookup = (key: string) => ContextValue;

/**
 * The request's context: what it lists, else what follows from the caller and the resource's owner, else undetermined.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(request: AccessRequest): ContextLookup {
  // Most calls meet no condition at all, or one that spells its key as usual, so that all values are put together only when needed.
  let values: ReadonlyMap<string, ContextValue> | undefined;
  return (key) => {
    const given = Object.hasOwn(request.context, key) ? request.context[key] : undefined;
    if (given !== undefined) return present(given);
    values ??= valuesOf(request);
    return (
      values.get(key.toLowerCase()) ??
      values.get(familyOf(key)) ?? { undetermined: `the call does not determine ${key}` }
    );
  };
}

/** The same context for a reader of whom AWS does not say what the keys of these families tell it. */
export function withoutFamily(context: ContextLookup, prefix: string, undetermined: string): ContextLookup {
  return (key) => (key.toLowerCase().startsWith(prefix) ? { undetermined } : context(key));
}

/** What lists the keys of the same family together; for a key without a family, no key at all. */
function familyOf(key: string): string {
  const slash = key.indexOf("/");
  return slash < 0 ? "" : `${key.slice(0, slash).toLowerCase()}/*`;
}

function valuesOf(request: AccessRequest): ReadonlyMap<string, ContextValue> {
  const values = new Map<string, ContextValue>();
  for (const [key, value] of factsOf(request)) values.set(key, value);
  for (const [key, value] of Object.entries(request.context)) values.set(key.toLowerCase(), present(value));
  return values;
}

/** A key without any value is what AWS calls null: the same as an absent one. */
function present(value: ContextValue): ContextValue {
  return isValueList(value) && value.length === 0 ? { absent: true } : value;
}

export function isValueList(value: ContextValue): value is readonly string[] {
  return Array.isArray(value);
}

function factsOf(request: AccessRequest): [string, ContextValue][] {
  const facts = factsOfCaller(request.caller);
  if (request.resourceAccount !== undefined) facts.push(["aws:resourceaccount", [request.resourceAccount]]);
  return facts;
}

function factsOfCaller(caller: Caller): [string, ContextValue][] {
  const absent: ContextValue = { absent: true };
  if (caller.kind === "service") {
    return [
      ["aws:principalisawsservice", ["true"]],
      ["aws:principalservicename", [caller.service]],
      ["aws:username", absent],
    ];
  }
  const arn = caller.kind === "account" ? undefined : caller.arn;
  const type = { role: "AssumedRole", user: "User", account: "Account" }[caller.kind];
  return [
    ["aws:principalaccount", [caller.account]],
    ["kms:calleraccount", [caller.account]],
    ["aws:principaltype", [type]],
    ["aws:principalisawsservice", ["false"]],
    ["aws:principalservicename", absent],
    ["aws:username", caller.kind === "user" ? [friendlyName(caller.arn)] : absent],
    ...(arn === undefined ? [] : ([["aws:principalarn", [arn]]] satisfies [string, ContextValue][])),
  ];
}
