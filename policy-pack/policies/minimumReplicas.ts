/** How many replicas every replicated bucket has. */
import {
  type Bucket,
  type Resolved,
  type Route,
  type RuleFilter,
  routesOf,
  type Topology,
  topologyFromPolicyResources,
} from "../../model";
import { isEnabled, unreadable } from "./routes";
import { about, allowing, type PolicyFindings, undecided, violation } from "./support/finding";
import { stackPolicy } from "./support/policy";
import { CROSS_REGION } from "./support/replicationRules";
import { integer } from "./support/settings";

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

function* judgeNumber(routes: readonly Route[], wanted: number): PolicyFindings {
  const counts = countsOf(routes.filter((route) => isEnabled(route) && !isOfItself(route)));
  const least = Math.min(...counts.map(({ certain }) => certain));
  const most = Math.min(...counts.map(({ possible }) => possible));
  if (most < wanted)
    yield violation(
      "enabled rules",
      `at least ${wanted} different destinations`,
      `${most}`,
      counts.length > 1
        ? "add rules to further replicas with filters that cover the same objects"
        : "add rules to further replicas",
      most > 0 ? allowing(minimum, most) : undefined,
    );
  else if (least < wanted) {
    const status = routes.flatMap(({ rule }) => ("unknown" in rule.status ? [rule.status.unknown] : []))[0];
    yield undecided(
      "the number of different destinations",
      status ?? "some are computed during the deployment",
    );
  }
}

interface Count {
  readonly certain: number;
  readonly possible: number;
}

/**
 * The number of replicas of an object of each filter: two rules for different prefixes make no second replica of
 * anything.
 */
function countsOf(active: readonly Route[]): readonly Count[] {
  const samples = new Map(active.map((route) => [JSON.stringify(filterOf(route)), filterOf(route)]));
  return active.length === 0
    ? [{ certain: 0, possible: 0 }]
    : [...samples.values()].map((sample) => countOf(active, sample));
}

function countOf(active: readonly Route[], sample: RuleFilter | undefined): Count {
  const reaching = active.filter((route) => covers(filterOf(route), sample));
  const switchedOn = reaching.filter(({ rule }) => "known" in rule.status);
  const sure = switchedOn.filter((route) => filterOf(route) !== undefined);
  const certain = new Set(sure.flatMap(({ destination }) => identityOf(destination)));
  const named = new Set(reaching.flatMap(({ destination }) => identityOf(destination)));
  const open = reaching.filter(({ destination }) => identityOf(destination).length === 0);
  // Rules whose destinations are not known have at least one destination in total, and a rule reaches its own objects.
  const one = (sample === undefined ? switchedOn : sure).length > 0 ? 1 : 0;
  return { certain: Math.max(certain.size, one), possible: named.size + open.length };
}

function isOfItself({ source, destination }: Route): boolean {
  const [from] = identityOf(source);
  return from !== undefined && identityOf(destination).includes(from);
}

/** Undefined where it is not known: such a rule may reach any object. */
function filterOf({ rule: { filter, legacyPrefix } }: Route): RuleFilter | undefined {
  if ("unknown" in filter) return undefined;
  if (filter.known !== undefined) return { prefix: filter.known.prefix ?? "", tags: filter.known.tags };
  return "unknown" in legacyPrefix ? undefined : { prefix: legacyPrefix.known ?? "", tags: {} };
}

/** Whether a rule takes the objects that another takes at the least: those with its very prefix and tags. */
function covers(filter: RuleFilter | undefined, sample: RuleFilter | undefined): boolean {
  if (filter === undefined) return true;
  if (sample === undefined) return covers(filter, { prefix: "", tags: {} });
  return (
    (sample.prefix ?? "").startsWith(filter.prefix ?? "") &&
    Object.entries(filter.tags).every(([key, value]) => sample.tags[key] === value)
  );
}

function identityOf(destination: Resolved<Bucket>): readonly string[] {
  if ("found" in destination) return [destination.found.label];
  return "outside" in destination ? [destination.outside] : [];
}
