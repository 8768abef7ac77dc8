/** Makes requirements of the calls that S3 makes on KMS keys. */

import { type ContextForm, keyCalls } from "../calls/roleCalls";
import { coversAction, listOf } from "../evaluation/statementParts";
import { freeSid, roleSid, verbOf } from "../fixes/sids";
import { keepingDefaultKeyPolicy, keyCondition, resourceStatement, roleStatement } from "../fixes/statements";
import { knownValue, relationOf } from "../known";
import type { KeyEnd, KeyState, RouteEnd, RouteFacts } from "../routeFacts";
import { type Forms, VERDICT_RANK } from "./bucketKeys";
import { type JudgedSide, judged } from "./findings";
import { type About, type Finding, type Requirement, unknown, withWhy, worstOf } from "./requirement";

/** A use that S3 makes of one of the route's keys. */
export interface KeyPermission {
  readonly actions: readonly string[];
  /** What the owner of a key that was not read is asked to allow in one statement. */
  readonly together?: readonly string[];
  readonly key: (subject: RouteFacts) => KeyState;
  readonly end: (subject: RouteFacts) => RouteEnd;
  readonly forms: (subject: RouteFacts) => Forms;
  /** Which of the actions S3 needs on this route; a text says why that is not known. */
  readonly applies: (subject: RouteFacts, action: string) => boolean | { readonly unknown: string };
}

/** The role's own policies allow the use. */
export function roleMayUse(about: About, use: KeyPermission): Requirement {
  const { why: _, ...rest } = about;
  return {
    ...rest,
    checks: withWhy(
      `${use.actions.join(", ")} on the key, by the role's policies and boundary or by a key policy that names the role, with the ViaService and encryption context that S3 gives`,
      about,
    ),
    check: (subject) => keyFinding(subject, use, "role"),
  };
}

/** The key policy names the role, or leaves the decision to the role's account. */
export function keyPolicyLetsIn(about: Omit<About, "why">, use: KeyPermission): Requirement {
  return {
    ...about,
    checks: `${use.actions.join(", ")}: the key policy names the role, or within one account delegates to it, and denies none of them`,
    check: (subject) => keyFinding(subject, use, "resource"),
  };
}

function keyFinding(subject: RouteFacts, use: KeyPermission, side: JudgedSide): Finding | undefined {
  const key = use.key(subject);
  const wanted = use.actions.map((action) => ({ action, applies: use.applies(subject, action) }));
  const made = wanted.filter(({ applies }) => applies !== false);
  if (made.length === 0 || key.kind === "none") return undefined;
  if (!("arn" in key)) return unknown(`the key is not known: ${key.why}`);
  if (key.kind === "managed" && isForeign(subject, key)) return undefined;
  const actions = made.map(({ action }) => action);
  const fixOf = (limitedBy?: string) => fixFor(subject, key, use.end(subject), actions, side, limitedBy);
  if (key.kind === "outside" && side === "resource") {
    return unknown(
      `${key.label} is not part of what was read: its owner must let the role use it`,
      fixFor(subject, key, use.end(subject), use.together ?? use.actions, side, undefined),
    );
  }
  const findings = made.flatMap(({ action, applies }) => {
    const found = overForms(subject, use, key, action, side, fixOf);
    if (found === undefined) return [];
    const soft = applies !== true && applies !== false && found.verdict === "unmet";
    return [soft ? unknown(`${applies.unknown}, and ${found.because}`, found.fix) : found];
  });
  return worstOf(findings);
}

/** The policy of another account's `aws/s3` allows no other account: a separate requirement reports that. */
function isForeign({ role }: RouteFacts, { account }: KeyEnd): boolean {
  return role !== undefined && relationOf(role.account, account) === "different";
}

/** Where it is not certain which form S3 uses, one that works is enough. */
function overForms(
  subject: RouteFacts,
  use: KeyPermission,
  key: KeyEnd,
  action: string,
  side: JudgedSide,
  fixOf: (limitedBy?: string) => string,
): Finding | undefined {
  const { forms, wanted } = use.forms(subject);
  const findings = forms.map((form) => withForm(subject, use, key, action, side, form, fixOf));
  if (wanted === "all") return worstOf(findings);
  return [...findings].sort((a, b) => VERDICT_RANK[a.verdict] - VERDICT_RANK[b.verdict])[0];
}

function withForm(
  subject: RouteFacts,
  use: KeyPermission,
  key: KeyEnd,
  action: string,
  side: JudgedSide,
  form: ContextForm,
  fixOf: (limitedBy?: string) => string,
): Finding {
  const calls = keyCalls(subject, key, use.end(subject), action, form);
  const found = judged(subject, calls, side, (_, limitedBy) => fixOf(limitedBy));
  if (found.verdict === "met") return found;
  const isDenied = calls.some((call) => subject.index.access.sides(call)[side].explicit === true);
  const alias = side === "role" && !isDenied ? aliasInPolicy(subject, key, action) : undefined;
  const because = alias ?? withContext(found.because, form);
  return { ...found, because, fix: found.fix ?? fixOf() };
}

function withContext(because: string, form: ContextForm): string {
  if (!/EncryptionContext/i.test(because)) return because;
  return form === "bucket"
    ? `${because} (with an S3 Bucket Key S3 gives the bucket's ARN)`
    : `${because} (without an S3 Bucket Key S3 gives the object's ARN)`;
}

function fixFor(
  subject: RouteFacts,
  key: KeyEnd,
  end: RouteEnd,
  actions: readonly string[],
  side: JudgedSide,
  limitedBy: string | undefined,
): string {
  const condition = keyCondition(key, end);
  const sid = keySid(end, actions);
  if (side === "role") {
    return roleStatement(
      subject,
      limitedBy,
      roleSid(subject, sid, end),
      actions,
      [knownValue(key.arn) ?? "<ARN of the key>"],
      condition,
    );
  }
  const added = resourceStatement(
    subject,
    `add to the key policy of ${key.label}`,
    freeSid(subject, sid, [key.policy]),
    actions,
    "*",
    condition,
  );
  const isDefault = key.kind === "found" && key.policy === undefined;
  return isDefault
    ? keepingDefaultKeyPolicy(key.label, end.partition, knownValue(key.account), added)
    : added;
}

function keySid({ side }: RouteEnd, actions: readonly string[]): string {
  if (side === "source") return "ReadWithSourceKey";
  // Several requirements ask for a part of the three.
  return actions.length === 3 ? "WriteWithReplicaKey" : `${actions.map(verbOf).join("")}WithReplicaKey`;
}

/** A statement that would have granted the action, had it not named the key by an alias. */
function aliasInPolicy({ role }: RouteFacts, key: KeyEnd, action: string): string | undefined {
  const region = knownValue(key.region);
  for (const { label, document } of role?.policies ?? []) {
    for (const statement of knownValue(document)?.Statement ?? []) {
      if (statement.Effect !== "Allow" || !coversAction(statement, action)) continue;
      const alias = listOf(statement.Resource).find(
        (resource) => resource.includes(":alias/") && (region === undefined || resource.includes(region)),
      );
      if (alias === undefined) continue;
      const name = statement.Sid === undefined ? "a statement" : `statement "${statement.Sid}"`;
      return `${name} of ${label} has the alias "${alias}" as Resource: KMS matches permissions on key ARNs only, so an alias there grants nothing, and nothing else allows ${action} on ${key.label}`;
    }
  }
  return undefined;
}
