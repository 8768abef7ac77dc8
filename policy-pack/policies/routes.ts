/** What each route leads to: the replica's key and region, and how many replicas there are. */
import { topologyFromPolicyResources } from "../replication/adapters";
import { type Resolved, type Route, routesOf, unreadableConfigurations } from "../replication/route";
import type { Bucket, Known, Site, Topology } from "../replication/topology";
import { about, type Finding, type Findings, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { CROSS_REGION } from "./support/replicationRules";
import { flag, integer } from "./support/settings";

export const replicaKeyRegion = stackPolicy({
  name: "replica-key-region",
  displayName: "Replica keys are in the region of their replica",
  description:
    "S3 accepts a replica key of any region and then fails every object: the key must be in the destination bucket's region.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
  remediationSteps: "Name a key that is in the destination bucket's region as replicaKmsKeyId.",
  tags: ["s3", "replication", "kms"],
  judge: (resources) => forEachRoute(topologyFromPolicyResources(resources), judgeKeyRegion),
});

function* judgeKeyRegion({ replicaKey, destination, ruleName }: Route): Findings {
  const where = `replica key of rule ${JSON.stringify(ruleName)}`;
  const keys = regionsOfKey(replicaKey);
  // A rule without a key, or with AWS's own, is judged elsewhere.
  if (keys === undefined) return;
  const buckets = regionsOf(destination);
  if ("unknown" in keys) yield undecided(`the region of the ${where}`, keys.unknown);
  else if ("unknown" in buckets) yield undecided(`the region that the ${where} must be in`, buckets.unknown);
  else if (!keys.known.some((region) => buckets.known.includes(region)))
    yield violation(
      where,
      `a key in ${buckets.known.join(" or ")}, where the destination is`,
      `one in ${keys.known.join(" or ")}`,
      `name a key in ${buckets.known.join(" or ")}`,
    );
  else if (keys.known.length > 1 || buckets.known.length > 1)
    yield undecided(
      `the region of the ${where}`,
      `it may be in ${keys.known.join(" or ")}, and the destination in ${buckets.known.join(" or ")}`,
    );
}

/** The regions that the key may be in; undefined where no key of a region takes part. */
function regionsOfKey(key: Route["replicaKey"]): Known<readonly string[]> | undefined {
  if ("found" in key || "candidates" in key) return regionsOf(key);
  const region = "outside" in key ? key.outside.split(":")[3] : undefined;
  return region === undefined || region === "" ? undefined : { known: [region] };
}

const sameRegion = flag(
  "sameRegionAllowed",
  false,
  "Whether a replica may be in the region and account of its source, as for a backup bucket of collected logs.",
);

export const replicaRegion = stackPolicy({
  name: "replica-in-another-region",
  displayName: "Replicas are in another region than their source, or in another account",
  description:
    "A copy in the same region and account survives the loss of neither. One in another account survives the loss of the account.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  remediationSteps: "Put the destination into another region, or set sameRegionAllowed.",
  tags: ["s3", "replication", "resilience"],
  fields: [sameRegion],
  *judge(resources, settings) {
    if (settings.get(sameRegion)) return;
    yield* forEachRoute(topologyFromPolicyResources(resources), function* (route) {
      if (isInAnotherAccount(route)) return;
      const from = regionsOf(route.source);
      const to = regionsOf(route.destination);
      const where = `destination of rule ${JSON.stringify(route.ruleName)}`;
      if ("unknown" in from) yield undecided("the region of the source", from.unknown);
      else if ("unknown" in to) yield undecided(`the region of the ${where}`, to.unknown);
      else if (to.known.every((region) => from.known.includes(region)) && from.known.length === 1)
        yield violation(
          where,
          `another region than ${from.known.join()}`,
          to.known.join(),
          "choose one in another region",
        );
      else if (to.known.some((region) => from.known.includes(region)))
        yield undecided(`the region of the ${where}`, `it may be in ${to.known.join(" or ")}`);
    });
  },
});

function isInAnotherAccount({ source, destination }: Route): boolean {
  if (!("found" in source && "found" in destination)) return false;
  const from = source.found.site.account;
  const to = destination.found.site.account;
  return "known" in from && "known" in to && from.known !== to.known;
}

const minimum = integer(
  "minimum",
  { minimum: 1, maximum: 100, fallback: 1 },
  "How many replicas every replicated bucket must have.",
);

export const minimumReplicas = stackPolicy({
  name: "minimum-replicas",
  displayName: "Every replicated bucket has enough replicas",
  description: "Every bucket with a replication configuration must replicate to enough different buckets.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  remediationSteps: "Add a rule for each further replica, and enable those that are disabled.",
  tags: ["s3", "replication", "resilience"],
  fields: [minimum],
  *judge(resources, settings) {
    const topology = topologyFromPolicyResources(resources);
    for (const [label, routes] of routesByConfiguration(topology)) {
      for (const finding of judgeNumber(routes, settings.get(minimum))) yield about(label, finding);
    }
    yield* unreadable(topology);
  },
});

/** Configurations without rules have no routes, and are listed nevertheless. */
function routesByConfiguration(topology: Topology): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const { label, rules } of topology.configurations) if ("known" in rules) routes.set(label, []);
  for (const route of routesOf(topology)) routes.get(route.configuration.label)?.push(route);
  return routes;
}

