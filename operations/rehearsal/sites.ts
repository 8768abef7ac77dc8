/** Accounts and regions that providers reach, as far as their settings say. */
import type { CreationSite } from "./creation";
import { plainValue, type ResourceProperties, UNKNOWN_VALUE } from "./values";

/** The account that a provider without `allowedAccountIds` is taken to reach. */
export const ASSUMED_ACCOUNT_ID = "111122223333";

/** Where a provider without settings is taken to create resources. */
export const ASSUMED_SITE: CreationSite = { accountId: ASSUMED_ACCOUNT_ID, region: "us-east-1" };

/** Where a provider with these inputs creates resources. */
export function siteOfProvider(inputs: ResourceProperties): CreationSite {
  const accounts = decoded(inputs["allowedAccountIds"]);
  const [accountId] = Array.isArray(accounts) ? accounts.map(String) : [];
  const region = plainValue(inputs["region"]);
  return {
    accountId: accountId ?? ASSUMED_SITE.accountId,
    region: typeof region === "string" && region !== "" ? region : ASSUMED_SITE.region,
  };
}

/** Where the default provider creates resources, by the stack's configuration of the package `aws`. */
export function siteOfConfiguration(values: { readonly [key: string]: string }): CreationSite {
  return siteOfProvider({ region: values["aws:region"], allowedAccountIds: values["aws:allowedAccountIds"] });
}

/** The sites of the providers that a program has made so far. */
export class ProviderSites {
  readonly #default: CreationSite;
  readonly #sites = new Map<string, CreationSite>();

  constructor(ofDefaultProvider: CreationSite) {
    this.#default = ofDefaultProvider;
  }

  add(urn: string, inputs: ResourceProperties): void {
    this.#sites.set(urn, siteOfProvider(inputs));
  }

  /** @param reference `<urn>::<id>` of a provider; empty for the default provider. */
  of(reference = ""): CreationSite {
    return this.#sites.get(providerUrn(reference) ?? "") ?? this.#default;
  }
}

/** @param reference `<urn>::<id>` of a provider; empty for the default provider. */
export function providerUrn(reference: string): string | undefined {
  return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}

/** Since version 7 of the AWS provider a resource may name another Region than its provider's. */
export function siteIn(inputs: ResourceProperties, site: CreationSite): CreationSite {
  const region = inputs["region"];
  return typeof region === "string" && region !== "" && region !== UNKNOWN_VALUE ? { ...site, region } : site;
}

/** Providers take their lists and objects as JSON text. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
