/** The site of a resource: what its own properties, its ARN and its provider tell. */

import { isAccountId } from "../../aws/accounts";
import { arnParts } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import type { AccountRegion, Known } from "../topology";
import type { ProviderLookUp } from "./providerFacts";
import { property, type StackResource, statedProperty } from "./stackResource";

/**
 * The site of a bucket, key or alias. The resource's own `region` goes before that of its provider, and what AWS wrote
 * into its ARN before both.
 */
export function siteOf(resource: StackResource, providers: ProviderLookUp): AccountRegion {
  const facts = providers(resource);
  const arn = knownArn(resource);
  const region = regionOf(resource, arn?.region, facts.region);
  return {
    account: arn !== undefined && isAccountId(arn.account) ? { known: arn.account } : facts.account,
    region,
    partition: arn?.partition ?? ("known" in region ? partitionOfRegion(region.known) : "aws"),
  };
}

/** The partition and account of a resource without a region, as those of IAM are. */
export function accountOfSite(
  resource: StackResource,
  providers: ProviderLookUp,
): { readonly account: Known<string>; readonly partition: string } {
  const { account, partition } = siteOf(resource, providers);
  return { account, partition };
}

function knownArn(resource: StackResource) {
  const arn = property(resource, "arn").text();
  return "known" in arn && arn.known !== undefined ? arnParts(arn.known) : undefined;
}

function regionOf(
  resource: StackResource,
  ofArn: string | undefined,
  ofProvider: Known<string>,
): Known<string> {
  if (ofArn !== undefined && ofArn !== "") return { known: ofArn };
  const own = statedProperty(resource, "region").text();
  if ("unknown" in own) return own;
  return own.known === undefined ? ofProvider : { known: own.known };
}
