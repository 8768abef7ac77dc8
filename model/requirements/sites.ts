/** Requirements on the sites of both buckets: partitions, Regions, accounts. */

import { partitionOfRegion } from "../../aws/partitions";
import { DEFAULT_REGIONS, OPT_IN_REGIONS } from "../../aws/regions";
import { PAGES } from "../awsPages";
import { knownValue, relationOf, whyUnknown } from "../known";
import { nameOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet, worstOf } from "./requirement";

export const SITES: readonly Requirement[] = [
  {
    id: "sites-different-buckets",
    title: "Source and destination are different buckets",
    area: "sites",
    strength: "required",
    url: PAGES.fileElements,
    events: EVERY_EVENT,
    checks: "the rule's destination is not its own source",
    check: differentBuckets,
  },
  {
    id: "sites-same-partition",
    title: "Source and destination are in one partition",
    area: "sites",
    strength: "required",
    url: PAGES.partitions,
    events: EVERY_EVENT,
    checks: "partitions, such as aws, aws-cn and aws-us-gov, do not replicate to each other",
    check: samePartition,
  },
  {
    id: "sites-opt-in-regions",
    title: "Opt-in regions are enabled in the accounts that need them",
    area: "sites",
    // Whether an account has enabled a region cannot be seen from buckets, keys and policies.
    strength: "advised",
    url: PAGES.requirements,
    events: NO_EVENT,
    checks: "both regions are enabled in the source account, the destination's also in its own account",
    check: optInRegions,
  },
];

function differentBuckets({ source, destination }: RouteFacts): Finding {
  const same = source.bucket !== undefined && source.bucket === destination.bucket;
  const relation = relationOf(source.name, destination.name);
  if (same || relation === "same") {
    return unmet(
      `the rule's destination is its own source, ${nameOfEnd(source)}`,
      "name another bucket as destination",
    );
  }
  if (source.bucket !== undefined && destination.bucket !== undefined) {
    return met(`${nameOfEnd(source)} and ${nameOfEnd(destination)} are two buckets`);
  }
  if (relation === "different") {
    return met(`${nameOfEnd(source)} and ${nameOfEnd(destination)} are two buckets`);
  }
  return unknown(
    `the ${whyUnknown(source.name) === undefined ? "destination" : "source"}'s name is not known`,
  );
}

function samePartition({ source, destination }: RouteFacts): Finding {
  const [one, other] = [partitionOf(source), partitionOf(destination)];
  if (one === other) return met(`both are in partition ${one}`);
  return unmet(
    `${nameOfEnd(source)} is in partition ${one}, ${nameOfEnd(destination)} in ${other}`,
    `choose a destination in partition ${one}`,
  );
}

function partitionOf({ partition, region }: RouteEnd): string {
  const known = knownValue(region);
  return known === undefined ? partition : partitionOfRegion(known);
}

function optInRegions({ source, destination }: RouteFacts): Finding | undefined {
  const findings = [source, destination].flatMap((end) => {
    const region = knownValue(end.region);
    if (region === undefined) return [];
    if (DEFAULT_REGIONS.has(region)) return [met(`${region} is enabled in every account`)];
    const accounts = new Set(
      [source, end].map((one) => knownValue(one.account) ?? `the ${one.side}'s account`),
    );
    const where = [...accounts].join(" and ");
    const fix = `enable ${region} in ${where}`;
    if (!OPT_IN_REGIONS.has(region)) {
      return [unknown(`${region} is no region that this version knows`, `check the name; then ${fix}`)];
    }
    return [unknown(`${region} is an opt-in region, and whether ${where} enabled it cannot be seen`, fix)];
  });
  return worstOf(findings);
}