function* judgeNumber(routes: readonly Route[], wanted: number): Findings {
  const active = routes.filter(isEnabled);
  const certain = new Set(active.flatMap(({ destination }) => identityOf(destination)));
  const open = active.filter(({ destination }) => identityOf(destination).length === 0);
  const found = `${certain.size + open.length}`;
  if (certain.size + open.length < wanted)
    yield violation(
      "enabled rules",
      `at least ${wanted} different destinations`,
      found,
      "add rules for further replicas",
    );
  // Rules whose destinations are not known have one at least between them.
  else if (Math.max(certain.size, active.length > 0 ? 1 : 0) < wanted)
    yield undecided("the number of different destinations", "some are computed during the deployment");
}

function identityOf(destination: Resolved<Bucket>): readonly string[] {
  if ("found" in destination) return [destination.found.label];
  return "outside" in destination ? [destination.outside] : [];
}

export const oneConfiguration = stackPolicy({
  name: "one-replication-configuration",
  displayName: "A bucket has one replication configuration",
  description:
    "A bucket holds one replication configuration: two resources for one bucket overwrite each other at every deployment.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep one configuration under control"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html",
  remediationSteps: "Put all rules of the bucket into one aws.s3.BucketReplicationConfig.",
  tags: ["s3", "replication"],
  *judge(resources) {
    const seen = new Map<string, string>();
    for (const { label, source } of topologyFromPolicyResources(resources).configurations) {
      const bucket = "to" in source ? source.to : "outside" in source ? source.outside : undefined;
      if (bucket === undefined) continue;
      const first = seen.get(bucket);
      if (first === undefined) seen.set(bucket, label);
      else
        yield about(
          label,
          violation(
            "bucket",
            "one replication configuration",
            `another one, ${first}`,
            "put all rules into one",
          ),
        );
    }
  },
});

/** Every route of an enabled rule, and the configurations whose rules cannot be read. */
export function* forEachRoute(topology: Topology, judge: (route: Route) => Findings): Iterable<Finding> {
  for (const route of routesOf(topology).filter(isEnabled))
    for (const finding of judge(route)) yield about(route.configuration.label, finding);
  yield* unreadable(topology);
}

function* unreadable(topology: Topology): Findings {
  for (const { configuration, unknown } of unreadableConfigurations(topology))
    yield about(configuration.label, undecided("rules", unknown));
}

function isEnabled({ rule }: Route): boolean {
  return !("known" in rule.status && rule.status.known === "Disabled");
}

/** The regions that something may be in: one, or those of all candidates. */
function regionsOf(item: Resolved<{ readonly site: Site }>): Known<readonly string[]> {
  if ("outside" in item) return { unknown: `${item.outside} is not part of the stack` };
  const sites = "found" in item ? [item.found.site] : item.candidates.map(({ site }) => site);
  const regions = new Set<string>();
  for (const { region } of sites) {
    if ("unknown" in region) return region;
    regions.add(region.known);
  }
  return "unknown" in item && regions.size === 0 ? { unknown: item.unknown } : { known: [...regions] };
}
