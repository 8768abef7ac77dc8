/** How many replicas every replicated bucket has. */
import { topologyFromPolicyResources } from "../replication/adapters";
import { type Resolved, type Route, routesOf } from "../replication/route";
import type { Bucket, Topology } from "../replication/topology";
import { isEnabled, unreadable } from "./routes";
import { about, type Findings, undecided, violation } from "./support/finding";
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
