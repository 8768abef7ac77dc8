/** What happens to an event on every route of a topology. */
import { bucketNameOfArn } from "../../aws/arns";
import { PAGES } from "../awsPages";
import { groupBy } from "../groupBy";
import { endKey, type Resolved, type Route, routesOf } from "../route";
import type { Bucket, Topology } from "../topology";
import type { ObjectEvent } from "./event";
import { type Journey, type Ruling, ruling } from "./journey";
import { notesOnJourney } from "./notes";
import { onwardNotes } from "./onwardCopies";
import { contenderOf, rulingOn } from "./outcomes";
import { replicaOf } from "./replica";
import type { RouteJudgement } from "./routeFailures";
import { matchRule } from "./ruleMatching";
import { type Selection, selectRules } from "./selection";
import { destinationStatus, metadataChanges, sourceStatus } from "./status";

export interface JourneyOptions {
  /** What the requirements say about a route; without it, only versioning is checked. */
  readonly judge?: (route: Route) => RouteJudgement | undefined;
  /** True where S3 has not got to the destination yet, or is out there; default: it is done. */
  readonly isWaiting?: (route: Route) => boolean;
}

/**
 * One journey for every route that starts (or, for an event on the replica side, ends) at the event's bucket, in the order of
 * {@link routesOf}. Configurations whose rules are not known have no routes: see `unreadableConfigurations`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export function journeysOf(
  topology: Topology,
  event: ObjectEvent,
  options: JourneyOptions = {},
): readonly Journey[] {
  const routes = routesOf(topology);
  if (event.side === "replica") return replicaSideJourneys(routes, event, options);
  return sourceSideJourneys(
    routes.filter(({ source }) => isAt(source, event.bucket)),
    routes,
    event,
    options,
  );
}

function sourceSideJourneys(
  routes: readonly Route[],
  all: readonly Route[],
  event: ObjectEvent,
  options: JourneyOptions,
): readonly Journey[] {
  const notesOnward = onwardNotes(event, all);
  const bySource = groupBy(routes, ({ source, configuration }) => endKey(source) ?? configuration.label);
  const mirrorsOf = event.object.isReplica === true ? mirrorLookUp(all, event) : () => [];
  const journeys = new Map<Route, Journey>();
  for (const group of bySource.values()) {
    for (const journey of journeysOfBucket(group, event, options, mirrorsOf, notesOnward))
      journeys.set(journey.route, journey);
  }
  return routes.flatMap((route) => journeys.get(route) ?? []);
}

function journeysOfBucket(
  routes: readonly Route[],
  event: ObjectEvent,
  options: JourneyOptions,
  mirrorsOf: (route: Route) => readonly Route[],
  notesOnward: (route: Route) => readonly string[],
): readonly Journey[] {
  const contenders = routes.map((route) => contenderOf(event, route));
  const selections = selectRules(contenders);
  const rulings = contenders.map(({ route, match }) => {
    const judgement = options.judge?.(route);
    return {
      route,
      isWaiting: options.isWaiting?.(route) ?? false,
      ruling: rulingOn(event, route, {
        match,
        selection: selections.get(route),
        judgement,
        mirrors: mirrorsOf(route),
      }),
      hints: judgement?.notes ?? [],
    };
  });
  const source = sourceStatus(
    event,
    rulings.map(({ ruling: { outcome }, isWaiting }) => ({ outcome, isWaiting })),
  );
  return rulings.map(({ route, ruling: decided, isWaiting, hints }) => {
    const destination = destinationStatus(event, { outcome: decided.outcome, isWaiting });
    const found = journey(event, route, decided, { source, destination }, selections.get(route));
    if (decided.outcome !== "replicated") return found;
    return { ...found, notes: [...found.notes, ...notesOnward(route), ...hints] };
  });
}

function journey(
  event: ObjectEvent,
  route: Route,
  decided: Ruling,
  status: Journey["status"],
  selection: Selection | undefined,
): Journey {
  const makesCopy = decided.outcome === "replicated" && (event.kind === "put" || event.kind === "backfill");
  return {
    ...decided,
    route,
    ...(selection?.acts === false ? { winner: selection.winner } : {}),
    ...(makesCopy ? { replica: replicaOf(event.object, route) } : {}),
    status,
    notes: notesOnJourney(event, route, { outcome: decided.outcome, status }),
  };
}

/** Whether what happens at the replica finds its way back, which takes rules in both directions. */
function replicaSideJourneys(
  routes: readonly Route[],
  event: ObjectEvent,
  options: JourneyOptions,
): readonly Journey[] {
  const isMetadata = metadataChanges.has(event.kind);
  const { side: _, bucket, ...rest } = event;
  const atReplica: ObjectEvent = {
    ...rest,
    object: { ...event.object, isReplica: event.object.isReplica ?? isMetadata },
  };
  const routesFrom = groupBy(routes, ({ source }) => endKey(source) ?? "");
  const back = new Map<string, readonly Journey[]>();
  return routes
    .filter(({ destination }) => isAt(destination, bucket))
    .map((route) => {
      const start = endKey(route.destination);
      if (start !== undefined && !back.has(start)) {
        back.set(start, sourceSideJourneys(routesFrom.get(start) ?? [], routes, atReplica, options));
      }
      const returning = (back.get(start ?? "") ?? []).filter(
        (each) => endKey(each.route.destination) === endKey(route.source),
      );
      return returned(route, returning, isMetadata);
    });
}

function returned(route: Route, returning: readonly Journey[], isMetadata: boolean): Journey {
  const best =
    returning.find(({ outcome }) => outcome === "replicated") ??
    returning.find(({ outcome }) => outcome !== "not replicated") ??
    returning[0];
  if (best === undefined) return stays(route, isMetadata);
  const { route: back, status, winner: _, ...decided } = best;
  const { source, destination } = status;
  return {
    ...decided,
    route,
    back,
    status: { source: destination, destination: source },
  };
}

function stays(route: Route, isMetadata: boolean): Journey {
  return {
    ...ruling("not replicated", oneWay(isMetadata), isMetadata ? PAGES.metadataSync : PAGES.whatReplicates),
    route,
    status: { source: "unchanged", destination: "unchanged" },
    notes: [],
  };
}

function oneWay(isMetadata: boolean): string {
  return isMetadata
    ? "a change on the replica comes back only where the replica's bucket has a rule pointing at the source"
    : "replication goes one way: the replica's bucket has no rule pointing at the source";
}

/** Routes in the opposite direction that are enabled and admit the object. */
function mirrorLookUp(routes: readonly Route[], event: ObjectEvent): (route: Route) => readonly Route[] {
  const byEnds = groupBy(routes, (route) => ends(route.source, route.destination));
  return (route) =>
    (byEnds.get(ends(route.destination, route.source)) ?? []).filter(
      (mirror) => matchRule(mirror.rule, event.object).matches === true,
    );
}

function ends(source: Resolved<Bucket>, destination: Resolved<Bucket>): string {
  return JSON.stringify([endKey(source) ?? null, endKey(destination) ?? null]);
}

/** True where the bucket is the one that is asked for by label, name or ARN, and where none is asked for. */
export function isAt(end: Resolved<Bucket>, bucket: string | undefined): boolean {
  if (bucket === undefined) return true;
  const name = bucketNameOfArn(bucket);
  if ("outside" in end) return bucketNameOfArn(end.outside) === name;
  if ("unknown" in end) return false;
  return end.found.label === bucket || ("known" in end.found.name && end.found.name.known === name);
}
