/** What changes in the routes of a stack: replicas, rules and verdicts. */
import { groupBy } from "../../model";
import { type Change, change } from "./change";
import type { State, StateRoute } from "./state";

/** Replicas that come and go, rules that come and go, and routes whose verdict changes. */
export function routeChanges(base: State, head: State): readonly Change[] {
  const [before, after] = [byPlaces(base), byPlaces(head)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((places) =>
    changesBetween(before.get(places) ?? [], after.get(places) ?? []),
  );
}

/** A replica is a pair of buckets, however many rules lead from one to the other. */
function byPlaces({ routes }: State): ReadonlyMap<string, readonly StateRoute[]> {
  return groupBy(routes, ({ source, destination }) => JSON.stringify([source, destination]));
}

function changesBetween(before: readonly StateRoute[], after: readonly StateRoute[]): readonly Change[] {
  const [gone] = before;
  const [come] = after;
  if (come === undefined) return gone === undefined ? [] : [removed(gone)];
  if (gone === undefined) return [added(come, after)];
  const rules = new Set([...before, ...after].map(({ rule }) => rule));
  return [...rules].flatMap((rule) => {
    const [old, now] = [before.find(named(rule)), after.find(named(rule))];
    if (old !== undefined && now !== undefined) return verdictChange(old, now);
    if (now !== undefined) return ruleAdded(now);
    return old === undefined ? [] : ruleRemoved(old, come);
  });
}

function named(rule: string): (route: StateRoute) => boolean {
  return (route) => route.rule === rule;
}

function removed({ source, destination }: StateRoute): Change {
  return change(
    "replica-removed",
    "worse",
    destination,
    `replica ${destination} is removed: ${source} no longer replicates to it`,
  );
}

function added(route: StateRoute, all: readonly StateRoute[]): Change {
  const { source, destination } = route;
  const broken = all.find(({ verdict }) => verdict === "broken");
  const text = `replica ${destination} is added: ${source} replicates to it`;
  if (broken === undefined) return change("replica-added", "different", destination, text);
  return {
    kind: "replica-added",
    effect: "worse",
    subject: destination,
    text: `replica ${destination} is added, and rule ${broken.rule} to it is broken`,
    details: shortcomings(broken, undefined),
  };
}

function ruleAdded(route: StateRoute): readonly Change[] {
  const { rule, destination, verdict } = route;
  const text = `rule ${rule} to ${destination} is added`;
  if (verdict !== "broken") return [change("rule-added", "different", rule, text)];
  return [
    {
      kind: "rule-added",
      effect: "worse",
      subject: rule,
      text: `${text}, and is broken`,
      details: shortcomings(route, undefined),
    },
  ];
}

function ruleRemoved({ rule, destination }: StateRoute, other: StateRoute): readonly Change[] {
  return [
    change(
      "rule-removed",
      "worse",
      rule,
      `rule ${rule} to ${destination} is removed; rule ${other.rule} still leads there`,
    ),
  ];
}

function verdictChange(before: StateRoute, after: StateRoute): readonly Change[] {
  const was = wordOf(before);
  const is = wordOf(after);
  if (was === is) return [];
  const subject = after.rule;
  const route = `route ${after.rule} from ${after.source} to ${after.destination}`;
  const details = shortcomings(after, before);
  if (after.verdict === "works")
    return [change("route-mended", "better", subject, `${route} works, and was ${was}`)];
  const text = `${route} is ${is}, and was ${was === "works" ? "working" : was}`;
  if (after.verdict === "broken") return [{ kind: "route-broken", effect: "worse", subject, text, details }];
  const effect = before.verdict === "broken" ? "better" : "worse";
  return [{ kind: effect === "better" ? "route-mended" : "route-unproven", effect, subject, text, details }];
}

function wordOf({ verdict, status }: StateRoute): string {
  return verdict === "unproven" && status !== undefined ? status : verdict;
}

/** Why the route does not work, as far as it was not so before. */
function shortcomings(route: StateRoute, before: StateRoute | undefined): readonly string[] {
  const old = new Map((before?.requirements ?? []).map(({ id, verdict }) => [id, verdict]));
  return route.requirements
    .filter(({ strength, verdict }) => strength === "required" && verdict !== "met")
    .filter(({ id, verdict }) => old.get(id) !== verdict)
    .map(({ id, verdict, because }) => `${id} is ${verdict}: ${because}`);
}
