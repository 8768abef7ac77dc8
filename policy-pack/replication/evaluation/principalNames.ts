/** Finds who is named in a Principal element, for policies that name thousands and are asked about each of them. */
import { arnParts, friendlyName } from "./arn";
import { listOf } from "./statementParts";
import type { Caller, StatementPrincipal } from "./types";

interface Name {
  readonly kind: string;
  readonly name: string;
}

/** The names of one `Principal` or `NotPrincipal` element, by the callers that each may be. */
export class PrincipalNames {
  /** Every name, whatever its kind. */
  readonly all: readonly string[];
  readonly #byKey = new Map<string, Name[]>();
  readonly #alike = new Map<string, string>();
  readonly #oddities: readonly string[];

  constructor(readonly principal: StatementPrincipal) {
    const names = typeof principal === "string" ? [] : namesByKind(principal);
    this.all = typeof principal === "string" ? [principal] : names.map(({ name }) => name);
    for (const name of names) {
      for (const key of keysOf(name)) {
        const known = this.#byKey.get(key);
        if (known === undefined) this.#byKey.set(key, [name]);
        else if (key !== CANONICAL) known.push(name);
      }
    }
    for (const name of this.all) {
      const last = friendlyName(name);
      if (name.includes(":role/") && !this.#alike.has(last)) this.#alike.set(last, name);
    }
    const deleted = this.all.find(isDeleted);
    const wild = this.all.find(isWild);
    this.#oddities = [deleted, wild].filter((name) => name !== undefined);
  }

  /** Keys of all callers that may be named, as {@link keysOfCaller} gives them. */
  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** The element with the names only that may name the caller. */
  thatMayName(caller: Caller): StatementPrincipal {
    if (typeof this.principal === "string") return this.principal;
    const byKind: { [kind: string]: string[] } = {};
    for (const { kind, name } of keysOfCaller(caller).flatMap((key) => this.#byKey.get(key) ?? [])) {
      byKind[kind] = [...(byKind[kind] ?? []), name];
    }
    return byKind;
  }

  /** Names that may be a slip for the caller: of each kind of slip the first. */
  alike(caller: Caller): readonly string[] {
    const same = "arn" in caller ? this.#alike.get(friendlyName(caller.arn)) : undefined;
    const [session] = caller.kind === "role" ? (this.#byKey.get(keyOfSessions(caller)) ?? []) : [];
    return [
      ...(same === undefined ? [] : [same]),
      ...(session === undefined ? [] : [session.name]),
      ...this.#oddities,
    ];
  }
}

/** Whether a name is the unique id that AWS leaves where a role or user was deleted. */
export function isDeleted(name: string): boolean {
  return /^A(RO|ID)A[A-Z0-9]{12,}$/.test(name);
}

/** Whether a name looks like a pattern, which no Principal takes. */
export function isWild(name: string): boolean {
  return name !== "*" && name.includes("*");
}

function namesByKind(principal: Exclude<StatementPrincipal, string>): readonly Name[] {
  return Object.entries(principal).flatMap(([kind, names]) => listOf(names).map((name) => ({ kind, name })));
}

const CANONICAL = "canonical user";

function keysOf({ kind, name }: Name): readonly string[] {
  if (kind === "Service") return [`service ${name.toLowerCase()}`];
  if (kind === "CanonicalUser") return [CANONICAL];
  if (kind !== "AWS") return [];
  const parts = arnParts(name);
  if (parts?.service === "iam" && parts.resource === "root") return [name, `account ${parts.account}`];
  if (parts?.service !== "sts") return [name];
  const [, role] = parts.resource.split("/");
  return [name, `session ${parts.account} ${role}`];
}

/** What a name must have to name the caller: at least one of these keys. */
export function keysOfCaller(caller: Caller): readonly string[] {
  if (caller.kind === "service") return ["*", `service ${caller.service.toLowerCase()}`];
  const keys = ["*", caller.account, `account ${caller.account}`, CANONICAL];
  if (caller.kind === "account") return keys;
  if (caller.kind === "user") return [...keys, caller.arn];
  return [...keys, caller.arn, keyOfSessions(caller)];
}

function keyOfSessions({ account, arn }: Extract<Caller, { kind: "role" }>): string {
  return `session ${account} ${friendlyName(arn)}`;
}
