/** Data stays in the regions that are allowed for it. */
import type { Known, ReplicationRule } from "../../model";
import { allowing, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { type JudgedResource, resourcePolicy } from "./support/policy";
import { texts } from "./support/settings";

const regions = texts(
  "regions",
  {
    pattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]+$",
    what: "a region such as eu-central-1",
    example: ["eu-central-1", "eu-west-1"],
  },
  "Regions that buckets and keys may be in; an empty list allows all.",
);

export const allowedRegions = resourcePolicy({
  name: "allowed-regions",
  displayName: "Buckets and keys are in allowed regions",
  description:
    "Data must stay in the regions that are allowed for it: buckets, keys, and the keys that replicas are encrypted with.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("SA-9(5), CP-6(1)", "Restrict where information is processed and stored"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingBucket.html",
  remediationSteps: "Use a provider of an allowed region, or add the region to the config of this policy.",
  tags: ["s3", "kms", "data-residency"],
  fields: [regions],
  judges: (type) =>
    /^aws:(s3|kms)\//.test(type) && type !== "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  *judge(resource, settings) {
    const allowed = settings.get(regions);
    if (allowed.length === 0) return;
    const expected = `one of ${allowed.join(", ")}`;
    const region = regionOf(resource);
    if ("unknown" in region) yield undecided("region", region.unknown);
    else if (!allowed.includes(region.known))
      yield violation(
        "region",
        expected,
        shown(region.known),
        "give it a provider of an allowed region",
        allowing(regions, [...allowed, region.known]),
      );
    for (const { rules } of resource.configurations()) {
      if ("unknown" in rules) yield undecided("rules", rules.unknown);
      else for (const rule of rules.known) yield* judgeReplica(rule, allowed);
    }
  },
});

/** A resource's own region goes before its provider's. */
function regionOf({ input, provider }: JudgedResource): Known<string> {
  for (const property of [input("region"), provider?.input("region")]) {
    const region = property?.text();
    if (region !== undefined && "unknown" in region) return region;
    if (region?.known !== undefined) return { known: region.known };
  }
  return { unknown: "neither the resource nor its provider states one" };
}

/** The key gives the region of a replica that is not part of the stack: the two must be in one region. */
function* judgeReplica({ destination }: ReplicationRule, allowed: readonly string[]): PolicyFindings {
  const { bucket, replicaKey } = destination;
  const where = "region of a replica key";
  if (replicaKey === undefined) return;
  if ("outside" in replicaKey) {
    const [, , , region = ""] = replicaKey.outside.split(":");
    if (region !== "" && !allowed.includes(region))
      yield violation(
        where,
        `one of ${allowed.join(", ")}`,
        shown(replicaKey.outside),
        "replicate to an allowed region",
        allowing(regions, [...allowed, region]),
      );
    // Buckets and keys of the stack, which values that are not known yet come from, are judged themselves.
  } else if ("unknown" in replicaKey && "outside" in bucket) yield undecided(where, replicaKey.unknown);
}
