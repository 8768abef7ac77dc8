/** Which account each provider of a stack reaches, for policies. */
import type { Known } from "../topology";
import type { PolicyResourceLike } from "./policyResource";
import { stackResource } from "./policyResources";
import { credentialsOf } from "./providerCredentials";
import { providerLookUp } from "./providerFacts";

export interface ProviderAccount {
  readonly account: Known<string>;
  /** The same text for providers with the same credentials; undefined where a setting is not known. */
  readonly credentials: string | undefined;
}

/** URN of a provider -> the account that it reaches, of every provider that a resource names. */
export function providerAccountsOf(
  resources: readonly PolicyResourceLike[],
): ReadonlyMap<string, ProviderAccount> {
  const read = resources.map(stackResource);
  const lookUp = providerLookUp(read);
  const accounts = new Map<string, ProviderAccount>();
  for (const resource of read) {
    const { provider } = resource;
    if (provider === undefined || accounts.has(provider.key)) continue;
    accounts.set(provider.key, { account: lookUp(resource).account, credentials: credentialsOf(provider) });
  }
  return accounts;
}
