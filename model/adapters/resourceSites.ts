/** The account and region of any resource of a stack, for policies on types that the topology leaves out. */
import type { AccountRegion } from "../topology";
import type { PolicyResourceLike } from "./policyResource";
import { stackResource } from "./policyResources";
import { providerLookUp } from "./providerFacts";
import { siteOf } from "./sites";

/** @param resources all of the stack: their ARNs may tell the account of a provider that states none. */
export function resourceSitesOf(
  resources: readonly PolicyResourceLike[],
): (resource: PolicyResourceLike) => AccountRegion {
  const providers = providerLookUp(resources.map(stackResource));
  return (resource) => siteOf(stackResource(resource), providers);
}
