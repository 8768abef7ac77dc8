/** What requirements look up beyond their own route, indexed once so that judging stays linear. */

import { friendlyName } from "../aws/arns";
import { CallCache } from "./calls/callCache";
import { FixCache } from "./fixes/fixCache";
import { groupBy } from "./groupBy";
import { knownValue } from "./known";
import type { Route } from "./route";
import { RulesIndex } from "./rulesIndex";
import type { ReplicationConfiguration, Role, Topology } from "./topology";

export interface TopologyIndex {
  /** Every call that S3 makes, judged once. */
  readonly access: CallCache;
  /** What fixes work out once. */
  readonly fixes: FixCache;
  /** The other configurations that write to the same source bucket, in their order; the route's own included. */
  readonly configurationsOn: (route: Route) => readonly ReplicationConfiguration[];
  /** The rules of the route's configuration. */
  readonly rulesOf: (route: Route) => RulesIndex;
  /** The routes whose source is the bucket with this label. */
  readonly routesFrom: (bucketLabel: string) => readonly Route[];
  /** The routes of the same role as this one; this one included. */
  readonly routesOfRole: (route: Route) => readonly Route[];
  /** The routes with a bucket or key that has the policy of this label. */
  readonly routesUnder: (policyLabel: string) => readonly Route[];
  /** Roles of this name (the last part of the ARN). */
  readonly rolesNamed: (name: string) => readonly Role[];
}

export function indexOf(topology: Topology, routes: readonly Route[]): TopologyIndex {
  const rules = new Map(
    [...groupBy(routes, (route) => route.configuration)].map(([key, group]) => [key, new RulesIndex(group)]),
  );
  const bySource = groupBy(routes, (route) => sourceOf(route.configuration));
  const configurations = groupBy(topology.configurations, sourceOf);
  const byRole = groupBy(routes, roleOf);
  let byPolicy: ReadonlyMap<string, readonly Route[]> | undefined;
  const roles = groupBy(topology.roles, (role) => {
    const arn = knownValue(role.arn);
    return knownValue(role.name) ?? (arn === undefined ? undefined : friendlyName(arn));
  });
  return {
    access: new CallCache(),
    fixes: new FixCache(),
    configurationsOn: ({ configuration }) => {
      const source = sourceOf(configuration);
      return source === undefined ? [configuration] : (configurations.get(source) ?? [configuration]);
    },
    rulesOf: (route) => rules.get(route.configuration) ?? new RulesIndex([route]),
    routesFrom: (label) => bySource.get(label) ?? [],
    routesOfRole: (route) => byRole.get(roleOf(route)) ?? [route],
    routesUnder: (label) => {
      byPolicy ??= routesByPolicy(routes);
      return byPolicy.get(label) ?? [];
    },
    rolesNamed: (name) => roles.get(name) ?? [],
  };
}

function sourceOf({ source }: ReplicationConfiguration): string | undefined {
  if ("to" in source) return source.to;
  return "outside" in source ? source.outside : undefined;
}

/** The label of the role, or what is written where it was not read. */
function roleOf({ role }: Route): string | undefined {
  if ("found" in role) return role.found.label;
  return "outside" in role ? role.outside : undefined;
}

function routesByPolicy(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const found = new Map<string, Route[]>();
  for (const route of routes) {
    const labels = [route.source, route.destination, route.sourceKey, route.replicaKey].flatMap((end) =>
      "found" in end ? (end.found.policy?.label ?? []) : [],
    );
    for (const label of new Set(labels)) {
      const group = found.get(label);
      if (group === undefined) found.set(label, [route]);
      else group.push(route);
    }
  }
  return found;
}
