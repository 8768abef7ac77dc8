/** Where a provider serves several regions, each of its resources says its own. */
import type { PolicyResource } from "@pulumi/policy";
import { groupBy, type Known, ownValue, Property } from "../../model";
import { about, type PolicyFindings, shown, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";

export const regionStated = stackPolicy({
  name: "region-stated",
  displayName: "Buckets and keys of a provider for several regions state their region",
  description:
    "A resource can state a region of its own, so that one provider serves several. There a resource that states none is created in the provider's region, unnoticed. A provider whose buckets are all in its own region needs nothing stated, also where the keys of its alarms are in others.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep the configuration of every resource explicit"),
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/#region_nodejs",
  remediationSteps: "Set the argument region of the resource, or give it a provider of its own region.",
  tags: ["providers", "placement"],
  *judge(resources) {
    const regional = resources.filter(isRegional);
    for (const [, its] of groupBy(regional, ({ provider }) => provider?.urn ?? "")) yield* judgeProvider(its);
  },
});

/** S3's settings for a whole account have no region. */
function isRegional({ type }: PolicyResource): boolean {
  return /^aws:(s3|kms)\//.test(type) && type !== "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
}

/** @param resources those of one provider */
function* judgeProvider(resources: readonly PolicyResource[]): PolicyFindings {
  const [first] = resources;
  if (first === undefined) return;
  const own = regionOf(first.provider?.props ?? {});
  const buckets = resources.filter(({ type }) => type.startsWith("aws:s3/"));
  const regions = [own, ...buckets.map(({ props }) => regionOf(props))];
  const [one, another] = new Set(regions.filter((region) => region !== undefined));
  if (one === undefined || another === undefined) return;
  const name = JSON.stringify(first.provider?.name ?? "default");
  for (const resource of resources)
    if (!isStated(resource))
      yield about(
        resource.urn,
        violation(
          "region",
          `a region, since provider ${name} has buckets in ${another} too`,
          `none, so that it is created in ${own ?? "the provider's region"}`,
          `state it, e.g. region: ${shown(one)}`,
        ),
      );
}

/** Written, or known; a value that is unknown and comes from nothing that the program wrote is what the provider computes. */
function isStated({ props, propertyDependencies }: PolicyResource): boolean {
  const region = textOf(props);
  return "known" in region ? region.known !== undefined : "region" in propertyDependencies;
}

function textOf(props: object): Known<string | undefined> {
  return new Property(ownValue(props, "region"), "region", []).text();
}

function regionOf(props: object): string | undefined {
  const region = textOf(props);
  return "known" in region ? region.known : undefined;
}
