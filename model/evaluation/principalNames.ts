/** Finds who is named in a Principal element, for policies that name thousands and are asked about each of them. */

import { isAccountId } from "../../aws/accounts";
import { arnParts, friendlyName } from "../../aws/arns";
import type { Caller, StatementPrincipal } from "./document";
import { listOf } from "./statementParts";

interface Name {
  readonly kind: string;
  readonly name: string;
}

/** The names of one `Principal` or `NotPrincipal` element, by the callers that each may be. */
export class PrincipalNames {
  /** Every name, of any kind. */
  readonly all: readonly string[];
  readonly #byKey = new Map<string, Name[]>();
  readonly #alike = new Map<string, string>();
  readonly #oddities: readonly string[];
  readonly #services: readonly string[];
  /** The accounts that are named as a whole, each by its first name. */
  readonly #accounts = new Map<string, string>();
  readonly #ofAccounts: boolean;

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
    this.#services = names
      .filter(({ kind, name }) => kind === "Service" && meansS3(name))
      .map(({ name }) => name);
    for (const name of this.all) {
      const account = accountNamed(name);
      if (account !== undefined && !this.#accounts.has(account)) this.#accounts.set(account, name);
    }
    this.#ofAccounts = this.all.every((name) => accountNamed(name) !== undefined);
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

  /** Whether the names are all of one account as a whole: in a key policy, the delegation to that account's policies. */
  isAllOf(account: string | undefined): boolean {
    return this.#ofAccounts && this.#accounts.size === 1 && this.#accounts.has(account ?? "");
  }

  /**
   * The element with the names only that may be slips for the caller: of each kind of slip the first.
   *
   * @param owner account of the resource, whose root is no slip
   */
  thatMayBeMeant(caller: Caller, owner: string | undefined): StatementPrincipal {
    const same = "arn" in caller ? this.#alike.get(friendlyName(caller.arn)) : undefined;
    const [session] = caller.kind === "role" ? (this.#byKey.get(keyOfSessions(caller)) ?? []) : [];
    const own = "account" in caller ? caller.account : undefined;
    const AWS = [same, session?.name, this.#otherThan(owner, own), ...this.#oddities];
    return { AWS: AWS.filter((name) => name !== undefined), Service: this.#services };
  }

  /** The name of an account that is neither of these. */
  #otherThan(owner: string | undefined, own: string | undefined): string | undefined {
    for (const [account, name] of this.#accounts) if (account !== owner && account !== own) return name;
    return undefined;
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

/** The account that a principal names as a whole. */
export function accountNamed(name: string): string | undefined {
  if (isAccountId(name)) return name;
  const parts = arnParts(name);
  return parts?.service === "iam" && parts.resource === "root" ? parts.account : undefined;
}

/** Whether a service name is one of S3, or was written for it. */
export function meansS3(service: string): boolean {
  return service.toLowerCase().split(".").includes("s3");
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
