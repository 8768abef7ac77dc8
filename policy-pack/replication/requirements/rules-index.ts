/** The rules of one configuration, looked up by what must be unique among them. */
import type { Route } from "../route";
import { knownValue } from "./known";

export class RulesIndex {
  readonly #byId = new Map<string, Route[]>();
  readonly #byPriority = new Map<number, Route[]>();
  readonly #byDestination = new Map<string, Route[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const id = knownValue(route.rule.id);
      if (id !== undefined) add(this.#byId, id, route);
      const priority = knownValue(route.rule.priority);
      if (priority !== undefined) add(this.#byPriority, priority, route);
      const destination = destinationOf(route);
      if (destination !== undefined) add(this.#byDestination, destination, route);
    }
  }

  /** The first rule, other than the route's own, with the id. */
  firstWithId(id: string, route: Route): Route | undefined {
    return this.#byId.get(id)?.find((other) => other.id !== route.id);
  }

  /** The first rule, other than the route's own, with the priority. */
  firstWithPriority(priority: number, route: Route): Route | undefined {
    return this.#byPriority.get(priority)?.find((other) => other.id !== route.id);
  }

  /** A rule that names another destination than the route's. */
  otherDestination(route: Route): Route | undefined {
    const own = destinationOf(route);
    for (const [destination, [first]] of this.#byDestination) {
      if (destination !== own) return first;
    }
    return undefined;
  }

  /** The other rules that name the route's destination. */
  toSameDestination(route: Route): readonly Route[] {
    const own = destinationOf(route);
    if (own === undefined) return [];
    return (this.#byDestination.get(own) ?? []).filter((other) => other.id !== route.id);
  }
}

function add<K>(map: Map<K, Route[]>, key: K, route: Route): void {
  const group = map.get(key);
  if (group === undefined) map.set(key, [route]);
  else group.push(route);
}

function destinationOf({ rule }: Route): string | undefined {
  const { bucket } = rule.destination;
  if ("to" in bucket) return bucket.to;
  return "outside" in bucket ? bucket.outside : undefined;
}
