/** What the providers of a stack tell about the account and region that their resources are in. */

import { arnParts } from "../evaluation";
import type { Known, Unknown } from "../topology";
import { isAccountId } from "./partition";
import { Property } from "./property";
import { ownValue } from "./rawValue";
import { property, type StackProvider, type StackResource } from "./stackResource";

export interface ProviderFacts {
  readonly account: Known<string>;
  readonly region: Known<string>;
}

const noProvider: ProviderFacts = {
  account: { unknown: "the resource names no provider" },
  region: { unknown: "the resource names no provider" },
};

/** Looks the facts of a resource's provider up. Reads every provider once. */
export type ProviderLookUp = (resource: StackResource) => ProviderFacts;

/**
 * @param resources those whose own ARNs tell the account of their provider, where its settings do not: one provider
 *   reaches one account
 */
export function providerLookUp(resources: readonly StackResource[]): ProviderLookUp {
  let accounts: ReturnType<typeof accountsOfArns> | undefined;
  const accountOfArns = (key: string) => {
    accounts ??= accountsOfArns(resources);
    return accounts.get(key);
  };
  const facts = new Map<string, ProviderFacts>();
  return ({ provider }) => {
    if (provider === undefined) return noProvider;
    const cached = facts.get(provider.key);
    if (cached !== undefined) return cached;
    const read: ProviderFacts = {
      account: accountOf(provider, () => accountOfArns(provider.key)),
      region: regionOf(provider),
    };
    facts.set(provider.key, read);
    return read;
  };
}

/** Provider -> accounts in the ARNs that AWS gave to its roles, policies and keys. */
function accountsOfArns(resources: readonly StackResource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const accounts = new Map<string, Set<string>>();
  for (const resource of resources) {
    const { provider } = resource;
    if (provider === undefined) continue;
    const text = property(resource, "arn").text();
    const account = "known" in text && text.known !== undefined ? arnParts(text.known)?.account : undefined;
    if (account === undefined || !isAccountId(account)) continue;
    const known = accounts.get(provider.key);
    if (known === undefined) accounts.set(provider.key, new Set([account]));
    else known.add(account);
  }
  return accounts;
}

function regionOf(provider: StackProvider): Known<string> {
  const region = new Property(ownValue(provider.properties, "region"), "region", []).text();
  if ("unknown" in region) return { unknown: "the provider's region is not known before deployment" };
  return region.known === undefined ? { unknown: "the provider states no region" } : { known: region.known };
}

function accountOf(provider: StackProvider, ofArns: () => ReadonlySet<string> | undefined): Known<string> {
  const allowed = settingOf(provider, "allowedAccountIds").flatMap(accountIdIn);
  const [only, another] = [...new Set(allowed)];
  if (only !== undefined && another === undefined) return { known: only };
  const assumed = assumedAccountOf(provider);
  if (assumed !== undefined) return { known: assumed };
  const [ofArn, ofOtherArn] = [...(ofArns() ?? [])];
  if (ofArn !== undefined && ofOtherArn === undefined) return { known: ofArn };
  return unknownAccount(allowed.length);
}

/** An account id that a program writes as a number arrives as one. */
function accountIdIn(value: unknown): readonly string[] {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && isAccountId(text) ? [text] : [];
}

function unknownAccount(allowed: number): Unknown {
  return {
    unknown:
      allowed > 1
        ? `the provider allows ${allowed} accounts and no ARN of it is known yet`
        : "the provider states neither allowedAccountIds nor a role to assume, and no ARN of it is known yet",
  };
}

/** The account of the role that the provider ends up as: the last one of a chain. */
function assumedAccountOf(provider: StackProvider): string | undefined {
  const settings = ["assumeRoles", "assumeRole", "assumeRoleWithWebIdentity"];
  for (const setting of settings) {
    const arns = settingOf(provider, setting).flatMap((role) => {
      const arn = new Property(role, setting, []).at("roleArn").text();
      return "known" in arn && arn.known !== undefined ? [arn.known] : [];
    });
    const account = arnParts(arns.at(-1) ?? "")?.account;
    if (account !== undefined && isAccountId(account)) return account;
  }
  return undefined;
}

/** A list setting of a provider. The engine keeps settings that are no text as the text of their JSON. */
function settingOf(provider: StackProvider, name: string): readonly unknown[] {
  const raw = new Property(ownValue(provider.properties, name), name, []);
  const items = new Property(parsed(raw), name, []).items();
  if ("unknown" in items) return [];
  return items.known.flatMap((item) => {
    const value = item.plain();
    return "known" in value ? [value.known] : [];
  });
}

function parsed(setting: Property): unknown {
  const value = setting.plain();
  if ("unknown" in value) return undefined;
  if (typeof value.known !== "string") return value.known;
  try {
    return JSON.parse(value.known);
  } catch {
    return value.known;
  }
}
