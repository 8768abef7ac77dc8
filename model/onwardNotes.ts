/** Notes on buckets that receive replicas and have rules of their own: chains A→B→C, and pairs that replicate both ways. */
import { quoted } from "./evaluation/wording";
import { mayOverlap } from "./filterOverlap";
import { groupBy } from "./groupBy";
import { bucketName, endKey, isDisabled, type Route, routesOf } from "./route";
import type { Topology } from "./topology";

/**
 * What S3 does not carry on, where the topology might lead to expect it: one lower-case sentence for each bucket in the middle of a
 * chain and for each pair of buckets that replicate to each other. Rules that are disabled, or whose filters exclude each other,
 * make neither. Quadratic only in the rules of a bucket that is both source and destination.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export function notesOnward(topology: Topology): readonly string[] {
  const routes = routesOf(topology).filter(({ rule }) => !isDisabled(rule));
  const bySource = groupBy(routes, ({ source }) => endKey(source));
  const byDestination = groupBy(routes, ({ destination }) => endKey(destination));
  return [...bySource].flatMap(([middle, outgoing]) => {
    const incoming = middle === undefined ? [] : (byDestination.get(middle) ?? []);
    return incoming.length === 0
      ? []
      : [...chain(incoming, outgoing, bySource), ...pairs(incoming, outgoing)];
  });
}

/** A rule into a bucket and a rule out of it that can admit the same object. */
interface Step {
  readonly into: Route;
  readonly from: Route;
}

function stepsOf(incoming: readonly Route[], outgoing: readonly Route[]): readonly Step[] {
  const known = incoming.filter(({ source }) => endKey(source) !== undefined);
  return known.flatMap((into) =>
    outgoing
      .filter((from) => endKey(from.destination) !== undefined && mayOverlap(into.rule, from.rule))
      .map((from) => ({ into, from })),
  );
}

function returns({ into, from }: Step): boolean {
  return endKey(into.source) === endKey(from.destination);
}

function chain(
  incoming: readonly Route[],
  outgoing: readonly Route[],
  bySource: ReadonlyMap<string | undefined, readonly Route[]>,
): readonly string[] {
  const steps = stepsOf(incoming, outgoing).filter((step) => !returns(step));
  const [first] = steps;
  if (first === undefined) return [];
  const middle = bucketName(first.from.source);
  const lacking = steps.filter(({ into, from }) => !reaches(bySource.get(endKey(into.source)) ?? [], from));
  const [gap] = lacking;
  const others = new Set(lacking.map(pairName)).size - 1;
  const advice =
    gap === undefined
      ? "and each source has rules of its own to them"
      : `so ${quoted([bucketName(gap.into.source)])} needs a rule of its own to ${quoted([bucketName(gap.from.destination)])}, or batch replication from "${middle}"${others > 0 ? ` (and likewise for ${others} more)` : ""}`;
  return [
    `"${middle}" receives replicas from ${names(steps.map(({ into }) => into.source))} and has rules to ${names(steps.map(({ from }) => from.destination))}: replicas are not replicated on, ${advice}`,
  ];
}

function reaches(routes: readonly Route[], { destination }: Route): boolean {
  return routes.some((route) => endKey(route.destination) === endKey(destination));
}

function pairName({ into, from }: Step): string {
  return JSON.stringify([endKey(into.source), endKey(from.destination)]);
}

function names(ends: readonly Route["source"][]): string {
  return quoted([...new Set(ends.map(bucketName))], "and");
}

function pairs(incoming: readonly Route[], outgoing: readonly Route[]): readonly string[] {
  const steps = stepsOf(incoming, outgoing).filter(returns);
  return [...groupBy(steps, pairName).values()].flatMap((both) => {
    const [first] = both;
    if (first === undefined) return [];
    const [here, there] = [endKey(first.from.source) ?? "", endKey(first.into.source) ?? ""];
    // Either end of the pair comes by; the first in the alphabet speaks for both.
    return here < there ? [pairNote(first, both)] : [];
  });
}

function pairNote({ from }: Step, both: readonly Step[]): string {
  const ends = `"${bucketName(from.source)}" and "${bucketName(from.destination)}"`;
  const out = syncOf(both.map((step) => step.from));
  const back = syncOf(both.map((step) => step.into));
  return `${ends} replicate to each other: it does not loop, since replicas are not replicated on; ${syncWords(out, back)}`;
}

type Sync = "on" | "off" | "unknown";

function syncOf(routes: readonly Route[]): Sync {
  const statuses = routes.map(({ rule }) => rule.replicaModifications);
  if (statuses.some((status) => "known" in status && status.known === "Enabled")) return "on";
  return statuses.some((status) => "unknown" in status) ? "unknown" : "off";
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html */
function syncWords(out: Sync, back: Sync): string {
  const what = "tags, acls and object lock settings";
  if (out === "on" && back === "on") {
    return `replica modification sync is enabled in both directions, so that changes of a replica's ${what} are synchronised`;
  }
  if (out === "off" || back === "off") {
    const where = out === back ? "in neither direction" : "in one direction at most";
    return `replica modification sync is enabled ${where}, so that changes of a replica's ${what} stay on its side`;
  }
  return `whether replica modification sync is enabled in both directions, so that changes of a replica's ${what} are synchronised, is not known`;
}
