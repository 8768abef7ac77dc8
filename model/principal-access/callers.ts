/** Principals as callers of AWS. */
import { isAccountId } from "../../aws/accounts";
import { accountRootArn, arnParts, roleArn } from "../../aws/arns";
import type { Caller } from "../evaluation/types";

/** A principal ready to call. */
export interface Person {
  /** As a report shows it. */
  readonly shown: string;
  readonly caller: Caller;
  /** Undefined where it belongs to no account that is known. */
  readonly account: string | undefined;
  /** Whether it represents several principals, so that each one's own policies decide, too. */
  readonly isMany: boolean;
}

/** An account that does not exist: no policy names a caller of it. */
export const NO_ONES_ACCOUNT = "000000000000";
const ANY_ROLE = "anyone";

/**
 * The principal that a policy names; undefined for what calls nothing, such as the id of a principal that was deleted.
 *
 * @param owner account of the bucket, which replaces a wildcard in the account
 */
export function personNamed(name: string, partition: string, owner: string | undefined): Person | undefined {
  if (name === "*") return anyoneOf(NO_ONES_ACCOUNT, partition, "*");
  const parts = arnParts(name);
  if (parts === undefined) return undefined;
  const account = /[*?]/.test(parts.account) ? (owner ?? NO_ONES_ACCOUNT) : parts.account;
  const { resource } = parts;
  if (resource === "root") return anyoneOf(account, parts.partition, name);
  const arn = `arn:${parts.partition}:${parts.service}::${account}:${resource}`;
  const isMany = /[*?]/.test(name);
  if (parts.service === "sts") {
    const [type, role, session] = resource.split("/");
    if (type !== "assumed-role" || role === undefined || session === undefined) return undefined;
    return {
      shown: name,
      caller: { kind: "role", arn: roleArn(parts.partition, account, "/", role), account, session },
      account,
      isMany,
    };
  }
  if (parts.service !== "iam") return undefined;
  return {
    shown: name,
    caller: { kind: resource.startsWith("user/") ? "user" : "role", arn, account },
    account,
    isMany,
  };
}

/** Any role of an account that no statement names. */
export function anyoneOf(account: string, partition: string, shown: string): Person {
  return {
    shown,
    caller: { kind: "role", arn: roleArn(partition, account, "/", ANY_ROLE), account },
    account,
    isMany: true,
  };
}

/** Any role of an account that no statement of the bucket's policy names, nor the bucket belongs to. */
export function strangerTo(partition: string): Person {
  return anyoneOf(NO_ONES_ACCOUNT, partition, "any other principal in another account");
}

/** A principal's name in one spelling: an account by the ARN of its root, as AWS stores it. */
export function oneSpelling(name: string, partition: string): string {
  return isAccountId(name) ? accountRootArn(partition, name) : name;
}

/** An explanation with the caller as a report shows it. */
export function inWordsOf({ shown, caller }: Person, because: string): string {
  const arn = "arn" in caller ? caller.arn : undefined;
  return arn === undefined || arn === shown ? because : because.replaceAll(arn, shown);
}
