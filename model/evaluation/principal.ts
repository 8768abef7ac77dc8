/** Whether the `Principal` or `NotPrincipal` of a statement names a caller. */
import { arnParts, friendlyName } from "./arn";
import { slipsIn } from "./mistakenPrincipals";
import type { PrincipalNames } from "./principalNames";
import { listOf } from "./statementParts";
import { anyOf, type Ternary } from "./ternary";
import type { Caller, PolicyStatement, StatementPrincipal } from "./types";
import { quoted } from "./wording";

/**
 * How a statement names the caller, each on its own, because AWS weighs them differently.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface Naming {
  /** By itself or as one of all: the session, user, service, root user or `*`. */
  readonly direct: Ternary;
  /** By the ARN of the role whose session it is. */
  readonly role: Ternary;
  /** By its account, which leaves the decision to that account's IAM policies. */
  readonly account: Ternary;
}

const NOT_NAMED: Naming = { direct: "no", role: "no", account: "no" };

/** One naming out of the names in a list: the best of each kind. */
function bestOf(namings: readonly Naming[]): Naming {
  return {
    direct: anyOf(namings.map((n) => n.direct)),
    role: anyOf(namings.map((n) => n.role)),
    account: anyOf(namings.map((n) => n.account)),
  };
}

/** Whether the caller is named in any way. */
export const isNamed = ({ direct, role, account }: Naming): Ternary => anyOf([direct, role, account]);

/**
 * How a statement of a resource's policy names the caller.
 *
 * @param limited whether the caller has a permissions boundary, which `NotPrincipal` with `Deny` always hits
 * @param names the names of the statement, where they are sorted
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namingOf(
  statement: PolicyStatement,
  caller: Caller,
  limited: boolean,
  names?: PrincipalNames,
): Naming {
  const meant = names?.thatMayName(caller);
  if (statement.Principal !== undefined) return namingBy(meant ?? statement.Principal, caller);
  if (statement.NotPrincipal === undefined) return NOT_NAMED;
  if (statement.Effect === "Deny" && limited) return { ...NOT_NAMED, direct: "yes" };
  return { ...NOT_NAMED, direct: outsideOf(namingBy(meant ?? statement.NotPrincipal, caller), caller) };
}

/**
 * Whether `NotPrincipal` leaves the caller to the statement. Certain when it names nothing of the caller, or what AWS
 * asks for: the caller (or its role) together with its account. Between these "the policy might deny access".
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function outsideOf(listed: Naming, caller: Caller): Ternary {
  if (caller.kind === "service" || caller.kind === "account") {
    const is = anyOf([listed.direct, listed.account]);
    return is === "yes" ? "no" : is === "no" ? "yes" : "unknown";
  }
  const self = anyOf([listed.direct, listed.role]);
  if (self === "no" && listed.account === "no") return "yes";
  return self === "yes" && listed.account === "yes" ? "no" : "unknown";
}

function namingBy(principal: StatementPrincipal, caller: Caller): Naming {
  if (typeof principal === "string") return principal === "*" ? everyone() : NOT_NAMED;
  const namings: Naming[] = [];
  for (const [kind, names] of Object.entries(principal)) {
    for (const name of listOf(names)) namings.push(namingByOne(kind, name, caller));
  }
  return bestOf(namings);
}

/** All principals: the caller itself, and its account with it. */
const everyone = (): Naming => ({ direct: "yes", role: "yes", account: "yes" });

function namingByOne(kind: string, name: string, caller: Caller): Naming {
  if (kind === "AWS") return caller.kind === "service" ? serviceByAws(name) : namingByAws(name, caller);
  if (kind === "Service" && caller.kind === "service") {
    return { ...NOT_NAMED, direct: name.toLowerCase() === caller.service.toLowerCase() ? "yes" : "no" };
  }
  // A canonical user ID stands for an account, and nothing here tells for which.
  if (kind === "CanonicalUser" && caller.kind !== "service") return { ...NOT_NAMED, account: "unknown" };
  return NOT_NAMED;
}

/** Whether a plain ARN, account or service, as a KMS grant gives it, is the caller. */
export function namingByArn(name: string, caller: Caller): Ternary {
  if (caller.kind === "service") return name === caller.service ? "yes" : "no";
  return isNamed(namingByAws(name, caller));
}

/** AWS equates `{"AWS": "*"}` with `*` for anonymous users only. */
function serviceByAws(name: string): Naming {
  return name === "*" ? { ...NOT_NAMED, direct: "unknown" } : NOT_NAMED;
}

function namingByAws(name: string, caller: Exclude<Caller, { kind: "service" }>): Naming {
  if (name === "*") return everyone();
  if (isAccount(name, caller.account)) {
    return caller.kind === "account"
      ? { ...NOT_NAMED, direct: "yes", account: "yes" }
      : { ...NOT_NAMED, account: "yes" };
  }
  if (caller.kind === "user") return { ...NOT_NAMED, direct: name === caller.arn ? "yes" : "no" };
  if (caller.kind === "account") return NOT_NAMED;
  if (name === caller.arn) return { ...NOT_NAMED, role: "yes" };
  return { ...NOT_NAMED, direct: sessionOf(name, caller) };
}

/** An account by its number or by the ARN of its root, in any partition's spelling of it. */
function isAccount(name: string, account: string): boolean {
  if (name === account) return true;
  const parts = arnParts(name);
  return parts?.service === "iam" && parts.resource === "root" && parts.account === account;
}

/** Whether the name is a session of the caller's role; session ARNs leave the role's path out. */
function sessionOf(name: string, caller: Extract<Caller, { kind: "role" }>): Ternary {
  const parts = arnParts(name);
  if (parts?.service !== "sts" || parts.account !== caller.account) return "no";
  const [type, role, session] = parts.resource.split("/");
  if (type !== "assumed-role" || role !== friendlyName(caller.arn) || !session) return "no";
  if (caller.session === undefined) return "unknown";
  return session === caller.session ? "yes" : "no";
}

/** The clause for a statement that does not name the caller, with the likely slip. */
export function whyNotNamed(statement: PolicyStatement, caller: Caller, sorted?: PrincipalNames): string {
  const element = statement.Principal === undefined ? "NotPrincipal" : "Principal";
  const names = sorted?.all ?? namesOf(statement.Principal ?? statement.NotPrincipal);
  if (names.length === 0) return "it has no Principal";
  if (element === "NotPrincipal") return `its NotPrincipal leaves out ${quoted(names)}`;
  const written = sorted?.thatMayBeMeant(caller, undefined) ?? statement.Principal;
  const slip = slipsIn(written, caller, undefined).find(({ isAccount }) => !isAccount);
  return `its Principal is ${quoted(names)}, not ${callerName(caller)}${slip === undefined ? "" : ` (${slip.why})`}`;
}

/** Every name in a principal element, whatever its kind. */
export function namesOf(principal: StatementPrincipal | undefined): readonly string[] {
  if (principal === undefined) return [];
  return typeof principal === "string" ? [principal] : Object.values(principal).flatMap(listOf);
}

/** The caller as a sentence names it. */
export function callerName(caller: Caller): string {
  if (caller.kind === "service") return caller.service;
  return caller.kind === "account" ? `account ${caller.account}` : caller.arn;
}
