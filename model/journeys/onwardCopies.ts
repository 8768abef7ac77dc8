/** Where the copy of an event does not go on to, although the destination has rules of its own. */
import { groupBy } from "../groupBy";
import { bucketName, endKey, type Route } from "../route";
import type { ObjectEvent } from "./event";
import { contenderOf } from "./outcomes";

/** Events of which something new arrives at the destination. */
const ARRIVING: ReadonlyMap<ObjectEvent["kind"], string> = new Map([
  ["put", "copy"],
  ["backfill", "copy"],
  ["delete", "delete marker"],
]);

/**
 * Notes on the rules of a route's destination that would admit what arrives there, if it were not a replica.
 *
 * @param all every route of the topology
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export function onwardNotes(event: ObjectEvent, all: readonly Route[]): (route: Route) => readonly string[] {
  const what = ARRIVING.get(event.kind);
  if (what === undefined) return () => [];
  const routesFrom = groupBy(all, ({ source }) => endKey(source));
  return (route) => {
    const middle = endKey(route.destination);
    const rules = middle === undefined ? [] : (routesFrom.get(middle) ?? []);
    const targets = new Map<string, Route>();
    for (const onward of rules) {
      const target = endKey(onward.destination);
      if (target === undefined || targets.has(target)) continue;
      if (contenderOf(event, onward).match.matches !== false) targets.set(target, onward);
    }
    return [...targets.values()].map((onward) => noteOn(what, route, onward));
  };
}

function noteOn(what: string, route: Route, onward: Route): string {
  const [from, to] = [bucketName(onward.source), bucketName(onward.destination)];
  const isBack = endKey(onward.destination) === endKey(route.source);
  const goes = isBack ? `does not come back from ${from} to ${to}` : `does not go on from ${from} to ${to}`;
  return `the ${what} ${goes}: replicas are not replicated on`;
}
