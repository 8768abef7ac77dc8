/** Where live accounts differ from what a stack made. */
import { type Bucket, bucketName, type Key, knownValue, type Role, type Topology } from "../../model";
import {
  bucketValues,
  configurationValues,
  type DocumentValue,
  keyValues,
  roleValues,
  type Value,
} from "./comparedValues";
import { compareDocuments } from "./documents";

export interface StackDifference {
  /** E.g. `bucket acme-archive`. */
  readonly resource: string;
  /** E.g. `versioning`. */
  readonly what: string;
  /** What the stack has. */
  readonly stack: string;
  /** What the account has, or why that is not known. */
  readonly account: string;
  readonly verdict: "differs" | "unknown";
}

/** Values that the stack does not know yet are left out: there is nothing to differ from. */
export function differencesOf(stack: Topology, live: Topology): readonly StackDifference[] {
  return [
    ...stack.buckets.flatMap((bucket) => ofBucket(bucket, stack, live)),
    ...stack.keys.flatMap((key) => ofKey(key, live)),
    ...stack.roles.flatMap((role) => ofRole(role, live)),
  ];
}

function ofBucket(bucket: Bucket, stack: Topology, live: Topology): readonly StackDifference[] {
  const name = knownValue(bucket.name);
  if (name === undefined) return [];
  const resource = `bucket ${name}`;
  const found = live.buckets.find((each) => knownValue(each.name) === name);
  if (found === undefined) return [isGone(resource)];
  const own = configurationValues(bucket, stack);
  const theirs = configurationValues(found, live);
  return [
    ...compared(resource, bucketValues(bucket, stack), bucketValues(found, live)),
    ...comparedDocuments(
      resource,
      [{ what: "policy", policy: bucket.policy }],
      [{ what: "policy", policy: found.policy }],
    ),
    ...compared(resource, own.values, theirs.values),
    ...rulesOnly(
      resource,
      own.rules,
      theirs.rules,
      "unknown" in theirs.rules ? theirs.rules.unknown : undefined,
    ),
  ];
}

/** Rules that only one side has. */
function rulesOnly(
  resource: string,
  own: readonly string[] | { readonly unknown: string },
  theirs: readonly string[] | { readonly unknown: string },
  why: string | undefined,
): readonly StackDifference[] {
  if ("unknown" in own) return [];
  if ("unknown" in theirs) {
    const account = `unknown: ${why ?? theirs.unknown}`;
    return [
      { resource, what: "replication rules", stack: own.join(", ") || "none", account, verdict: "unknown" },
    ];
  }
  const missing = own.filter((id) => !theirs.includes(id));
  const added = theirs.filter((id) => !own.includes(id));
  const verdict = "differs";
  return [
    ...missing.map(
      (id) => ({ resource, what: `rule ${id}`, stack: "there", account: "not there", verdict }) as const,
    ),
    ...added.map(
      (id) => ({ resource, what: `rule ${id}`, stack: "not there", account: "there", verdict }) as const,
    ),
  ];
}

function ofKey(key: Key, live: Topology): readonly StackDifference[] {
  const arn = knownValue(key.arn);
  if (arn === undefined) return [];
  const resource = `key ${arn}`;
  const found = live.keys.find((each) => knownValue(each.arn) === arn);
  if (found === undefined) return [isGone(resource)];
  return [
    ...compared(resource, keyValues(key), keyValues(found)),
    // Without a policy of its own in the stack KMS gives the key its default one.
    ...(key.policy === undefined
      ? []
      : comparedDocuments(
          resource,
          [{ what: "policy", policy: key.policy }],
          [{ what: "policy", policy: found.policy }],
        )),
  ];
}

function ofRole(role: Role, live: Topology): readonly StackDifference[] {
  const arn = knownValue(role.arn);
  if (arn === undefined || !isUsed(role, live)) return [];
  const resource = `role ${arn}`;
  const found = live.roles.find((each) => knownValue(each.arn) === arn);
  if (found === undefined) return [isGone(resource)];
  return comparedDocuments(resource, roleValues(role), roleValues(found));
}

/** Only the roles of rules are read: of another one nothing can be said. */
function isUsed(role: Role, live: Topology): boolean {
  const arn = knownValue(role.arn);
  return live.configurations.some(
    ({ role: reference }) =>
      ("to" in reference && reference.to === arn) || ("outside" in reference && reference.outside === arn),
  );
}

function isGone(resource: string): StackDifference {
  return { resource, what: "existence", stack: "there", account: "not there", verdict: "differs" };
}

function compared(
  resource: string,
  own: readonly Value[],
  theirs: readonly Value[],
): readonly StackDifference[] {
  return own.flatMap(({ what, value }): readonly StackDifference[] => {
    const found = theirs.find((each) => each.what === what);
    if ("unknown" in value || found === undefined) return [];
    if ("unknown" in found.value) {
      const account = `unknown: ${found.value.unknown}`;
      return [{ resource, what, stack: value.known, account, verdict: "unknown" }];
    }
    if (value.known === found.value.known) return [];
    return [{ resource, what, stack: value.known, account: found.value.known, verdict: "differs" }];
  });
}

function comparedDocuments(
  resource: string,
  own: readonly DocumentValue[],
  theirs: readonly DocumentValue[],
): readonly StackDifference[] {
  const names = [...new Set([...own, ...theirs].map(({ what }) => what))];
  return names.flatMap((what): readonly StackDifference[] => {
    const mine = own.find((each) => each.what === what)?.policy;
    const other = theirs.find((each) => each.what === what)?.policy;
    if (mine === undefined && other === undefined) return [];
    if (mine !== undefined && "unknown" in mine.document) return [];
    if (other !== undefined && "unknown" in other.document) {
      const stack = mine === undefined ? "none" : "a policy";
      return [{ resource, what, stack, account: `unknown: ${other.document.unknown}`, verdict: "unknown" }];
    }
    const nothing = { Statement: [] };
    const { onlyFirst, onlySecond } = compareDocuments(
      mine === undefined || !("known" in mine.document) ? nothing : mine.document.known,
      other === undefined || !("known" in other.document) ? nothing : other.document.known,
    );
    if (onlyFirst.length === 0 && onlySecond.length === 0) return [];
    const only = (statements: readonly string[], side: string) =>
      statements.length === 0 ? `nothing that the ${side} does not have` : statements.join("\n");
    return [
      {
        resource,
        what,
        stack: only(onlyFirst, "account"),
        account: only(onlySecond, "stack"),
        verdict: "differs",
      },
    ];
  });
}

/** Source buckets of a topology by name. */
export function sourceNames(topology: Topology): readonly string[] {
  return [
    ...new Set(
      topology.configurations.flatMap(({ source }) => {
        if ("outside" in source) return [bucketName({ outside: source.outside })];
        if (!("to" in source)) return [];
        const bucket = topology.buckets.find(({ label }) => label === source.to);
        return bucket === undefined ? [] : (knownValue(bucket.name) ?? []);
      }),
    ),
  ];
}
