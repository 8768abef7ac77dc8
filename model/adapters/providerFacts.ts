/** What the providers of a stack tell about the account and region that their resources are in. */

import { isAccountId } from "../../aws/accounts";
import { arnParts } from "../../aws/arns";
import type { Known, Unknown } from "../topology";
import { Property } from "./property";
import { credentialsOf } from "./providerCredentials";
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
 *   reaches one account, and so do all of one deployment that have the same credentials
 */
export function providerLookUp(resources: readonly StackResource[]): ProviderLookUp {
  let evidence: Evidence | undefined;
  const facts = new Map<string, ProviderFacts>();
  return ({ provider }) => {
    if (provider === undefined) return noProvider;
    const cached = facts.get(provider.key);
    if (cached !== undefined) return cached;
    const read: ProviderFacts = {
      account: accountOf(provider, () => {
        evidence ??= evidenceIn(resources);
        return evidence;
      }),
      region: regionOf(provider),
    };
    facts.set(provider.key, read);
    return read;
  };
}

type Accounts = ReadonlyMap<string, ReadonlySet<string>>;

/** The accounts that are known, by provider and by the credentials of providers. */
interface Evidence {
  readonly ofArns: Accounts;
  readonly ofCredentials: Accounts;
}

function evidenceIn(resources: readonly StackResource[]): Evidence {
  const ofArns = new Map<string, Set<string>>();
  const providers = new Map<string, StackProvider>();
  for (const resource of resources) {
    const { provider } = resource;
    if (provider === undefined) continue;
    providers.set(provider.key, provider);
    const account = accountInArn(resource);
    if (account !== undefined) add(ofArns, provider.key, account);
  }
  const ofCredentials = new Map<string, Set<string>>();
  for (const provider of providers.values()) {
    const credentials = credentialsOf(provider);
    if (credentials === undefined) continue;
    const stated = onlyOf(new Set(allowedAccounts(provider)));
    for (const account of [...(stated === undefined ? [] : [stated]), ...(ofArns.get(provider.key) ?? [])]) {
      add(ofCredentials, credentials, account);
    }
  }
  return { ofArns, ofCredentials };
}

/** The account in the ARN that AWS gave to a role, a policy or a key. */
function accountInArn(resource: StackResource): string | undefined {
  const text = property(resource, "arn").text();
  const account = "known" in text && text.known !== undefined ? arnParts(text.known)?.account : undefined;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

function add(accounts: Map<string, Set<string>>, key: string, account: string): void {
  const known = accounts.get(key);
  if (known === undefined) accounts.set(key, new Set([account]));
  else known.add(account);
}

function onlyOf(accounts: ReadonlySet<string> | undefined): string | undefined {
  const [only, another] = accounts ?? [];
  return another === undefined ? only : undefined;
}

function regionOf(provider: StackProvider): Known<string> {
  const region = new Property(ownValue(provider.properties, "region"), "region", []).text();
  if ("unknown" in region) return { unknown: "the provider's region is not known before deployment" };
  return region.known === undefined ? { unknown: "the provider states no region" } : { known: region.known };
}

function accountOf(provider: StackProvider, evidence: () => Evidence): Known<string> {
  const allowed = allowedAccounts(provider);
  const found =
    onlyOf(new Set(allowed)) ?? assumedAccountOf(provider) ?? accountByEvidence(provider, evidence());
  return found === undefined ? unknownAccount(allowed.length) : { known: found };
}

function accountByEvidence(provider: StackProvider, { ofArns, ofCredentials }: Evidence): string | undefined {
  const own = ofArns.get(provider.key);
  if (own !== undefined) return onlyOf(own);
  const credentials = credentialsOf(provider);
  return credentials === undefined ? undefined : onlyOf(ofCredentials.get(credentials));
}

function allowedAccounts(provider: StackProvider): readonly string[] {
  return settingOf(provider, "allowedAccountIds").flatMap(accountIdIn);
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
